import type { Tree } from '@nx/devkit';
import { isAbsolute, posix, relative } from 'node:path';
import { UserError } from '../errors';
import { checkForProjects } from './project-directory';

/** A project that exists, or a folder that can become one. */
export interface ExistingProject {
  /** Relative to the workspace; `.` for the workspace itself. */
  readonly root: string;
  /** What Nx calls it; undefined for a folder that Nx knows no project in. */
  readonly name: string | undefined;
}

const WHERE = 'option project';
const TODO =
  'Give the name of a project (nx show projects lists them) or a folder of the workspace, as in apps/hello.';

/**
 * Finds what the user means: a project by its name, or by the part of it after the scope, else a
 * folder, seen from where the user is or from the workspace.
 *
 * @param projects name to folder.
 * @param from the folder that the user is in, absolute.
 * @throws UserError if there is none, or more than one.
 */
export function findProject(
  tree: Tree,
  given: string,
  projects: ReadonlyMap<string, string>,
  from: string,
): ExistingProject {
  const root = projects.get(given);
  if (root !== undefined) return { root, name: given };
  const similar = [...projects].filter(([name]) => name.endsWith(`/${given}`));
  const [only, ...others] = similar;
  if (only !== undefined && others.length === 0) return { root: only[1], name: only[0] };
  const folder = findFolder(tree, given, from);
  if (folder !== undefined) {
    const name = [...projects].find(([, other]) => other === folder)?.[0];
    return { root: folder, name };
  }
  if (only === undefined) {
    throw new UserError(`there is no project and no folder "${given}"`, {
      where: WHERE,
      todo: TODO,
    });
  }
  throw new UserError(`"${given}" can be ${similar.map(([name]) => name).join(' or ')}`, {
    where: WHERE,
    todo: 'Give the whole name.',
  });
}

function findFolder(tree: Tree, given: string, from: string): string | undefined {
  if (given.trim() === '') return undefined;
  const text = given.replaceAll('\\', '/');
  const here = relative(tree.root, from).replaceAll('\\', '/');
  const paths = isAbsolute(text) ? [relative(tree.root, text)] : [posix.join(here, text), text];
  const folders = paths.map(normal);
  const inside = folders.filter((folder) => folder !== '..' && !folder.startsWith('../'));
  if (inside.length === 0) {
    throw new UserError(`${given} lies outside the workspace`, { where: WHERE, todo: TODO });
  }
  const found = inside.find((folder) => isFolder(tree, folder));
  if (found !== undefined) checkForProjects(found, given, { where: WHERE, todo: TODO });
  return found;
}

function isFolder(tree: Tree, folder: string): boolean {
  return folder === '.' || (tree.exists(folder) && !tree.isFile(folder));
}

function normal(path: string): string {
  return posix.join(path, '.').replace(/(.)\/$/, '$1');
}
