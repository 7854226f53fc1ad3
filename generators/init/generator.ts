import { formatFiles, logger, readNxJson, type Tree, updateNxJson } from '@nx/devkit';
import ignore from 'ignore';
import { UserError } from '../../src/errors';
import { missingCompilers } from '../../src/workspace/compilers';
import { functionsIn, whoseFuncYaml } from '../../src/workspace/functions-in-tree';
import { withoutStack } from '../../src/workspace/generator-error';
import type { InitGeneratorSchema } from './schema';

const PLUGIN = 'nx-func/plugin';

/**
 * What the workspace's .gitignore says of build output. func writes `/.func` into each function's own
 * .gitignore; at the root of a workspace that would be the root's alone, so no slash: at any depth.
 */
const OUTPUT = '.func';

/**
 * Registers the plugin in nx.json and makes git ignore what it builds; tells which compilers are
 * missing, and which func.yaml files are not Knative's. Run twice it changes nothing.
 *
 * @throws UserError for an nx.json whose plugins are no list.
 */
export default async function initGenerator(
  tree: Tree,
  options: InitGeneratorSchema = {},
): Promise<void> {
  await withoutStack(async () => {
    setUpWorkspace(tree);
    const { functions, skipped } = await functionsIn(tree);
    for (const line of missingCompilers(functions, process.env)) logger.warn(line);
    tellSkipped(tree, skipped);
    if (options.skipFormat !== true) await formatFiles(tree);
  });
}

/** The part of it that other generators need, without a word. */
export function setUpWorkspace(tree: Tree): void {
  registerPlugin(tree);
  ignoreOutput(tree);
}

/** Tells which func.yaml files are not functions, a line each. */
export function tellSkipped(tree: Tree, files: readonly string[]): void {
  for (const file of files) {
    logger.info(`${file}: skipped, it is ${whoseFuncYaml(tree.read(file, 'utf8') ?? '')}`);
  }
}

function registerPlugin(tree: Tree): void {
  const nxJson = readNxJson(tree) ?? {};
  const plugins: unknown = nxJson.plugins ?? [];
  if (!Array.isArray(plugins)) {
    throw new UserError('"plugins" is not a list', {
      where: 'nx.json',
      todo: `Make it one, as in "plugins": ["${PLUGIN}"].`,
    });
  }
  if ((plugins as unknown[]).some((plugin) => nameOf(plugin) === PLUGIN)) return;
  // devkit does not write one that is missing.
  if (!tree.exists('nx.json')) tree.write('nx.json', '{}');
  // First: of two plugins that infer a target of one name the later one wins. So ours never replaces
  // another one's without a word, and where it is replaced, the project's description says so.
  updateNxJson(tree, { ...nxJson, plugins: [PLUGIN, ...(nxJson.plugins ?? [])] });
}

/** An entry is a name, or an object with the name, options, and patterns of folders. */
function nameOf(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return entry;
  return 'plugin' in entry ? entry.plugin : undefined;
}

function ignoreOutput(tree: Tree): void {
  const text = tree.exists('.gitignore') ? (tree.read('.gitignore', 'utf8') ?? '') : '';
  const rules = ignore({ ignorecase: false }).add(text);
  if (['.func/build', 'a/b/.func/build'].every((path) => rules.ignores(path))) return;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = text === '' || text.endsWith('\n') ? '' : end;
  tree.write('.gitignore', `${text}${separator}${OUTPUT}${end}`);
}
