import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { inflateRawSync } from 'node:zlib';
import { join } from 'node:path';
import { collect, inChunks, sha256 } from '../testing/collect';
import { startScript } from '../testing/programs';
import { BLOCK_SIZE, type Deflater, pakoDeflate, zlibDeflate } from './deflate';
import { DeflatePool } from './deflate-pool';
import { gzip } from './gzip';
import { textLike } from './testing/content';

let pool: DeflatePool;

afterEach(() => pool.close());

const BLOCK = textLike(200_000);
const EXPECTED = pakoDeflate(BLOCK, undefined, true);

/** A block of which a worker dies. */
const DEADLY = undefined as unknown as Uint8Array;

const DEATH = "Cannot read properties of undefined (reading 'length')";

function deflate(block: Uint8Array): Promise<Uint8Array> {
  return pool.deflate(block, undefined, true);
}

async function isRight(output: Promise<Uint8Array>): Promise<boolean> {
  return Buffer.compare(await output, EXPECTED) === 0;
}

describe.each(['zlib', 'pako'] as const)('workers with %s', (engine) => {
  it('answer each block with its own bytes, whichever is done first', async () => {
    pool = new DeflatePool(engine, 3);
    const blocks = Array.from({ length: 12 }, (_, i) => textLike(1 + ((i * 7) % 5) * 60_000 + i));
    const outputs = await Promise.all(blocks.map((block) => deflate(block)));
    expect(outputs.map((output) => sha256(inflateRawSync(output)))).toEqual(blocks.map(sha256));
  });

  it('do not change what they are given', async () => {
    pool = new DeflatePool(engine, 1);
    const before = sha256(BLOCK);
    await expect(isRight(deflate(BLOCK))).resolves.toBe(true);
    expect(sha256(BLOCK)).toBe(before);
  });

  it('that die fail the blocks that they have, and no others', async () => {
    pool = new DeflatePool(engine, 2);
    // The first and the third are one worker's, the others the second one's.
    const results = await Promise.allSettled([
      isRight(deflate(BLOCK)),
      deflate(DEADLY),
      isRight(deflate(BLOCK)),
      deflate(BLOCK),
    ]);
    const told = results.map((result) =>
      result.status === 'fulfilled' ? result.value : (result.reason as Error).message,
    );
    expect(told).toEqual([true, DEATH, true, DEATH]);
  });

  it('are replaced', async () => {
    pool = new DeflatePool(engine, 1);
    for (let i = 0; i < 3; i++) {
      await expect(deflate(DEADLY)).rejects.toThrow(DEATH);
      await expect(isRight(deflate(BLOCK))).resolves.toBe(true);
    }
  });
});

it('a closed pool fails what was under way, and can be used again', async () => {
  pool = new DeflatePool('pako', 1);
  const underWay = expect(deflate(BLOCK)).rejects.toThrow('a thread that compresses has ended');
  await pool.close();
  await underWay;
  await expect(isRight(deflate(BLOCK))).resolves.toBe(true);
});

it('a worker that dies ends the stream with its error, once', async () => {
  pool = new DeflatePool('zlib', 2);
  let count = 0;
  const deflater: Deflater = {
    engine: 'zlib',
    inFlight: 4,
    deflate: (block, dictionary, last) =>
      pool.deflate(++count === 3 ? DEADLY : block, dictionary, last),
  };
  const stream = inChunks(textLike(8 * BLOCK_SIZE), 100_000);
  await expect(collect(gzip(stream, deflater))).rejects.toThrow(DEATH);
  const again = collect(gzip(inChunks(BLOCK, 70_000), deflater));
  const inline: Deflater = { engine: 'zlib', inFlight: 1, deflate: zlibDeflate };
  expect(sha256(await again)).toBe(sha256(await collect(gzip(inChunks(BLOCK, 70_000), inline))));
});

it('a stream gives the pool no more blocks at once than it may', async () => {
  pool = new DeflatePool('zlib', 2);
  let underWay = 0;
  let most = 0;
  const deflater: Deflater = {
    engine: 'zlib',
    inFlight: 3,
    deflate: async (...block) => {
      most = Math.max(most, ++underWay);
      try {
        return await pool.deflate(...block);
      } finally {
        underWay -= 1;
      }
    },
  };
  await collect(gzip(inChunks(textLike(20 * BLOCK_SIZE), 300_000), deflater));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(3);
});

it('idle workers do not keep a process', async () => {
  pool = new DeflatePool('zlib', 1);
  const child = startScript(join(__dirname, 'testing/use-pool.ts'), []);
  const output = text(child.stdout!);
  const errors = text(child.stderr!);
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const ended = (await once(child, 'close')) as [number, null];
  clearTimeout(timer);
  expect([await output, await errors, ...ended]).toEqual(['6 blocks\n', '', 0, null]);
});
