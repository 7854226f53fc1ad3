import { collect, inChunks, sha256 } from '../testing/collect';
import { itWith, outputOf } from '../testing/programs';
import {
  BLOCK_SIZE as B,
  type DeflateBlock,
  type Deflater,
  DICTIONARY_SIZE,
  makeDeflater,
  pakoDeflate,
  zlibDeflate,
} from './deflate';
import { gzip } from './gzip';
import { boundaryBlock, naiveDeflate, textLike } from './testing/content';

/** Streams, each with the digest of its gzip. A digest that changes changes every image. */
const GOLDEN: readonly [name: string, stream: Buffer, digest: string][] = [
  ['0 bytes', textLike(0), 'ac73670af3abed54ac6fb4695131f4099be9fbe39d6076c5d0264a6bbdae9d83'],
  ['1 byte', textLike(1), 'c5837491b19c79a38a9f0c5f542711be69995b653282718ae3fdd17c3db56c4c'],
  [
    'B - 1 bytes',
    textLike(B - 1),
    '18b5a330264abf28666dc663050d55964c605acf20926743ad11c6d572d67989',
  ],
  ['B bytes', textLike(B), '58e1b250421bdfbff9ccf4fe4c331634df3801a638c902bf80b2947cb5418998'],
  [
    'B + 1 bytes',
    textLike(B + 1),
    'c6e9ee4b9ed99b1f5fca22a0e8608e8759300a530aabc24019df46d130ea76f5',
  ],
  [
    '2 B bytes',
    textLike(2 * B),
    '92fc36e8167d946a39d85e2c7cad5822edd7188807ab04b8ad126a42410fd1fd',
  ],
  [
    '3 B + 5 bytes',
    textLike(3 * B + 5),
    '9718c6c353bf4646ec8e39ee1c539861ab2179286034d261ef74f0c7bb9b6ff6',
  ],
  [
    'a flush that ends on 16 KiB',
    withTail(15_175),
    'c2bac457913a081778253a61e4efb77f1a784dee548ef40a0232eca1b1133078',
  ],
  [
    'a flush that ends 2 bytes after 16 KiB',
    withTail(15_178),
    '98a2dcba58564d4d91306fcf504fdbf50f9840cb8fed94a75c545a70e5d5674a',
  ],
  [
    'a flush that ends 4 bytes after 48 KiB',
    withTail(47_987),
    'd8f6b0397ae6bd5caf3fe6ed0afb4b0e994c27c9c0d1b45202c7a4b3125e981f',
  ],
];

/** A boundary block that is not the last one, so that it is flushed. */
function withTail(noise: number): Buffer {
  return Buffer.concat([boundaryBlock(noise), textLike(50_000)]);
}

/** An engine on the main thread, one block after the other. */
function inline(deflate: DeflateBlock): Deflater {
  return { engine: 'zlib', inFlight: 1, deflate };
}

/** Closed by Jest with its process: idle threads do not keep it. */
const PARALLEL: readonly [name: string, deflater: Deflater][] = [
  ["zlib in Node's threads, 1 core", makeDeflater('zlib', 1)],
  ["zlib in Node's threads, 4 cores", makeDeflater('zlib', 4)],
  ['zlib in 5 workers', makeDeflater('zlib', 5)],
  ['pako in 1 worker', makeDeflater('pako', 1)],
  ['pako in 3 workers', makeDeflater('pako', 3)],
];

describe.each(GOLDEN)('gzip of %s', (_, stream, digest) => {
  it('has its digest with either engine', async () => {
    expect(sha256(await collect(gzip(inChunks(stream, B), inline(zlibDeflate))))).toBe(digest);
    expect(sha256(await collect(gzip(inChunks(stream, B), inline(pakoDeflate))))).toBe(digest);
    expect(sha256(await collect(gzip(inChunks(stream, B))))).toBe(digest);
  });

  it.each(PARALLEL)('has it with %s', async (_name, deflater) => {
    expect(sha256(await collect(gzip(inChunks(stream, 70_000), deflater)))).toBe(digest);
  });

  // One by one only where that takes no seconds.
  it.each([stream.length > B + 1 ? 7 : 1, 511, 70_000, stream.length + 1])(
    'has it in chunks of %d bytes',
    async (size) => {
      expect(sha256(await collect(gzip(inChunks(stream, size))))).toBe(digest);
    },
  );

  it('has a header without time and system, and one trailer', async () => {
    const bytes = await collect(gzip(inChunks(stream, 70_000)));
    expect(bytes.subarray(0, 10).toString('hex')).toBe('1f8b08000000000000ff');
    expect(bytes.readUInt32LE(bytes.length - 4)).toBe(stream.length);
  });

  itWith('gunzip', ['--version'])('is read by gunzip', async () => {
    const bytes = await collect(gzip(inChunks(stream, 70_000)));
    expect(outputOf('gunzip', ['-c'], bytes).equals(stream)).toBe(true);
  });

  itWith('python3', ['--version'])('is one member, read by python', async () => {
    const code = `
import sys, zlib
member = zlib.decompressobj(31)
content = member.decompress(sys.stdin.buffer.read())
assert member.eof and member.unused_data == b''
sys.stdout.buffer.write(content)`;
    const bytes = await collect(gzip(inChunks(stream, 70_000)));
    expect(outputOf('python3', ['-c', code], bytes).equals(stream)).toBe(true);
  });
});

describe('gzip', () => {
  it('is not what an engine with buffers of 16 KiB writes', async () => {
    const stream = withTail(15_175);
    const ours = await collect(gzip(inChunks(stream, B)));
    const naive = await collect(gzip(inChunks(stream, B), inline(naiveDeflate)));
    expect(naive.length).toBe(ours.length + 5);
    expect(naive.includes('\0\0\0\xff\xff\0\0\0\xff\xff', 0, 'latin1')).toBe(true);
    expect(ours.includes('\0\0\0\xff\xff\0\0\0\xff\xff', 0, 'latin1')).toBe(false);
  });

  it('gives each block the bytes before it, and says which is the last', async () => {
    const stream = textLike(2 * B + 10);
    const calls: [number, number | undefined, boolean][] = [];
    const dictionaries: Buffer[] = [];
    const recorder = inline((block, dictionary, last) => {
      calls.push([block.length, dictionary?.length, last]);
      dictionaries.push(Buffer.from(dictionary ?? []));
      return block;
    });
    await collect(gzip(inChunks(stream, 100_000), recorder));
    expect(calls).toEqual([
      [B, undefined, false],
      [B, DICTIONARY_SIZE, false],
      [10, DICTIONARY_SIZE, true],
    ]);
    expect(dictionaries[1]?.equals(stream.subarray(B - DICTIONARY_SIZE, B))).toBe(true);
    expect(dictionaries[2]?.equals(stream.subarray(2 * B - DICTIONARY_SIZE, 2 * B))).toBe(true);
  });

  it('does not mind empty chunks and chunks whose memory is used again', async () => {
    const stream = textLike(B + 1000);
    async function* reused(): AsyncGenerator<Buffer> {
      const memory = Buffer.alloc(1000);
      for await (const chunk of inChunks(stream, memory.length)) {
        yield memory.subarray(0, chunk.copy(memory));
        yield memory.subarray(0, 0);
        memory.fill(0xaa);
      }
    }
    const expected = sha256(await collect(gzip(inChunks(stream, B))));
    expect(sha256(await collect(gzip(reused())))).toBe(expected);
  });

  it('writes the size of a stream over 4 GiB as RFC 1952 says', async () => {
    const piece = Buffer.alloc(64 << 20);
    async function* large(): AsyncGenerator<Buffer> {
      for (let i = 0; i < 64; i++) yield await Promise.resolve(piece);
      yield Buffer.alloc(7);
    }
    const bytes = await collect(
      gzip(
        large(),
        inline(() => Buffer.alloc(0)),
      ),
    );
    expect(bytes.readUInt32LE(bytes.length - 4)).toBe(7);
  });

  it.each([1, 3])('holds no more blocks than may be under way: %d', async (inFlight) => {
    const seen = { read: 0, held: 0 };
    async function* slow(): AsyncGenerator<Buffer> {
      for (let i = 0; i < 20; i++) {
        seen.read += 1;
        yield await Promise.resolve(textLike(B));
      }
    }
    let written = 0;
    for await (const chunk of gzip(slow(), { ...inline(zlibDeflate), inFlight })) {
      if (chunk.length > 10) written += 1;
      seen.held = Math.max(seen.held, seen.read - written);
    }
    expect(seen.read).toBe(20);
    expect(seen.held).toBe(inFlight);
  });

  it('keeps the order of blocks that are finished in another one', async () => {
    const stream = textLike(4 * B);
    const delayed: Deflater = {
      engine: 'zlib',
      inFlight: 4,
      deflate: (block, dictionary, last) =>
        new Promise((resolve) => {
          const output = zlibDeflate(block, dictionary, last);
          setTimeout(resolve, last ? 0 : 20 * Math.random(), output);
        }),
    };
    const expected = sha256(await collect(gzip(inChunks(stream, B), inline(zlibDeflate))));
    expect(sha256(await collect(gzip(inChunks(stream, B), delayed)))).toBe(expected);
  });

  it('passes on a failure of the engine, and not before its turn', async () => {
    const failing: Deflater = {
      engine: 'zlib',
      inFlight: 3,
      deflate: (block, _dictionary, last) =>
        last ? Promise.reject(new Error('no memory')) : Promise.resolve(block),
    };
    const sizes: number[] = [];
    const reading = async (): Promise<void> => {
      for await (const chunk of gzip(inChunks(textLike(2 * B), B), failing)) {
        sizes.push(chunk.length);
      }
    };
    await expect(reading()).rejects.toThrow('no memory');
    expect(sizes).toEqual([10, B]);
  });

  it('passes on a failure of the stream', async () => {
    async function* failing(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(textLike(B));
      throw new Error('no more');
    }
    await expect(collect(gzip(failing()))).rejects.toThrow('no more');
  });

  it('ends the stream when its consumer stops', async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield await Promise.resolve(textLike(B));
      } finally {
        ended = true;
      }
    }
    let chunks = 0;
    for await (const chunk of gzip(endless())) {
      chunks += chunk.length > 0 ? 1 : 0;
      if (chunks === 2) break;
    }
    expect(ended).toBe(true);
  });
});
