import { availableParallelism } from 'node:os';
import { deflateRaw, deflateRawSync, type ZlibOptions } from 'node:zlib';
import type { Deflate } from 'pako';
import type { DeflatePool } from './deflate-pool';

/** Bytes of the stream that are compressed as one block. */
export const BLOCK_SIZE = 524_288;

/** Bytes before a block that its matches may reach back to: the window of deflate (RFC 1951). */
export const DICTIONARY_SIZE = 32_768;

/**
 * Compresses one block as raw deflate (RFC 1951) at level 6. `dictionary` is what precedes the block
 * (absent for the first one). Every block but the last is flushed to a byte boundary, so that blocks
 * can be joined; the last one ends the stream.
 */
export type DeflateBlock = (
  block: Uint8Array,
  dictionary: Uint8Array | undefined,
  last: boolean,
) => Uint8Array;

/** zlib's flush modes, by their numbers in zlib.h. */
const Z_SYNC_FLUSH = 2;
const Z_FINISH = 4;

const PARAMETERS = { level: 6, windowBits: 15, memLevel: 8 } as const;

/**
 * One output buffer larger than zlib's deflateBound: when a flush ends at the edge of a buffer, an
 * engine writes a second empty block, and where that edge is differs between engines.
 */
function outputSize(inputSize: number): number {
  return inputSize + (inputSize >> 8) + 512;
}

/** Node's zlib. Used only when {@link agrees} has said that it writes pako's bytes. */
export const zlibDeflate: DeflateBlock = (block, dictionary, last) =>
  deflateRawSync(block, zlibOptions(block, dictionary, last));

function zlibOptions(
  block: Uint8Array,
  dictionary: Uint8Array | undefined,
  last: boolean,
): ZlibOptions {
  return {
    ...PARAMETERS,
    ...(dictionary && { dictionary }),
    finishFlush: last ? Z_FINISH : Z_SYNC_FLUSH,
    chunkSize: outputSize(block.length),
  };
}

/** pako, whose bytes are the definition. A new object for each block: a used one differs. */
export const pakoDeflate: DeflateBlock = (block, dictionary, last) => {
  const engine = new (pako().Deflate)({
    ...PARAMETERS,
    raw: true,
    chunkSize: outputSize(block.length),
    ...(dictionary && { dictionary: plain(dictionary) }),
  });
  const parts: Uint8Array[] = [];
  (engine as { onData: (chunk: Uint8Array) => void }).onData = (chunk) => parts.push(chunk);
  engine.push(plain(block), last ? Z_FINISH : Z_SYNC_FLUSH);
  if (engine.err !== 0) throw new Error(`pako: ${engine.msg}`);
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
};

/** Loaded when it is used: it costs 10 ms. */
function pako(): { Deflate: typeof Deflate } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('pako') as { Deflate: typeof Deflate };
}

/** pako tells arrays by their exact prototype, which Buffer has not. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Node's zlib, or pako. Both write the same bytes. */
export type Engine = 'zlib' | 'pako';

/** Compresses blocks, several at a time. */
export interface Deflater {
  readonly engine: Engine;
  /** How many blocks are worth having under way: memory grows with it. */
  readonly inFlight: number;
  /** @param block is given away: the caller must not use it any more. */
  readonly deflate: (
    block: Uint8Array,
    dictionary: Uint8Array | undefined,
    last: boolean,
  ) => Promise<Uint8Array> | Uint8Array;
}

/** Threads that Node itself has for zlib's work (UV_THREADPOOL_SIZE, libuv's default). */
const NODE_THREADS = 4;

let chosen: Deflater | undefined;

/** Remembers from process to process what a probe has shown. */
export interface ProbeMemory {
  knows(fact: string): boolean;
  learn(fact: string): void;
}

/**
 * The deflater of this process: Node's own zlib where it is the copy that Node ships and a probe shows
 * that it writes pako's bytes, else pako. On all cores: zlib in Node's own threads while those are
 * enough, for they cost no start; else in worker threads.
 *
 * @param memory spares the probe, which takes 40 ms, where it has passed before with these versions.
 */
export function deflater(memory?: ProbeMemory): Deflater {
  chosen ??= makeDeflater(hasOwnZlib() && passes(memory) ? 'zlib' : 'pako');
  return chosen;
}

function passes(memory: ProbeMemory | undefined): boolean {
  const { version, arch, versions } = process;
  const fact = `zlib ${versions.zlib} of node ${version} on ${arch} writes the bytes of pako`;
  if (memory?.knows(fact)) return true;
  const passed = agrees(zlibDeflate);
  if (passed) memory?.learn(fact);
  return passed;
}

/** @param cores how many blocks are compressed at one time. */
export function makeDeflater(engine: Engine, cores = availableParallelism()): Deflater {
  const inFlight = cores + 2;
  if (engine === 'zlib' && cores <= NODE_THREADS) {
    return { engine, inFlight, deflate: zlibDeflateAsync };
  }
  const pool = new (deflatePool())(engine, cores);
  return {
    engine,
    inFlight,
    deflate: (block, dictionary, last) => pool.deflate(block, dictionary, last),
  };
}

/** Loaded when it is used: most machines compress in Node's own threads. */
function deflatePool(): typeof DeflatePool {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./deflate-pool') as { DeflatePool: typeof DeflatePool }).DeflatePool;
}

function zlibDeflateAsync(
  block: Uint8Array,
  dictionary: Uint8Array | undefined,
  last: boolean,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    deflateRaw(block, zlibOptions(block, dictionary, last), (error, output) => {
      if (error) reject(error);
      else resolve(output);
    });
  });
}

function hasOwnZlib(): boolean {
  const shared = (process.config.variables as { node_shared_zlib?: boolean | string })
    .node_shared_zlib;
  return shared === false || shared === 'false';
}

/**
 * Whether an engine writes pako's bytes for text with and without a dictionary, for noise, and for
 * blocks whose output ends around a 16 KiB boundary, where engines are known to differ.
 */
export function agrees(engine: DeflateBlock): boolean {
  const noise = pseudoRandom(40_000);
  const text = Buffer.from(
    Array.from({ length: 2_000 }, (_, i) => `line ${i * i} of a file\n`).join(''),
  );
  const cases: [Uint8Array, Uint8Array | undefined][] = [
    [text, undefined],
    [text, text.subarray(0, DICTIONARY_SIZE)],
    [noise, text.subarray(0, DICTIONARY_SIZE)],
    // Noise is stored: its output is a few bytes longer, so these end on both sides of 16,384.
    ...Array.from({ length: 24 }, (_, i): [Uint8Array, undefined] => [
      noise.subarray(0, 16_384 - i),
      undefined,
    ]),
  ];
  return cases.every(([block, dictionary]) =>
    [false, true].every(
      (last) =>
        Buffer.compare(engine(block, dictionary, last), pakoDeflate(block, dictionary, last)) === 0,
    ),
  );
}

/** The same noise on every machine (a 32-bit xorshift). */
export function pseudoRandom(size: number, seed = 0x9e3779b9): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let state = seed;
  for (let i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state & 0xff;
  }
  return bytes;
}
