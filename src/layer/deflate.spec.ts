import { deflateRawSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import { sha256 } from '../testing/collect';
import type * as engines from './deflate';
import {
  agrees,
  BLOCK_SIZE,
  type DeflateBlock,
  deflater,
  DICTIONARY_SIZE,
  pakoDeflate,
  pseudoRandom,
  zlibDeflate,
} from './deflate';
import { boundaryBlock, naiveDeflate, textLike } from './testing/content';

/** An engine that is zlib with other settings. */
function altered(change: ZlibOptions): DeflateBlock {
  return (block, dictionary, last) =>
    deflateRawSync(block, {
      level: 6,
      windowBits: 15,
      memLevel: 8,
      ...(dictionary && { dictionary }),
      finishFlush: last ? 4 : 2,
      chunkSize: block.length * 2 + 512,
      ...change,
    });
}

/** How a flush ends: an empty stored block (RFC 1951, 3.2.4). */
const FLUSH_END = Buffer.from([0, 0, 0xff, 0xff]);

describe.each([
  ['zlib', zlibDeflate],
  ['pako', pakoDeflate],
])('%s', (_, deflate) => {
  const text = textLike(BLOCK_SIZE + DICTIONARY_SIZE);
  const dictionary = text.subarray(0, DICTIONARY_SIZE);
  const block = text.subarray(DICTIONARY_SIZE);

  it('writes what another decoder reads', () => {
    expect(inflateRawSync(deflate(block, undefined, true)).equals(block)).toBe(true);
    const output = deflate(block, dictionary, true);
    expect(inflateRawSync(output, { dictionary }).equals(block)).toBe(true);
  });

  it('uses the dictionary', () => {
    const again = dictionary.subarray(-20_000);
    const alone = deflate(again, undefined, true);
    expect(deflate(again, dictionary, true).length).toBeLessThan(alone.length / 4);
  });

  it('flushes every block but the last to a byte, so that they can be joined', () => {
    const first = deflate(block, undefined, false);
    expect(Buffer.from(first.subarray(-4))).toEqual(FLUSH_END);
    const joined = Buffer.concat([first, deflate(dictionary, block.subarray(-32_768), true)]);
    expect(inflateRawSync(joined).equals(Buffer.concat([block, dictionary]))).toBe(true);
  });

  it('ends an empty stream with one empty block', () => {
    expect(Buffer.from(deflate(Buffer.alloc(0), undefined, true))).toEqual(Buffer.from([3, 0]));
  });

  it('does not change what it is given, and does it again', () => {
    const before = sha256(text);
    const once = sha256(deflate(block, dictionary, false));
    expect(sha256(deflate(block, dictionary, false))).toBe(once);
    expect(sha256(text)).toBe(before);
  });
});

describe('a block whose output ends where a buffer of 16 KiB does', () => {
  // Found by trying: the output is so many bytes longer than a multiple of 16,384.
  it.each([
    [15_175, 0],
    [15_176, 1],
    [15_178, 2],
    [15_179, 3],
    [15_180, 4],
    [47_981, 0],
    [47_987, 4],
  ])('of %d bytes of noise has no second empty block', (noise, over) => {
    const block = boundaryBlock(noise);
    const ours = zlibDeflate(block, undefined, false);
    expect(ours.length % 16_384).toBe(over);
    expect(Buffer.compare(pakoDeflate(block, undefined, false), ours)).toBe(0);
    const naive = naiveDeflate(block, undefined, false);
    const second = Buffer.concat([ours, Buffer.from([0]), FLUSH_END]);
    expect(Buffer.compare(naive, second)).toBe(0);
  });
});

describe('agrees', () => {
  it('takes the engines of this plugin', () => {
    expect(agrees(pakoDeflate)).toBe(true);
    expect(agrees(zlibDeflate)).toBe(true);
    expect(agrees(altered({}))).toBe(true);
  });

  it.each<[string, DeflateBlock]>([
    ['buffers of 16 KiB', naiveDeflate],
    ['level 5', altered({ level: 5 })],
    ['level 9', altered({ level: 9 })],
    ['another memLevel', altered({ memLevel: 9 })],
    ['a smaller window', altered({ windowBits: 12 })],
    ['another strategy', altered({ strategy: 1 })],
    ['a full flush', altered({ finishFlush: 3 })],
    ['no dictionary', (block, _, last) => zlibDeflate(block, undefined, last)],
    ['no flush', (block, dictionary) => zlibDeflate(block, dictionary, true)],
    ['no end', (block, dictionary) => zlibDeflate(block, dictionary, false)],
    ['one byte more', (...block) => Buffer.concat([zlibDeflate(...block), Buffer.alloc(1)])],
  ])('refuses an engine with %s', (_, engine) => {
    expect(agrees(engine)).toBe(false);
  });
});

describe('deflateEngine', () => {
  const own = Object.getOwnPropertyDescriptor(process, 'config')!;

  afterEach(() => {
    Object.defineProperty(process, 'config', own);
  });

  it.each([
    [false, 'zlib'],
    ['false', 'zlib'],
    [true, 'pako'],
    ['true', 'pako'],
    [undefined, 'pako'],
  ])('where node_shared_zlib is %p is %s', (shared, expected) => {
    const variables = { ...process.config.variables, node_shared_zlib: shared };
    Object.defineProperty(process, 'config', { ...own, value: { ...process.config, variables } });
    jest.isolateModules(() => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const fresh = require('./deflate') as typeof engines;
      const chosen = fresh.deflater();
      expect(chosen.engine).toBe(expected);
      expect(fresh.deflater()).toBe(chosen);
    });
  });

  it('writes the bytes of pako, whichever it is', async () => {
    const block = textLike(100_000);
    const expected = pakoDeflate(block, undefined, true);
    expect(Buffer.compare(await deflater().deflate(block, undefined, true), expected)).toBe(0);
  });
});

describe('pseudoRandom', () => {
  it('is the same on every machine', () => {
    expect(sha256(pseudoRandom(100_000))).toBe(
      '6519f26405daae5a666be90fb0a0eb53a7ccac31ef5b459a0b08f0ca4fd9aed2',
    );
    expect(pseudoRandom(10).equals(pseudoRandom(20).subarray(0, 10))).toBe(true);
    expect(pseudoRandom(10, 1).equals(pseudoRandom(10, 2))).toBe(false);
  });
});
