import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** How a program ended. */
export interface RunResult {
  /** The exit code; 128 + n where signal n ended it, as a shell counts. */
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment; the one of this process when left out. */
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Buffer;
  readonly uid?: number;
  readonly gid?: number;
  readonly umask?: number;
  /** In a process group of its own, so that `kill` reaches what it starts in its turn. */
  readonly group?: boolean;
  /** Ends the program by SIGKILL. Ten minutes when left out: a hung tool must not hang CI. */
  readonly timeoutSeconds?: number;
}

/** A program that runs: to send it signals while a story goes on. */
export interface Started {
  readonly process: ChildProcess;
  readonly result: Promise<RunResult>;
  /** Signals the program; with `group` all of its group, as Ctrl-C in a terminal does. */
  kill(signal: NodeJS.Signals): void;
}

const SIGNAL_NUMBERS: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGTERM: 15,
};

/** Starts a program (never through a shell) and collects what it writes. */
export function start(argv: readonly string[], options: RunOptions = {}): Started {
  const [program, ...args] = withUmask(argv, options.umask);
  if (program === undefined) {
    throw new Error('start: no program');
  }
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    uid: options.uid,
    gid: options.gid,
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: (options.timeoutSeconds ?? 600) * 1000,
    killSignal: 'SIGKILL',
    detached: options.group ?? false,
  });
  // A program that ends without reading its input breaks the pipe: that is no failure of the story.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);
  return {
    process: child,
    result: ended(child, Date.now()),
    kill: (signal) => {
      signalTo(child, signal, options.group ?? false);
    },
  };
}

function signalTo(child: ChildProcess, signal: NodeJS.Signals, group: boolean): void {
  if (!group || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // A group that has ended already is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

/** Runs a program to its end; a code other than 0 is a result, not an error. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return start(argv, options).result;
}

/** Runs a program that must succeed: the error carries its command line and all that it wrote. */
export async function must(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const result = await run(argv, options);
  if (result.code !== 0) {
    throw new Error(
      `${argv.join(' ')}: exit code ${result.code}\n${result.stdout}${result.stderr}`.trimEnd(),
    );
  }
  return result;
}

async function ended(
  child: ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream },
  since: number,
): Promise<RunResult> {
  const [exit, stdout, stderr] = await Promise.all([
    new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        resolve({ code, signal });
      });
    }),
    text(child.stdout),
    text(child.stderr),
  ]);
  const code = exit.code ?? 128 + (SIGNAL_NUMBERS[exit.signal ?? 'SIGKILL'] ?? 0);
  return { code, signal: exit.signal, stdout, stderr, seconds: (Date.now() - since) / 1000 };
}

/** The umask belongs to the program alone: changing that of a jest worker would reach other tests. */
function withUmask(argv: readonly string[], umask: number | undefined): readonly string[] {
  return umask === undefined
    ? argv
    : ['sh', '-c', `umask ${umask.toString(8)} && exec "$@"`, 'sh', ...argv];
}
