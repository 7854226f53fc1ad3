// Compresses a file as the plugin compresses a layer; the output is counted and thrown away.
//
//   gzip.mjs <dist> <file>

import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { peakMemory } from './peak-memory.mjs';

const [dist, file] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { deflater } = require(join(dist, 'src/layer/deflate'));
const { gzip } = require(join(dist, 'src/layer/gzip'));

// The probe of zlib is made once on a machine, and remembered.
const engine = deflater({ knows: () => true, learn: () => {} });
const start = performance.now();
let size = 0;
for await (const chunk of gzip(createReadStream(file, { highWaterMark: 1 << 20 }), engine)) {
  size += chunk.length;
}
const stream = (performance.now() - start) / 1000;
console.log(JSON.stringify({ stream, size, memory: peakMemory() }));
