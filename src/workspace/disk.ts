import { type Dirent, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { circumstance, UserError } from '../errors';
import { Folders, NO_PROJECTS } from './folders';
import type { GitIgnore } from './git-ignore';

/** What lies in a project's folder and is not a regular file. */
export interface OddFiles {
  /** Symbolic links: path relative to the project to target as written. */
  readonly links: Record<string, string>;
  /** Sockets, fifos and devices, relative to the project. */
  readonly special: readonly string[];
}

/** Which parts of a project's folder to leave out, by path relative to the project. */
export interface Leaving {
  /** Shared between the functions of a workspace, so that each ignore file is read once. */
  readonly git: GitIgnore;
  /** Shared with others that look into the same folders. */
  readonly folders?: Folders;
  /** Ignored by the function's own rules. */
  readonly ignored: (path: string) => boolean;
  /** Another project begins there. */
  readonly isProject: (path: string) => boolean;
}

/**
 * Walks the folder of a project for what Nx's file map cannot tell.
 *
 * @param onFile called with each regular file that is not ignored, relative to the project.
 * @throws UserError for a file name that no image can hold, and for a folder that cannot be read.
 */
export function findOddFiles(
  workspaceRoot: string,
  projectRoot: string,
  leave: Leaving,
  onFile: (path: string) => void = () => undefined,
): OddFiles {
  const links: [path: string, target: string][] = [];
  const special: string[] = [];
  const { folders = new Folders() } = leave;
  const visit = (folder: string): void => {
    const shown = posix.join(projectRoot, folder);
    for (const entry of readFolder(
      folders,
      join(workspaceRoot, shown),
      shown,
      leave.ignored(folder),
    )) {
      const name = entry.name.toString();
      const path = posix.join(folder, name);
      const inWorkspace = posix.join(projectRoot, path);
      const isFolder = entry.isDirectory();
      if (isFolder && (NO_PROJECTS.has(name) || leave.isProject(path))) continue;
      if (leave.git.ignores(isFolder ? `${inWorkspace}/` : inWorkspace)) continue;
      const isIgnored = leave.ignored(path);
      if (!isIgnored) checkName(entry.name, path, shown);
      // An ignored folder is walked too: `!` may bring back what is in it.
      if (isFolder) visit(path);
      else if (isIgnored) continue;
      else if (entry.isSymbolicLink()) {
        links.push([path, readlinkSync(join(workspaceRoot, inWorkspace))]);
      } else if (entry.isFile()) onFile(path);
      else special.push(path);
    }
  };
  visit('');
  links.sort(([a], [b]) => (a < b ? -1 : 1));
  return { links: Object.fromEntries(links), special };
}

function readFolder(
  folders: Folders,
  path: string,
  shown: string,
  ignored: boolean,
): readonly Dirent<Buffer>[] {
  try {
    return folders.list(path);
  } catch (error) {
    if (ignored) return [];
    throw circumstance(error, 'read the folder', shown);
  }
}

/** @param path to it from the project: a folder that is ignored has not been checked. */
function checkName(name: Buffer, path: string, folder: string): void {
  const text = name.toString();
  const problem = !Buffer.from(text).equals(name)
    ? 'is not UTF-8'
    : /[\n\r]/.test(path)
      ? 'has a line break in it'
      : undefined;
  if (problem === undefined) return;
  throw new UserError(`the name ${JSON.stringify(text)} ${problem}`, {
    where: folder,
    todo: 'Rename it, or name the folder that it is in in .funcignore.',
  });
}
