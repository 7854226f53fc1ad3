import type { Tree } from '@nx/devkit';
import { posix } from 'node:path';
import { parse, TomlError, type TomlTable } from 'smol-toml';
import { UserError } from '../errors';

/** A table of a JSON or TOML file, with values of any kind. */
type Table = Readonly<Record<string, unknown>>;

/** The text of a file of a project, or undefined where there is none. */
export function projectText(tree: Tree, root: string, file: string): string | undefined {
  const path = posix.join(root, file);
  return tree.isFile(path) ? (tree.read(path, 'utf8') ?? undefined) : undefined;
}

/** A project's package.json; empty if it is broken, for that Nx has told before. */
export function readPackageJson(tree: Tree, root: string): Table | undefined {
  const text = projectText(tree, root, 'package.json');
  if (text === undefined) return undefined;
  try {
    return tableOf(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return {};
  }
}

/**
 * A TOML file of a project.
 *
 * @throws UserError with `file:line:column` if it is broken.
 */
export function readToml(tree: Tree, root: string, file: string): TomlTable | undefined {
  const text = projectText(tree, root, file);
  if (text === undefined) return undefined;
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.split('\n');
    throw new UserError(first.replace('Invalid TOML document: ', 'this is no valid TOML: '), {
      where: `${posix.join(root, file)}:${error.line}:${error.column}`,
      todo: 'Correct it; or pass --runtime and --invoke, and nothing is guessed from it.',
      cause: error,
    });
  }
}

/** What a program of npm needs when it runs. */
export function npmDependencies(tree: Tree, root: string): Set<string> {
  const { dependencies } = readPackageJson(tree, root) ?? {};
  return new Set(Object.keys(tableOf(dependencies)));
}

/** What a Python project needs when it runs, by normalized name (PEP 503). */
export function pythonDependencies(tree: Tree, root: string): Set<string> {
  const pyproject = readToml(tree, root, 'pyproject.toml');
  const project = tableOf(pyproject?.['project']);
  const poetry = tableOf(tableOf(pyproject?.['tool'])['poetry']);
  const list = project['dependencies'];
  const requirements = [
    ...(Array.isArray(list) ? list.map(String) : []),
    ...Object.keys(tableOf(poetry['dependencies'])),
    ...(projectText(tree, root, 'requirements.txt') ?? '').split(/\r?\n/),
    ...quotedIn(projectText(tree, root, 'setup.py') ?? ''),
  ];
  return new Set(requirements.flatMap((text) => distributionName(text) ?? []));
}

/** The packages that a Rust program is made of, under the names that they are published by. */
export function cargoDependencies(tree: Tree, root: string): Set<string> {
  const cargo = readToml(tree, root, 'Cargo.toml') ?? {};
  const platforms = Object.values(tableOf(cargo['target'])).map(tableOf);
  const tables = [cargo, ...platforms].map((table) => tableOf(table['dependencies']));
  const names = tables.flatMap((table) =>
    Object.entries(table).map(([name, value]) => {
      const renamed = tableOf(value)['package'];
      return typeof renamed === 'string' ? renamed : name;
    }),
  );
  return new Set(names);
}

/** An empty table in the place of what is none. */
export function tableOf(value: unknown): Table {
  const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isTable ? (value as Table) : {};
}

/** The name at the beginning of a requirement (PEP 508); none in options and comments of pip. */
function distributionName(requirement: string): string | undefined {
  const name = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:$|[[(<>=!~;@#,])/.exec(
    requirement,
  )?.[1];
  return name?.toLowerCase().replace(/[-_.]+/g, '-');
}

/** setup.py is a program: what stands in quotes may be a requirement. */
function quotedIn(text: string): string[] {
  const withoutComments = text.replace(/^\s*#.*$/gm, '');
  return [...withoutComments.matchAll(/(["'])(.*?)\1/g)].map(([, , word = '']) => word);
}
