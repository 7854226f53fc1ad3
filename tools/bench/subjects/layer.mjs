// From files on disk to a finished, hashed, stored layer, as `containerize` does it.
//
//   layer.mjs <dist> <folder that holds node_modules> <output folder>

import { readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { peakMemory } from './peak-memory.mjs';

const [dist, tree, output] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { BlobStore } = require(join(dist, 'src/layer/blob-store'));
const { dataLayer } = require(join(dist, 'src/layer/data-layer'));
const { deflater } = require(join(dist, 'src/layer/deflate'));
const { storedLayer } = require(join(dist, 'src/layer/stored-layer'));
const { Layout } = require(join(dist, 'src/image/layout'));

const log = { info: () => {}, verbose: () => {}, warn: (line) => console.error(line) };
const store = BlobStore.open(process.env, log);
const layout = new Layout(join(output, 'oci'), join(output, 'staging'), 'bench');
await layout.open();
const content = dataLayer({ root: tree, shown: 'bench', ...filesOf(tree) });
const layer = await storedLayer(content, layout, store, {
  mtime: 0,
  deflater: () => deflater(store),
});
await store?.trim();
const { digest, size } = layer.descriptor;
console.log(JSON.stringify({ digest, size, fromStore: layer.fromStore, memory: peakMemory() }));

function filesOf(root) {
  const files = [];
  const links = {};
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isSymbolicLink()) links[relative(root, path)] = readlinkSync(path);
      else files.push(relative(root, path));
    }
  };
  walk(join(root, 'node_modules'));
  return { files, links };
}
