import {
  getProjects,
  type ProjectGraph,
  readCachedProjectGraph,
  type Tree,
  workspaceRoot,
} from '@nx/devkit';
import { basename } from 'node:path';
import { UserError } from '../errors';
import { checkFunctionName, isDns1035Label } from '../function/kubernetes-names';
import { functionsIn } from './functions-in-tree';

/** A name for a new function, and why it is not that of its folder. */
export interface ProjectName {
  readonly name: string;
  readonly reason?: string;
}

/**
 * The name of a new function, of its project too, and so one that no other project has: the one that
 * is given, else that of the folder, else one made from the path.
 *
 * @param others name to folder, of all projects outside `directory`.
 * @throws UserError if func would refuse the name, or if all of them are taken.
 */
export function projectName(
  tree: Tree,
  directory: string,
  given: string | undefined,
  others: ReadonlyMap<string, string>,
): ProjectName {
  if (given !== undefined) {
    checkFunctionName(given, 'option name');
    if (!others.has(given)) return { name: given };
    throw taken(given, others);
  }
  const name = directory === '.' ? basename(tree.root) : basename(directory);
  checkDerived(name, 'folder', directory);
  if (!others.has(name)) return { name };
  const byPath = nameByPath(directory);
  if (byPath === '' || byPath === name || others.has(byPath)) throw taken(name, others);
  checkDerived(byPath, 'folder', directory);
  return { name: byPath, reason: `${others.get(name) ?? ''} is called "${name}" already` };
}

/** `apps-hello` for `apps/hello`, of the letters that func takes; empty if there is none of them. */
export function nameByPath(directory: string): string {
  if (directory === '.') return 'root';
  return directory
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/**
 * A name that the user did not write needs a word about where it is from.
 *
 * @param origin what it was made from.
 * @throws UserError if func would refuse it.
 */
export function checkDerived(name: string, origin: 'folder' | 'project', directory: string): void {
  if (isDns1035Label(name)) return;
  throw new UserError(`"${name}", after the ${origin}, cannot be the name of a function`, {
    where: directory,
    todo:
      'Give one with --name: lower-case letters, digits and "-", a letter first and no "-" last, ' +
      'at most 63 characters.',
  });
}

function taken(name: string, others: ReadonlyMap<string, string>): UserError {
  return new UserError(`another project is called "${name}": ${others.get(name) ?? ''}`, {
    where: 'option name',
    todo: 'Give the function a name that no project of the workspace has, with --name.',
  });
}

/**
 * The names of all projects, with their folders, but for the one in `except`: those that the tree
 * shows, and those that other plugins infer.
 */
export async function otherProjects(tree: Tree, except: string): Promise<Map<string, string>> {
  const roots = new Map<string, string>();
  const add = (name: string, root: string): void => {
    if (root !== except && name !== '') roots.set(name, root);
  };
  for (const { name, root } of (await functionsIn(tree)).functions) add(name, root);
  for (const [name, { root }] of getProjects(tree)) add(name, root);
  for (const { name, data } of Object.values(graphOf(tree)?.nodes ?? {})) add(name, data.root);
  return roots;
}

/** Nx has made it when it runs a generator; not so in a test, or with --skipProjectGraph. */
function graphOf(tree: Tree): ProjectGraph | undefined {
  if (tree.root !== workspaceRoot) return undefined;
  try {
    return readCachedProjectGraph();
  } catch {
    return undefined;
  }
}
