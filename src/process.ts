import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { systemErrorCode, UserError } from './errors';

export interface ProcessOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the program (SIGTERM, after 2 seconds SIGKILL) when it fires. */
  readonly signal?: AbortSignal;
  /** Told of each line of the program's standard error while it runs. */
  readonly onLine?: (line: string) => void;
}

/** A program that ended with another code than 0, or by a signal. */
export class ProcessError extends Error {
  override readonly name = 'ProcessError';

  constructor(
    /** The command line, for the message: never holds a secret, for secrets are not put there. */
    readonly command: string,
    readonly code: number | null,
    readonly stdout: string,
    readonly stderr: string,
  ) {
    super(`${command} ended with ${code === null ? 'a signal' : `code ${code}`}`);
  }
}

/** The program is not on this machine. */
export class ProgramMissing extends Error {
  override readonly name = 'ProgramMissing';
}

const GRACE = 2_000;

/**
 * The one way to start a program: by an argument vector, never through a shell.
 *
 * @returns what it wrote to standard output.
 * @throws ProcessError when it fails, ProgramMissing when there is none, the signal's reason when
 *   the build is ended.
 */
export function run(
  program: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { cwd, env, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: what the program has started ends with it.
      detached: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    if (options.onLine) eachLine(child.stderr, options.onLine);
    const stop = (): void => {
      killGroup(child.pid, 'SIGTERM');
      setTimeout(() => {
        killGroup(child.pid, 'SIGKILL');
      }, GRACE).unref();
    };
    signal?.addEventListener('abort', stop, { once: true });
    child.on('error', (error) => {
      signal?.removeEventListener('abort', stop);
      // EACCES: there is such a file, and it is no program.
      const missing = ['ENOENT', 'EACCES'].includes(systemErrorCode(error) ?? '');
      reject(missing ? new ProgramMissing(`${program} is not on this machine`) : error);
    });
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const out = Buffer.concat(stdout).toString();
      const err = Buffer.concat(stderr).toString();
      if (code === 0) resolve({ stdout: out, stderr: err });
      else reject(new ProcessError([program, ...args].join(' '), code, out, err));
    });
  });
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

function eachLine(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  // A character may lie across two chunks.
  const decoder = new StringDecoder();
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

/** Why a build ended early: the user, or Nx, asked for it. */
export class Interrupted extends UserError {
  constructor(signal: string) {
    super(`the build was ended by ${signal}`);
  }
}
