import { parentPort } from 'node:worker_threads';
import { type Engine, pakoDeflate, zlibDeflate } from './deflate';

/** One block to compress, as sent to a worker. */
export interface DeflateRequest {
  readonly id: number;
  readonly engine: Engine;
  readonly block: Uint8Array;
  readonly dictionary: Uint8Array | undefined;
  readonly last: boolean;
}

/** The answer to a {@link DeflateRequest}. */
export interface DeflateResponse {
  readonly id: number;
  readonly output: Uint8Array;
}

parentPort?.on('message', ({ id, engine, block, dictionary, last }: DeflateRequest) => {
  const deflate = engine === 'zlib' ? zlibDeflate : pakoDeflate;
  const output = deflate(block, dictionary, last);
  parentPort?.postMessage({ id, output } satisfies DeflateResponse);
});
