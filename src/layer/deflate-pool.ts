import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Engine } from './deflate';
import type { DeflateRequest, DeflateResponse } from './deflate-worker';
import { startWorker } from './worker';

/** What waits for a worker's answer. */
interface Waiting {
  readonly resolve: (output: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** A worker thread, and the blocks that it has been given. */
interface Member {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/**
 * Worker threads that compress blocks, at most one for each core, started when there is work for one
 * more. They do not keep the process alive when they are idle.
 */
export class DeflatePool {
  readonly size: number;
  readonly #engine: Engine;
  readonly #members: Member[] = [];
  #count = 0;

  constructor(engine: Engine, size = availableParallelism()) {
    this.#engine = engine;
    this.size = size;
  }

  /** @param block is given away: the caller must not use it any more. */
  deflate(
    block: Uint8Array,
    dictionary: Uint8Array | undefined,
    last: boolean,
  ): Promise<Uint8Array> {
    const member = this.#idlest();
    const id = this.#count++;
    return new Promise((resolve, reject) => {
      member.waiting.set(id, { resolve, reject });
      member.worker.ref();
      const request: DeflateRequest = { id, engine: this.#engine, block, dictionary, last };
      member.worker.postMessage(request);
    });
  }

  /** Ends the threads. Blocks that are still being compressed fail. */
  async close(): Promise<void> {
    await Promise.all(this.#members.splice(0).map(({ worker }) => worker.terminate()));
  }

  #idlest(): Member {
    const [least] = [...this.#members].sort((a, b) => a.waiting.size - b.waiting.size);
    const isBusy = least === undefined || least.waiting.size > 0;
    return isBusy && this.#members.length < this.size ? this.#start() : (least ?? this.#start());
  }

  #start(): Member {
    const worker = startWorker('deflate-worker');
    const member: Member = { worker, waiting: new Map() };
    worker.on('message', ({ id, output }: DeflateResponse) => {
      const waiting = member.waiting.get(id);
      member.waiting.delete(id);
      if (member.waiting.size === 0) worker.unref();
      waiting?.resolve(output);
    });
    worker.on('error', (error) => {
      this.#lose(member, error);
    });
    worker.on('exit', () => {
      this.#lose(member, new Error('a thread that compresses has ended'));
    });
    this.#members.push(member);
    return member;
  }

  /** What it was given fails; the next block starts another one. */
  #lose(member: Member, error: Error): void {
    const index = this.#members.indexOf(member);
    if (index !== -1) this.#members.splice(index, 1);
    for (const { reject } of member.waiting.values()) reject(error);
    member.waiting.clear();
  }
}
