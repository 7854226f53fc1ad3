import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * Starts a module of this folder in a thread of its own. In the package it is JavaScript; from source
 * Node needs the TypeScript loader, which worker threads do not inherit.
 *
 * @param name of the module, without extension.
 */
export function startWorker(name: string): Worker {
  const extension = extname(__filename);
  return new Worker(join(__dirname, `${name}${extension}`), {
    execArgv: extension === '.ts' ? ['--require', '@swc-node/register'] : [],
  });
}
