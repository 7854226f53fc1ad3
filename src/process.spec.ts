import { getEventListeners } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Interrupted, ProcessError, type ProcessOptions, ProgramMissing, run } from './process';
import { temporaryFolder } from './testing/temporary-folder';

jest.setTimeout(15_000);

const folder = temporaryFolder();

/** Runs JavaScript in a node of its own. */
function node(
  code: string,
  args: readonly string[] = [],
  options: Partial<ProcessOptions> = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return run(process.execPath, ['-e', code, '--', ...args], { cwd: folder(), env: {}, ...options });
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error,
  );
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('run', () => {
  it('hands every argument over as it is: there is no shell', async () => {
    const args = ['$(touch made)', '`touch made`', '; touch made', '*', 'a  b', '', '"', '$HOME'];
    const { stdout } = await node('console.log(JSON.stringify(process.argv.slice(1)))', args);
    expect(JSON.parse(stdout)).toEqual(args);
    expect(existsSync(folder('made'))).toBe(false);
  });

  it('takes a program for a name, not for a command line', async () => {
    const error = await failureOf(run('echo a', [], { cwd: folder(), env: process.env }));
    expect(error).toBeInstanceOf(ProgramMissing);
  });

  it('gives the folder, the environment and nothing to read', async () => {
    const code = `console.log(JSON.stringify([process.cwd(), process.env, require('fs').readFileSync(0, 'utf8')]))`;
    const { stdout } = await node(code, [], { env: { ONLY: 'this' } });
    expect(JSON.parse(stdout)).toEqual([folder(), { ONLY: 'this' }, '']);
  });

  it('answers with all that the program wrote', async () => {
    const { stdout, stderr } = await node(
      `process.stdout.write('ü'.repeat(500000)); process.stderr.write('é'.repeat(300000))`,
    );
    expect(stdout).toBe('ü'.repeat(500_000));
    expect(stderr).toBe('é'.repeat(300_000));
  });

  it('says which program is missing', async () => {
    const error = await failureOf(run('no-such-program', ['a'], { cwd: folder(), env: {} }));
    expect(error).toBeInstanceOf(ProgramMissing);
    expect((error as Error).message).toBe('no-such-program is not on this machine');
  });

  it('tells code, output and command line of a failure', async () => {
    const code = `console.log('out'); console.error('err'); process.exitCode = 3`;
    const error = (await failureOf(node(code, ['x y']))) as ProcessError;
    expect(error).toBeInstanceOf(ProcessError);
    expect(error).toMatchObject({ code: 3, stdout: 'out\n', stderr: 'err\n' });
    expect(error.command).toBe(`${process.execPath} -e ${code} -- x y`);
    expect(error.message).toBe(`${error.command} ended with code 3`);
  });

  it('tells of an end by a signal', async () => {
    const error = (await failureOf(node(`process.kill(process.pid, 'SIGKILL')`))) as ProcessError;
    expect(error).toBeInstanceOf(ProcessError);
    expect(error.code).toBeNull();
    expect(error.message).toMatch(/ ended with a signal$/);
  });

  it('tells each line of standard error while the program runs', async () => {
    const lines: string[] = [];
    const code = `
      const fs = require('fs');
      process.stderr.write('one\\ntw');
      process.stderr.write('o\\n\\n');
      const wait = setInterval(() => {
        if (fs.existsSync('go-on')) { clearInterval(wait); process.stderr.write('end'); }
      }, 10);`;
    const running = node(code, [], {
      onLine: (line) => {
        lines.push(line);
        // Only a program that still runs can see this.
        if (line === '') void run('touch', ['go-on'], { cwd: folder(), env: process.env });
      },
    });
    await expect(running).resolves.toEqual({ stdout: '', stderr: 'one\ntwo\n\nend' });
    expect(lines).toEqual(['one', 'two', '', 'end']);
  });

  it('puts a character together that comes in two pieces', async () => {
    const lines: string[] = [];
    const code = `
      const fs = require('fs');
      const [a, b] = Buffer.from('ü');
      fs.writeSync(2, Buffer.from([a]));
      setTimeout(() => fs.writeSync(2, Buffer.from([b, 10])), 200);`;
    await node(code, [], { onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['ü']);
  });
});

describe('a signal', () => {
  const SAYS_PID = `require('fs').writeFileSync('pid', String(process.pid));`;

  async function pidOf(): Promise<number> {
    for (let tries = 0; tries < 500; tries++) {
      const text = existsSync(folder('pid')) ? readFileSync(folder('pid'), 'utf8') : '';
      if (text !== '') return Number(text);
      await delay(10);
    }
    throw new Error('the program did not start');
  }

  it('that has fired starts nothing', async () => {
    const signal = AbortSignal.abort(new Interrupted('SIGINT'));
    const error = await failureOf(node(`require('fs').writeFileSync('made', '')`, [], { signal }));
    expect((error as Error).message).toBe('the build was ended by SIGINT');
    await delay(300);
    expect(existsSync(folder('made'))).toBe(false);
  });

  it('ends the program, and the answer is its reason', async () => {
    const abort = new AbortController();
    const running = failureOf(
      node(`${SAYS_PID} setInterval(() => {}, 1000)`, [], { signal: abort.signal }),
    );
    const pid = await pidOf();
    expect(alive(pid)).toBe(true);
    const start = performance.now();
    const reason = new Interrupted('SIGTERM');
    abort.abort(reason);
    await expect(running).resolves.toBe(reason);
    expect(alive(pid)).toBe(false);
    // By SIGTERM, not by the SIGKILL that comes two seconds later.
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  it('kills a program that does not want to end', async () => {
    const abort = new AbortController();
    const code = `process.on('SIGTERM', () => {}); ${SAYS_PID} setInterval(() => {}, 1000)`;
    const running = failureOf(node(code, [], { signal: abort.signal }));
    const pid = await pidOf();
    const start = performance.now();
    abort.abort(new Interrupted('SIGINT'));
    await expect(running).resolves.toBeInstanceOf(Interrupted);
    expect(alive(pid)).toBe(false);
    expect(performance.now() - start).toBeGreaterThan(1_800);
    expect(performance.now() - start).toBeLessThan(6_000);
  });

  it('ends what the program has started, too', async () => {
    const abort = new AbortController();
    const code = `require('child_process').spawn('sleep', ['30'], { stdio: 'inherit' }); ${SAYS_PID}`;
    const running = failureOf(node(code, [], { signal: abort.signal }));
    await pidOf();
    const start = performance.now();
    abort.abort(new Interrupted('SIGINT'));
    await expect(running).resolves.toBeInstanceOf(Interrupted);
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  it('is the answer also where the program ends well', async () => {
    const abort = new AbortController();
    const code = `process.on('SIGTERM', () => process.exit(0)); ${SAYS_PID} setInterval(() => {}, 1000)`;
    const running = failureOf(node(code, [], { signal: abort.signal }));
    await pidOf();
    abort.abort(new Interrupted('SIGINT'));
    await expect(running).resolves.toBeInstanceOf(Interrupted);
  });

  it('is let go when the program has ended', async () => {
    const { signal } = new AbortController();
    await node('', [], { signal });
    await failureOf(node('process.exit(1)', [], { signal }));
    await failureOf(run('no-such-program', [], { cwd: folder(), env: {}, signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
