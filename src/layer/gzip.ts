import { crc32 } from 'node:zlib';
import { BLOCK_SIZE, type Deflater, deflater, DICTIONARY_SIZE } from './deflate';

/** RFC 1952, 2.3: deflate, no flags, no time, XFL 0, OS 255 (unknown). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/**
 * Compresses a stream into one gzip member (RFC 1952) whose bytes depend on the content alone: not on
 * how the stream is cut into chunks, the engine, or the number of cores. The stream is cut into blocks
 * of {@link BLOCK_SIZE} bytes, each compressed with the {@link DICTIONARY_SIZE} bytes before it as its
 * dictionary; docs/architecture.md has the definition. A bounded number of blocks is under way.
 */
export async function* gzip(
  stream: AsyncIterable<Uint8Array>,
  { deflate, inFlight }: Deflater = deflater(),
): AsyncGenerator<Uint8Array, void, undefined> {
  yield HEADER;
  const underWay: { readonly output: Promise<Uint8Array>; readonly block: Buffer }[] = [];
  // Blocks that are compressed are filled again: garbage of that size is collected late.
  const free: Buffer[] = [];
  const start = (block: Buffer, dictionary: Uint8Array | undefined, last: boolean): void => {
    const output = Promise.resolve(deflate(block, dictionary, last));
    // It is awaited in its turn: until then a failure is nobody's.
    output.catch(() => undefined);
    underWay.push({ output, block });
  };
  let checksum = 0;
  let size = 0;
  let dictionary: Buffer | undefined;
  // One block of look-ahead: only the end of the stream tells which block is the last.
  let held: Buffer | undefined;
  for await (const block of blocks(stream, free)) {
    if (held !== undefined) {
      const next = Buffer.from(held.subarray(held.length - DICTIONARY_SIZE));
      start(held, dictionary, false);
      dictionary = next;
    }
    held = block;
    checksum = crc32(block, checksum);
    size += block.length;
    while (underWay.length >= inFlight) {
      const [first] = underWay.splice(0, 1);
      if (first === undefined) break;
      yield await first.output;
      free.push(first.block);
    }
  }
  start(held ?? EMPTY, dictionary, true);
  for (const { output } of underWay) yield await output;
  yield trailer(checksum, size);
}

const EMPTY = Buffer.alloc(0);

/** RFC 1952, 2.3.1: CRC-32 and size of what was compressed. */
function trailer(checksum: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeUInt32LE(checksum, 0);
  bytes.writeUInt32LE(size % 2 ** 32, 4);
  return bytes;
}

/**
 * The stream in blocks of exactly {@link BLOCK_SIZE} bytes, the last one shorter, none empty.
 *
 * @param free whole blocks that nobody uses any more: taken from here before new ones are made.
 */
async function* blocks(
  stream: AsyncIterable<Uint8Array>,
  free: Buffer[],
): AsyncGenerator<Buffer, void, undefined> {
  let block: Buffer | undefined;
  let filled = 0;
  for await (const chunk of stream) {
    let taken = 0;
    while (taken < chunk.length) {
      block ??= free.pop() ?? Buffer.allocUnsafe(BLOCK_SIZE);
      const count = Math.min(chunk.length - taken, BLOCK_SIZE - filled);
      block.set(chunk.subarray(taken, taken + count), filled);
      taken += count;
      filled += count;
      if (filled === BLOCK_SIZE) {
        yield block;
        block = undefined;
        filled = 0;
      }
    }
  }
  if (block !== undefined) yield block.subarray(0, filled);
}
