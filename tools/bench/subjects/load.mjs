// What it costs to load the executor, up to its first line of work.
//
//   load.mjs <dist>                 without @nx/devkit, in whose place is an empty object
//   load.mjs <dist> <graph.json>    with it, and with the file map that the executor asks it for

import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const [dist, graphFile] = process.argv.slice(2);
const executor = join(dist, 'executors/containerize/executor.js');
const require = createRequire(executor);
const graph = graphFile && JSON.parse(readFileSync(graphFile, 'utf8')).graph;

if (graph === undefined) {
  const load = Module._load;
  Module._load = (request, ...rest) => (request === '@nx/devkit' ? {} : load(request, ...rest));
}

const start = performance.now();
require(executor);
if (graph !== undefined) {
  await require('@nx/devkit').createProjectFileMapUsingProjectGraph(graph);
}
console.log(JSON.stringify({ load: (performance.now() - start) / 1000 }));
process.exit(0);
