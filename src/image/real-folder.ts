import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { circumstance, systemErrorCode, UserError } from '../errors';

/**
 * Makes `names`, one inside the other, under `root`, and refuses any that is not a real folder: what
 * is written there must stay in the project.
 *
 * @returns the innermost folder.
 */
export async function realFolder(
  root: string,
  names: readonly string[],
  shown: string,
): Promise<string> {
  let path = root;
  let name = shown;
  for (const part of names) {
    path = join(path, part);
    name = `${name}/${part}`;
    try {
      await mkdir(path);
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw circumstance(error, 'make the folder', name);
    }
    if (!(await lstat(path)).isDirectory()) {
      throw new UserError('this must be a folder, not a link or a file', {
        where: name,
        todo: 'Remove it: builds write there, and would write to another place through a link.',
      });
    }
  }
  return path;
}
