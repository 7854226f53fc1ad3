// Measures the plugin, as it is packed, against the tools that it finds, and writes
// docs/performance.md and docs/performance.svg. Needs Linux, bash and the network for its first run.
//
//   npm run bench
//   node tools/bench/bench.mjs --rounds 7 --only layer,go
//
// --only measures some of gzip, layer, go, load, and writes nothing.

import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startBaseRegistry } from './base-registry.mjs';
import { goComparisons } from './go-rows.mjs';
import { gzipComparisons } from './gzip-rows.mjs';
import { layerComparisons } from './layer-rows.mjs';
import { loadComparisons } from './load-rows.mjs';
import { machine } from './machine.mjs';
import { writePage } from './page.mjs';
import { writePicture } from './picture.mjs';
import { place } from './places.mjs';
import { printComparison } from './print.mjs';
import { findTools } from './tools.mjs';
import { nx, prepareWorkspace } from './workspace.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string' } },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(
    'usage: node tools/bench/bench.mjs [--rounds <number>] [--only gzip,layer,go,load]',
  );
  process.exit(1);
}

const { versions, missing } = await findTools();
missing.forEach((line) => console.error(line));
mkdirSync(place('home'), { recursive: true });
await prepareWorkspace();
const facts = machine(versions);
const registry = await startBaseRegistry();
const parts = {
  gzip: () => gzipComparisons(versions, rounds),
  layer: () => layerComparisons(versions, rounds, registry.address),
  go: () => goComparisons(versions, rounds, registry.address),
  load: () => loadComparisons(rounds),
};
const wanted = values.only?.split(',') ?? Object.keys(parts);
const comparisons = [];
try {
  for (const name of wanted) {
    if (!(name in parts)) throw new Error(`--only: there is no ${name}`);
    for (const comparison of await parts[name]()) {
      printComparison(comparison);
      comparisons.push(comparison);
    }
  }
} finally {
  registry.close();
  await nx('daemon', '--stop').catch(() => undefined);
}
if (values.only === undefined) {
  await writePage(comparisons, facts, missing, rounds);
  await writePicture(comparisons);
}
