import { logger, type Tree } from '@nx/devkit';
import { posix } from 'node:path';
import { UserError } from '../../src/errors';
import { looksLikeKnative, parseFunction } from '../../src/function/func-yaml';
import { SPEC_VERSION } from '../../src/function/spec';
import { type MigratedFunction, migrateFunction } from '../../src/function/write';
import { functionsIn, whoseFuncYaml } from '../../src/workspace/functions-in-tree';
import { registryOption } from '../../src/workspace/registry-option';
import type { ConfigurationGeneratorSchema } from './schema';

/**
 * Leaves the func.yaml of a folder as it is, or, with --migrate, brings it to the newest version; tells
 * which.
 *
 * @throws UserError for one that is broken, that is another tool's, or that says something else than
 *   the options.
 */
export function keepFunction(
  tree: Tree,
  root: string,
  options: ConfigurationGeneratorSchema,
): void {
  const file = posix.join(root, 'func.yaml');
  const bytes = tree.read(file) ?? Buffer.alloc(0);
  const text = bytes.toString();
  if (!looksLikeKnative(text)) {
    throw new UserError(`this is ${whoseFuncYaml(text)}`, {
      where: file,
      todo: 'Move it away if the project is to be a function of Knative.',
    });
  }
  checkOptions(bytes, file, options);
  if (options.migrate === true) {
    writeMigrated(tree, file, migrateFunction(bytes, file, new Date()));
  } else {
    logger.info(`${file}: is there already${olderForm(bytes, file)}`);
  }
}

/**
 * Brings every func.yaml of the workspace to the newest version.
 *
 * @throws UserError that tells of all that cannot be; none is written then.
 */
export async function migrateAll(tree: Tree, options: ConfigurationGeneratorSchema): Promise<void> {
  checkNoOptions(options);
  const { functions } = await functionsIn(tree);
  const problems: UserError[] = [];
  const migrated = functions.flatMap(({ file }) => {
    try {
      const bytes = tree.read(file) ?? Buffer.alloc(0);
      return [{ file, result: migrateFunction(bytes, file, new Date()) }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error);
      return [];
    }
  });
  if (problems.length > 0) throw allOf(problems);
  for (const { file, result } of migrated) writeMigrated(tree, file, result);
  if (functions.length === 0) logger.info('there are no functions in this workspace');
}

function writeMigrated(tree: Tree, file: string, { text, changes }: MigratedFunction): void {
  if (changes.length === 0) {
    logger.info(`${file}: is at specVersion ${SPEC_VERSION} already`);
    return;
  }
  tree.write(file, text);
  logger.info(`${file}: is at specVersion ${SPEC_VERSION} now`);
  for (const change of changes) logger.info(`  ${change}`);
}

/** What --migrate would do, in a few words. */
function olderForm(bytes: Uint8Array, file: string): string {
  let changes: readonly string[];
  try {
    ({ changes } = migrateFunction(bytes, file, new Date()));
  } catch (error) {
    // It can be read and not be written anew: --migrate tells why.
    if (error instanceof UserError) return '';
    throw error;
  }
  if (changes.length === 0) return '';
  return changes.every((change) => change.startsWith('created:'))
    ? ', without the time of its creation, which func asks for: --migrate adds it'
    : `, in an older form: --migrate writes it at specVersion ${SPEC_VERSION}`;
}

/** What func.yaml says counts: an option that says something else would have no effect. */
function checkOptions(
  bytes: Uint8Array,
  file: string,
  options: ConfigurationGeneratorSchema,
): void {
  const existing = parseFunction(bytes, file);
  const registry = options.registry === undefined ? undefined : registryOption(options.registry);
  const wanted = { ...options, ...(registry !== undefined && { registry }) };
  for (const field of ['runtime', 'invoke', 'name', 'registry', 'namespace'] as const) {
    const found = existing.spec[field] ?? (field === 'invoke' ? 'http' : undefined);
    const want = wanted[field];
    if (want === undefined || want === found) continue;
    throw new UserError(
      `the function is there already, and its ${field} is ${found ?? 'not set'}, not ${want}`,
      { where: existing.locate(field), todo: 'Edit it here, or leave the option out.' },
    );
  }
}

function checkNoOptions(options: ConfigurationGeneratorSchema): void {
  for (const name of ['runtime', 'invoke', 'name', 'registry', 'namespace'] as const) {
    if (options[name] === undefined) continue;
    throw new UserError('--migrate without a project brings all functions to the newest version', {
      where: `option ${name}`,
      todo: 'Leave the option out, or name a project.',
    });
  }
}

function allOf(problems: readonly UserError[]): UserError {
  const [only, ...others] = problems;
  if (only !== undefined && others.length === 0) return only;
  return new UserError(problems.map(({ message }) => message).join('\n'));
}
