// Makes one layer of a folder's files and prints, as JSON, its digests, sizes and what it took.
//
//     node e2e/support/make-layer.mjs <package> <folder> <output>
//
// <package> is a folder with `dist`; the blob is written to <output>, a folder. maxRSS is in KiB.
import { lstatSync, mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

const [packageFolder, folder, output] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const load = (name) => require(join(packageFolder, 'dist', 'src', `${name}.js`));
const { Layout } = load('image/layout');
const { dataLayer } = load('layer/data-layer');
const { makeLayer } = load('layer/layer');

const files = [];
const links = {};

function walk(path) {
  for (const name of readdirSync(join(folder, path))) {
    const inside = path === '' ? name : `${path}/${name}`;
    const stat = lstatSync(join(folder, inside));
    if (stat.isDirectory()) walk(inside);
    else if (stat.isSymbolicLink()) links[inside] = readlinkSync(join(folder, inside));
    else files.push(inside);
  }
}

async function main() {
  walk('');
  const before = process.resourceUsage().maxRSS;
  const since = process.hrtime.bigint();
  mkdirSync(output);
  const layout = new Layout(join(output, 'oci'), join(output, 'staging'), 'oci');
  await layout.open();
  let bytes = 0;
  const layer = await makeLayer(
    dataLayer({ root: folder, shown: 'fn', files, links }),
    (chunks) => layout.writeBlob(chunks),
    { mtime: 0, onEntry: (_, size) => (bytes += size) },
  );
  const seconds = Number(process.hrtime.bigint() - since) / 1e9;
  const { maxRSS } = process.resourceUsage();
  const { descriptor, diffId } = layer;
  const blob = layout.stagedPath(descriptor.digest);
  const { digest, size } = descriptor;
  process.stdout.write(
    JSON.stringify({
      digest,
      size,
      diffId,
      blob,
      files: files.length,
      bytes,
      before,
      maxRSS,
      seconds,
    }),
  );
}

await main();
