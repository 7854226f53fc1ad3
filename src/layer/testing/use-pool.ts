import { DeflatePool } from '../deflate-pool';

/** Compresses blocks in worker threads and closes nothing: the process ends by itself, or hangs. */
async function main(): Promise<void> {
  const pool = new DeflatePool('pako', 2);
  const blocks = Array.from({ length: 6 }, (_, index) => Buffer.alloc(100_000, index));
  const outputs = await Promise.all(blocks.map((block) => pool.deflate(block, undefined, true)));
  process.stdout.write(`${outputs.length} blocks\n`);
}

void main();
