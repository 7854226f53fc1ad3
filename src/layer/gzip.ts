import { crc32 } from 'node:zlib';
import { BLOCK_SIZE, type DeflateBlock, deflateEngine, DICTIONARY_SIZE } from './deflate';

/** RFC 1952, 2.3: deflate, no flags, no time, XFL 0, OS 255 (unknown). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/**
 * Compresses a stream into one gzip member (RFC 1952) whose bytes depend on the content alone: not on
 * how the stream is cut into chunks, nor on the engine. The stream is cut into blocks of
 * {@link BLOCK_SIZE} bytes, each compressed with the {@link DICTIONARY_SIZE} bytes before it as its
 * dictionary; docs/architecture.md has the definition.
 */
export async function* gzip(
  stream: AsyncIterable<Uint8Array>,
  deflate: DeflateBlock = deflateEngine(),
): AsyncGenerator<Uint8Array, void, undefined> {
  yield HEADER;
  let checksum = 0;
  let size = 0;
  let dictionary: Uint8Array | undefined;
  // One block of look-ahead: only the end of the stream tells which block is the last.
  let held: Buffer | undefined;
  for await (const block of blocks(stream)) {
    if (held !== undefined) {
      yield deflate(held, dictionary, false);
      dictionary = held.subarray(held.length - DICTIONARY_SIZE);
    }
    held = block;
    checksum = crc32(block, checksum);
    size += block.length;
  }
  yield deflate(held ?? Buffer.alloc(0), dictionary, true);
  const trailer = Buffer.allocUnsafe(8);
  trailer.writeUInt32LE(checksum, 0);
  trailer.writeUInt32LE(size % 2 ** 32, 4);
  yield trailer;
}

/** The stream in blocks of exactly {@link BLOCK_SIZE} bytes, the last one shorter, none empty. */
async function* blocks(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let block = Buffer.allocUnsafe(BLOCK_SIZE);
  let filled = 0;
  for await (const chunk of stream) {
    let taken = 0;
    while (taken < chunk.length) {
      const count = Math.min(chunk.length - taken, BLOCK_SIZE - filled);
      block.set(chunk.subarray(taken, taken + count), filled);
      taken += count;
      filled += count;
      if (filled === BLOCK_SIZE) {
        yield block;
        block = Buffer.allocUnsafe(BLOCK_SIZE);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
