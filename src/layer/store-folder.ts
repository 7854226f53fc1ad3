import { lstatSync, mkdirSync, type Stats } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { systemErrorCode } from '../errors';

/**
 * Where the blob store of this user is: NX_FUNC_CACHE, else `nx-func` in the cache folder of the XDG
 * base directory specification; undefined where there is no HOME either.
 */
export function storeFolder(environment: NodeJS.ProcessEnv): string | undefined {
  const { NX_FUNC_CACHE: own, XDG_CACHE_HOME: xdg, HOME: home } = environment;
  if (own) return resolve(own);
  // A relative path there is to be ignored.
  if (xdg?.startsWith('/')) return join(xdg, 'nx-func');
  return home ? join(home, '.cache', 'nx-func') : undefined;
}

/**
 * Makes the folder if there is none, and refuses it where another user could put blobs into it: what
 * is in the store goes into images.
 *
 * @returns why it cannot be used, or undefined.
 */
export function refusedFolder(folder: string): string | undefined {
  let stat: Stats;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    stat = lstatSync(folder);
  } catch (error) {
    return `cannot make the folder (${systemErrorCode(error) ?? String(error)})`;
  }
  if (!stat.isDirectory()) return 'it is not a folder';
  const user = process.getuid?.();
  if (user !== undefined && stat.uid !== user) return 'it belongs to another user';
  if (user !== undefined && (stat.mode & 0o022) !== 0) return 'other users may write to it';
  return undefined;
}

/**
 * Makes a folder of the store, and those that it lies in, one by one: what mkdir says with `recursive`
 * of a read-only disk is that a folder is missing.
 *
 * @param folder absolute, in `store`.
 */
export async function makeFolder(store: string, folder: string): Promise<void> {
  let path = store;
  for (const name of ['', ...relative(store, folder).split('/')]) {
    path = join(path, name);
    try {
      await mkdir(path, { mode: 0o700 });
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}
