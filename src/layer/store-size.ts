import { readdir, lstat, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes. The smaller of this and of a tenth of the disk is what the store may hold. */
const MOST = 10_000_000_000;

/** Milliseconds: what was used later may be in use. */
const IN_USE = 3_600_000;

/** A file of the store. */
export interface StoredFile {
  readonly path: string;
  readonly size: number;
  /** When it was written or last read, in milliseconds since the epoch. */
  readonly used: number;
}

/** The files directly in a folder; none where there is no folder. */
export async function filesIn(folder: string): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    // Another process may have removed it since.
    const stat = await lstat(path).catch(() => undefined);
    if (stat?.isFile()) files.push({ path, size: stat.size, used: stat.mtimeMs });
  }
  return files;
}

export function sum(files: readonly StoredFile[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}

/** How many bytes of blobs a store on the disk of `folder` may hold. */
export async function limitOf(folder: string): Promise<number> {
  const { blocks, bsize } = await statfs(folder);
  // Some file systems do not say how large they are.
  return blocks === 0 ? MOST : Math.min(MOST, (blocks * bsize) / 10);
}

/**
 * Removes the files that were used longest ago until no more than `limit` bytes are left; never one
 * that was used in the last hour.
 *
 * @param now milliseconds since the epoch.
 */
export async function evict(
  files: readonly StoredFile[],
  limit: number,
  now: number,
): Promise<void> {
  let total = sum(files);
  for (const { path, size, used } of [...files].sort((a, b) => a.used - b.used)) {
    if (total <= limit || used > now - IN_USE) return;
    await rm(path, { force: true });
    total -= size;
  }
}

/** Removes what killed processes left half-written. */
export async function removeAbandoned(folder: string, now: number): Promise<void> {
  for (const { path, used } of await filesIn(folder)) {
    if (used < now - IN_USE) await rm(path, { force: true });
  }
}
