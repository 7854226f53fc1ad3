// After tsc: copies into dist/, at the same relative path, what tsc leaves behind. That is every file
// under src/ that is neither TypeScript nor for tests, and the templates of the generators whole.
//
//   node tools/copy-assets.mjs

import { cpSync, existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const COMPILED = /\.[cm]?tsx?$/;
const FOR_TESTS = /\.spec\.|[\\/]testing$/;

cpSync('src', 'dist/src', {
  recursive: true,
  filter: (path) => !COMPILED.test(path) && !FOR_TESTS.test(path),
});

for (const generator of readdirSync('generators')) {
  const files = `generators/${generator}/files`;
  if (existsSync(files)) cpSync(files, `dist/${files}`, { recursive: true });
}
