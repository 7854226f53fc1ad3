/** The package as a user gets it: `npm run build`, `npm pack`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const REPOSITORY = resolve(__dirname, '..', '..');

/** Git-ignored; `npm run clean` removes it. */
const OUTPUT = join(REPOSITORY, 'tmp', 'e2e');

/** All that decides what is in the package. */
const SOURCES = [
  'src',
  'executors',
  'generators',
  'tools/copy-assets.mjs',
  'package.json',
  'executors.json',
  'generators.json',
  'migrations.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'README.md',
  'LICENSE',
];

/** The path of the tarball, packed anew only when a source is newer than the one that is there. */
export function packPackage(): string {
  const { name, version } = JSON.parse(
    readFileSync(join(REPOSITORY, 'package.json'), 'utf8'),
  ) as Record<'name' | 'version', string>;
  const tarball = join(OUTPUT, `${name}-${version}.tgz`);
  const packed = statSync(tarball, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (SOURCES.every((source) => newest(join(REPOSITORY, source)) < packed)) {
    return tarball;
  }
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  npm('run', 'build');
  // Without scripts: prepack would build a second time.
  npm('pack', '--ignore-scripts', '--pack-destination', OUTPUT);
  return tarball;
}

/** The newest change in a tree; folders count, for a file that was removed changes its folder alone. */
function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    return 0;
  }
  const inside = stats.isDirectory()
    ? readdirSync(path)
        .filter((name) => !name.endsWith('.spec.ts'))
        .map((name) => newest(join(path, name)))
    : [];
  return Math.max(stats.mtimeMs, ...inside);
}

function npm(...args: string[]): void {
  const result = spawnSync('npm', args, { cwd: REPOSITORY, encoding: 'utf8' });
  if (result.status !== 0) {
    throw new Error(`npm ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`);
  }
}
