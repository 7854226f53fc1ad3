import { takeLock } from '../build-lock';

/** A build that is at work until it is killed: takes the lock that it is given, and says so. */
async function main(path: string): Promise<void> {
  await takeLock(path, 'fn/.func', new AbortController().signal, () => undefined);
  process.stdout.write('locked\n');
  setInterval(() => undefined, 1_000);
}

void main(process.argv[2] ?? '');
