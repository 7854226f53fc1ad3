// `containerize()` in a process of its own, with the job that the executor would gather.
//
//   containerize.mjs <dist> <workspace> <project folder>

/* global AbortController */

import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [dist, workspaceRoot, projectRoot] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { containerize } = require(join(dist, 'src/containerize'));
const { certificatesBundle } = require(join(dist, 'src/layer/certificates/bundle'));
const { reachModules } = require(join(dist, 'src/workspace/go-modules'));

const root = join(workspaceRoot, projectRoot);
const files = readdirSync(root).filter((name) => !name.startsWith('.'));
const image = await containerize({
  workspaceRoot,
  projectRoot,
  data: { root, shown: projectRoot, files, links: {} },
  hashed: () => true,
  goModules: reachModules(workspaceRoot, projectRoot).modules,
  labels: {},
  env: {},
  certificates: certificatesBundle(),
  environment: process.env,
  log: { info: () => {}, verbose: () => {}, warn: (line) => console.error(line) },
  signal: new AbortController().signal,
});
console.log(JSON.stringify({ digest: image.root.digest }));
