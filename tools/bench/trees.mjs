// The work: two trees of npm packages at fixed versions, and a tar of a part of one.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, place } from './places.mjs';
import { run } from './program.mjs';

/** What a package asks for is taken as it was on that day, so that a tree is the same on each machine. */
const AS_OF = '2026-11-01';

const FUNCTION = { 'faas-js-runtime': '3.0.2' };

const TREES = {
  small: FUNCTION,
  big: {
    ...FUNCTION,
    '@nestjs/common': '11.1.8',
    '@nestjs/core': '11.1.8',
    '@nestjs/platform-express': '11.1.8',
    '@nestjs/swagger': '11.2.1',
    '@swc/core': '1.13.5',
    'core-js': '3.46.0',
    lodash: '4.17.21',
    next: '16.0.1',
    react: '19.2.0',
    'react-dom': '19.2.0',
    'reflect-metadata': '0.2.2',
    rxjs: '7.8.2',
    typescript: '5.9.3',
    webpack: '5.102.1',
  },
};

/** A folder that holds the node_modules of a function; installed once. */
export async function tree(name) {
  const folder = place('trees', name);
  const manifest = JSON.stringify({ private: true, dependencies: TREES[name] }, undefined, 2);
  const done = join(folder, 'complete.json');
  if (existsSync(done) && readFileSync(done, 'utf8') === manifest) return folder;
  console.error(`${name}: installing`);
  emptyFolder('trees', name);
  writeFileSync(join(folder, 'package.json'), manifest);
  await run(
    [
      ...['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'],
      `--before=${AS_OF}`,
    ],
    { cwd: folder },
  );
  writeFileSync(done, manifest);
  return folder;
}

/** Files and bytes under a folder, links not counted, and the size of a tar of it. */
export function measureTree(folder) {
  let files = 0;
  let bytes = 0;
  let tar = TAR_BLOCK;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    tar += TAR_BLOCK;
    if (!entry.isFile()) continue;
    const { size } = statSync(join(entry.parentPath, entry.name));
    files += 1;
    bytes += size;
    tar += Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
  return { files, bytes, tar };
}

/** A header is one, and content is filled up to the next. */
const TAR_BLOCK = 512;

const TAR_BYTES = 62e6;

/** Larger ones are a few huge files: a tar of many small ones is what a dependency layer is like. */
const LARGEST_PACKAGE = 21e6;

/** A tar of 62 MB: the packages of the big tree in the order of their names, while they fit. */
export async function tarOfPackages() {
  const path = place('packages.tar');
  const modules = join(await tree('big'), 'node_modules');
  const newest = Math.max(...[modules, import.meta.filename].map((from) => statSync(from).mtimeMs));
  if (existsSync(path) && statSync(path).mtimeMs > newest) return path;
  const taken = [];
  let size = 0;
  for (const name of packagesIn(modules)) {
    const { bytes, tar } = measureTree(join(modules, name));
    if (bytes > LARGEST_PACKAGE || size + tar > TAR_BYTES) continue;
    taken.push(name);
    size += tar;
  }
  mkdirSync(place(), { recursive: true });
  await run(['tar', '-C', modules, '--sort=name', '-cf', path, ...taken]);
  return path;
}

function packagesIn(modules) {
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(join(modules, name)).map((inner) => `${name}/${inner}`)
        : [name],
    )
    .sort();
}
