import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let version: string | undefined;

/** The version of this plugin, from its package.json, in source or in the package. */
export function pluginVersion(): string {
  version ??= findVersion(__dirname);
  return version;
}

function findVersion(folder: string): string {
  try {
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    const manifest = JSON.parse(text) as { name?: string; version?: string };
    if (manifest.name === 'nx-func' && manifest.version) return manifest.version;
  } catch {
    // Not here: further up.
  }
  if (folder === dirname(folder)) throw new Error('the package.json of nx-func is missing');
  return findVersion(dirname(folder));
}
