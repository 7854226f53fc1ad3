import { join } from 'node:path';
import type { Entry } from './entry';
import type { LayerContent } from './layer';
import { checkLinks, type Links } from './links';

/** The files of a function: what ships. Paths are relative to its folder, with `/`. */
export interface DataFiles {
  /** Absolute. */
  readonly root: string;
  /** Name of the folder in messages. */
  readonly shown: string;
  readonly files: readonly string[];
  readonly links: Links;
}

/**
 * The function's own files under `/func`. Folders are written only where they hold a file: Nx does
 * not hash empty ones.
 *
 * @throws UserError for a link that leads out of the function.
 */
export function dataLayer(data: DataFiles): LayerContent {
  checkLinks(data.links, data.shown);
  const folders = new Set(['func']);
  for (const path of [...data.files, ...Object.keys(data.links)]) {
    const parts = path.split('/').slice(0, -1);
    parts.forEach((_, depth) => folders.add(['func', ...parts.slice(0, depth + 1)].join('/')));
  }
  const entries: Entry[] = [
    ...[...folders].map((name): Entry => ({ kind: 'directory', name })),
    ...data.files.map((path): Entry => ({
      kind: 'file',
      name: `func/${path}`,
      content: { path: join(data.root, path), shown: `${data.shown}/${path}` },
    })),
    ...Object.entries(data.links).map(([path, target]): Entry => ({
      kind: 'link',
      name: `func/${path}`,
      target,
    })),
  ];
  return { title: 'data', entries };
}
