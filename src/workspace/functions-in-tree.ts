import { globAsync, type Tree } from '@nx/devkit';
import { basename, dirname } from 'node:path';
import { looksLikeKnative, peek } from '../function/func-yaml';

/** A function as a generator sees it: with what it has changed already. */
export interface FoundFunction {
  /** The func.yaml, relative to the workspace. */
  readonly file: string;
  /** Its folder; `.` for the workspace itself. */
  readonly root: string;
  /** What func.yaml says, else the name of the folder. */
  readonly name: string;
  readonly runtime: string | undefined;
}

/** The func.yaml files of a workspace. */
export interface FunctionsInTree {
  readonly functions: FoundFunction[];
  /** Those that are not Knative func's: other tools call their files so, too. */
  readonly skipped: string[];
}

/**
 * Every func.yaml of the workspace, by path, but those that git or Nx ignores. One that is broken is a
 * function too: what is wrong with it, its reader tells.
 */
export async function functionsIn(tree: Tree): Promise<FunctionsInTree> {
  const functions: FoundFunction[] = [];
  const skipped: string[] = [];
  const files = await globAsync(tree, ['**/func.yaml']);
  for (const file of files.sort()) {
    const bytes = tree.read(file);
    if (bytes === null) continue;
    if (!looksLikeKnative(bytes.toString())) {
      skipped.push(file);
      continue;
    }
    const root = dirname(file);
    const { name = folderName(tree, root), runtime } = peek(bytes);
    functions.push({ file, root, name, runtime });
  }
  return { functions, skipped };
}

/** The last part of a folder's path; for the workspace itself, what it is called on disk. */
export function folderName(tree: Tree, root: string): string {
  return basename(root === '.' ? tree.root : root);
}

/** Keys that only Oracle's Fn Project has in its func.yaml. */
const FN_PROJECT = /^["']?(?:schema_version|entrypoint|cmd|run_image|build_image)["']?[ \t]*:/m;

/** Whose a func.yaml is that is not Knative's, in a few words. */
export function whoseFuncYaml(text: string): string {
  return FN_PROJECT.test(text)
    ? "a func.yaml of Oracle's Fn Project"
    : 'not a func.yaml of Knative func';
}
