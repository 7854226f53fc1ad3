#!/usr/bin/env node
import { systemErrorCode } from './errors';
import { BlobStore } from './layer/blob-store';

const USAGE = `nx-func store           shows where the blob store is, and what is in it
nx-func store --clear   empties it
`;

/** The command `nx-func`: what has no project and is no task. */
async function main(args: readonly string[]): Promise<number> {
  const [command, ...flags] = args;
  if (command !== 'store' || flags.some((flag) => flag !== '--clear')) {
    const isHelp = args.includes('--help') || args.length === 0;
    (isHelp ? process.stdout : process.stderr).write(USAGE);
    return isHelp ? 0 : 1;
  }
  const warn = (line: string): void => void process.stderr.write(`warning: ${line}\n`);
  const store = BlobStore.open(process.env, { info: warn, warn, verbose: () => undefined });
  if (store === undefined) {
    process.stderr.write('there is no blob store: set NX_FUNC_CACHE to a folder of your own\n');
    return 1;
  }
  const { blobs, size } = await store.contents();
  process.stdout.write(`${store.folder}: ${blobs} blobs, ${megabytes(size)}\n`);
  if (flags.length > 0) {
    try {
      await store.clear();
    } catch (error) {
      process.stderr.write(`cannot empty it (${systemErrorCode(error) ?? String(error)})\n`);
      return 1;
    }
    process.stdout.write(`freed ${megabytes(size)}\n`);
  }
  return 0;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
