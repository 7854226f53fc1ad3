import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `it` for a test that asks a program which nobody here wrote. Where it is missing the test is
 * skipped and says so; with CI=true it runs, and fails.
 *
 * @param probe arguments with which the program succeeds.
 */
export function itWith(program: string, probe: readonly string[], printing = ''): typeof it {
  const { status, stdout } = spawnSync(program, probe, { encoding: 'utf8' });
  if ((status === 0 && stdout.includes(printing)) || process.env['CI'] === 'true') return it;
  const skipped = (name: string): void => {
    it.skip(`${name} (not run: needs ${printing || program})`, () => undefined);
  };
  return skipped as typeof it;
}

/** What a program writes to standard output when it is given `input`. */
export function outputOf(program: string, args: readonly string[], input: Uint8Array): Buffer {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    input,
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${program} ended with ${status ?? 'a signal'}: ${stderr.toString()}`);
  return stdout;
}

/** Starts a TypeScript file of this repository in a process of its own. */
export function startScript(path: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--require', '@swc-node/register', path, ...args], {
    cwd: join(__dirname, '../..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/**
 * Makes a named pipe whose other end is opened three seconds later: an open that waits for it, and
 * with it the whole process, is late then, and not blocked for ever.
 *
 * @returns ends the program that opens it.
 */
export function makePipe(path: string): () => void {
  const opener = spawn('sh', ['-c', 'mkfifo "$0"; sleep 3; exec 3<>"$0"; sleep 1', path], {
    stdio: 'ignore',
  });
  const deadline = performance.now() + 5_000;
  while (!existsSync(path) && performance.now() < deadline);
  return () => {
    opener.kill();
  };
}
