// Prints the digests of the gzip of known streams, by each engine and number of cores, as JSON; run by
// each version of Node that the plugin is for.
//
//     node e2e/support/engines.mjs <package>
//
// <package> is a folder with `dist`.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

const require = createRequire(import.meta.url);
const load = (name) => require(join(process.argv[2], 'dist', 'src', 'layer', `${name}.js`));
const { agrees, BLOCK_SIZE, deflater, makeDeflater, pseudoRandom, zlibDeflate } = load('deflate');
const { gzip } = load('gzip');

function textLike(size) {
  const lines = [];
  for (let length = 0, state = 1; length < size;) {
    // The constants of the C standard's sample rand().
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const line = `word ${(state >>> 16) % 16} ${(state >>> 8) % 1000}\n`;
    lines.push(line);
    length += line.length;
  }
  return Buffer.from(lines.join('').slice(0, size));
}

/** Its flush ends where a buffer of 16 KiB does, where engines are known to differ. */
const boundary = (noise) =>
  Buffer.concat([pseudoRandom(noise), Buffer.alloc(BLOCK_SIZE - noise), textLike(50_000)]);

const STREAMS = {
  nothing: Buffer.alloc(0),
  'one byte': Buffer.from('a'),
  'a block less one': textLike(BLOCK_SIZE - 1),
  'a block': textLike(BLOCK_SIZE),
  'a block and one': textLike(BLOCK_SIZE + 1),
  'text of five blocks': textLike(5 * BLOCK_SIZE + 5),
  'noise of three blocks': pseudoRandom(3 * BLOCK_SIZE),
  'zeros of three blocks': Buffer.alloc(3 * BLOCK_SIZE),
  'a flush at 16 KiB': boundary(15_175),
  'a flush 2 bytes after 16 KiB': boundary(15_178),
  'a flush 4 bytes after 48 KiB': boundary(47_987),
};

async function* inChunks(bytes, size) {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

async function digest(bytes, chunk, engine) {
  const hash = createHash('sha256');
  for await (const piece of gzip(inChunks(bytes, chunk), engine)) hash.update(piece);
  return hash.digest('hex');
}

const DEFLATERS = {
  'its own choice': [deflater(), 70_000],
  'zlib, 1 core': [makeDeflater('zlib', 1), BLOCK_SIZE],
  'zlib, 5 workers': [makeDeflater('zlib', 5), 100_003],
  'pako, 1 worker': [makeDeflater('pako', 1), BLOCK_SIZE],
  'pako, 5 workers': [makeDeflater('pako', 5), 4_096],
};

const digests = {};
for (const [name, [engine, chunk]] of Object.entries(DEFLATERS)) {
  digests[name] = {};
  for (const [title, bytes] of Object.entries(STREAMS)) {
    digests[name][title] = await digest(bytes, chunk, engine);
  }
}
process.stdout.write(
  JSON.stringify({
    version: process.version,
    zlib: process.versions.zlib,
    chosen: deflater().engine,
    agrees: agrees(zlibDeflate),
    digests,
  }),
);
