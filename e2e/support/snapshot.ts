/** What is in a folder, so that a story can show that a build has left it alone. */
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Path to a line that says all of it: kind, mode, time of the last change, content. */
export type Snapshot = Readonly<Record<string, string>>;

/** What Nx and git change whatever a build does. */
const NOT_LOOKED_AT = new Set(['.git', '.nx', 'node_modules']);

/**
 * All that is in a folder, in its folders too; links are not followed. The times of folders are left
 * out: a lock that comes and goes changes them.
 */
export function snapshot(root: string, except: readonly string[] = []): Snapshot {
  return Object.fromEntries(walk(Buffer.from(root), '', new Set(except)));
}

/** The part of a snapshot that is in a folder, `folder` itself included. */
export function within(taken: Snapshot, folder: string): Snapshot {
  return Object.fromEntries(
    Object.entries(taken).filter(([path]) => path === folder || path.startsWith(`${folder}/`)),
  );
}

/** Names are bytes here: one that is not UTF-8 could not be opened by its text. */
function walk(place: Buffer, shown: string, except: ReadonlySet<string>): [string, string][] {
  return readdirSync(place, { encoding: 'buffer' })
    .map((bytes) => ({ bytes, name: bytes.toString('latin1') }))
    .filter(({ name }) => !NOT_LOOKED_AT.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ bytes, name }) => {
      const path = shown === '' ? name : `${shown}/${name}`;
      if (except.has(path)) {
        return [];
      }
      const inside = Buffer.concat([place, Buffer.from('/'), bytes]);
      const entry: [string, string] = [path, describe(inside)];
      return lstatSync(inside).isDirectory() ? [entry, ...walk(inside, path, except)] : [entry];
    });
}

function describe(path: Buffer): string {
  const stats = lstatSync(path);
  const bits = (stats.mode & 0o7777).toString(8);
  if (stats.isDirectory()) {
    return `folder ${bits}`;
  }
  if (stats.isSymbolicLink()) {
    return `link ${stats.mtimeMs} ${readlinkSync(path)}`;
  }
  if (!stats.isFile()) {
    return `special ${bits}`;
  }
  const content = createHash('sha256').update(readFileSync(path)).digest('hex');
  return `file ${bits} ${stats.mtimeMs} ${content}`;
}
