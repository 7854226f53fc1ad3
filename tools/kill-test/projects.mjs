import { Buffer } from 'node:buffer';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers from 0 to 1, the same for a seed on every machine (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes of which every `step`th is noise: with 1 nothing compresses; the same on every machine. */
export function content(size, seed, step) {
  const next = random(seed);
  const bytes = Buffer.alloc(size, `line of file ${seed}\n`);
  for (let i = 0; i < size; i += step) bytes.writeUInt8(Math.floor(next() * 256), i);
  return bytes;
}

/**
 * A function of two files and a program; variants have the same names and sizes. The program's blob is
 * large, so that to write it takes a while in which a build can be killed.
 */
export function fillProject(folder, variant) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.txt'), content(1_300_000, variant, 8));
  writeFileSync(join(folder, 'b.txt'), content(700_000, variant + 100, 8));
  writeFileSync(join(folder, 'f.bin'), content(8_000_000, variant + 200, 1));
}
