import { deflateRawSync } from 'node:zlib';
import { BLOCK_SIZE, type DeflateBlock, pseudoRandom } from '../deflate';

const WORDS = 'function handle request response header body error return const await'.split(' ');

/** Content that compresses like text; the same for every size up to its end, on every machine. */
export function textLike(size: number): Buffer {
  const lines: string[] = [];
  let length = 0;
  // The constants of the C standard's sample rand().
  let state = 1;
  while (length < size) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const line = `${WORDS[(state >>> 16) % WORDS.length]} ${(state >>> 8) % 1000}\n`;
    lines.push(line);
    length += line.length;
  }
  return Buffer.from(lines.join('').slice(0, size));
}

/**
 * One block that begins with noise; the rest compresses to nearly nothing. So its output grows with
 * `noise`, and can be made to end where a buffer of 16 KiB does.
 */
export function boundaryBlock(noise: number): Buffer {
  return Buffer.concat([pseudoRandom(noise), Buffer.alloc(BLOCK_SIZE - noise)]);
}

/** zlib as a naive program calls it: output in buffers of 16 KiB, the default of Node. */
export const naiveDeflate: DeflateBlock = (block, dictionary, last) =>
  deflateRawSync(block, {
    level: 6,
    windowBits: 15,
    memLevel: 8,
    ...(dictionary && { dictionary }),
    finishFlush: last ? 4 : 2,
    chunkSize: 16_384,
  });
