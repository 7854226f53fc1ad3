// Where the benchmark keeps what it makes: tmp/bench/ of the repository, which git ignores and
// `npm run clean` removes.

import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const REPOSITORY = resolve(import.meta.dirname, '..', '..');

const ROOT = join(REPOSITORY, 'tmp', 'bench');

export function place(...names) {
  return join(ROOT, ...names);
}

/** An empty folder. */
export function emptyFolder(...names) {
  const folder = place(...names);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}
