import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../errors';
import { refusal } from '../testing/collect';
import { startScript } from '../testing/programs';
import { temporaryFolder } from '../testing/temporary-folder';
import { type BuildLock, takeLock } from './build-lock';

jest.setTimeout(30_000);

const folder = temporaryFolder();

const { signal } = new AbortController();

function take(path: string, onWait: () => void = () => undefined): Promise<BuildLock> {
  return takeLock(path, 'fn/.func', signal, onWait);
}

/** Whether a promise is settled after some milliseconds. */
async function settles(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return Promise.race([promise.then(() => true), delay(milliseconds, false)]);
}

describe('takeLock', () => {
  it('lets one build in, and the next when that is done; tells once that it waits', async () => {
    const onWait = jest.fn();
    const first = await take(folder('lock'), onWait);
    expect(onWait).not.toHaveBeenCalled();
    const second = take(folder('lock'), onWait);
    expect(await settles(second, 500)).toBe(false);
    expect(onWait).toHaveBeenCalledTimes(1);
    first.check();
    await first.release();
    const lock = await second;
    lock.check();
    expect(existsSync(folder('lock'))).toBe(true);
    await lock.release();
    expect(existsSync(folder('lock'))).toBe(false);
    expect(onWait).toHaveBeenCalledTimes(1);
  });

  it('keeps builds of other projects apart from it', async () => {
    const locks = await Promise.all([take(folder('a')), take(folder('b'))]);
    for (const lock of locks) await lock.release();
  });

  it('of a build that works is kept, of one that was killed is taken over', async () => {
    const path = folder('dead');
    const child = startScript(join(__dirname, 'testing/hold-lock.ts'), [path]);
    await once(child.stdout!, 'data');
    expect(existsSync(path)).toBe(true);
    // In the same seconds: this one has a heartbeat and outlives every age of a dead one.
    const live = await take(folder('live'));
    const waiting = new AbortController();
    const onLive = takeLock(folder('live'), 'fn/.func', waiting.signal, () => undefined);

    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(path)).toBe(true);
    const start = performance.now();
    const onWait = jest.fn();
    const lock = await take(path, onWait);
    expect(onWait).toHaveBeenCalledTimes(1);
    expect(performance.now() - start).toBeLessThan(8_000);
    lock.check();
    await lock.release();

    expect(await settles(onLive, Math.max(0, 7_500 - (performance.now() - start)))).toBe(false);
    live.check();
    waiting.abort();
    await expect(onLive).rejects.toThrow();
    await live.release();
  });

  it('stops to wait when the build is ended', async () => {
    const first = await take(folder('lock'));
    const abort = new AbortController();
    const reason = new Error('ended');
    const second = takeLock(folder('lock'), 'fn/.func', abort.signal, () => {
      setTimeout(() => {
        abort.abort(reason);
      }, 50);
    });
    const start = performance.now();
    await expect(second).rejects.toBe(reason);
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(existsSync(folder('lock'))).toBe(true);
    await first.release();
    await delay(300);
    expect(existsSync(folder('lock'))).toBe(false);
  });

  it('does not begin when the build has ended', async () => {
    const ended = AbortSignal.abort(new Error('ended'));
    const lock = takeLock(folder('lock'), 'fn/.func', ended, () => undefined);
    await expect(lock).rejects.toThrow('ended');
    expect(existsSync(folder('lock'))).toBe(false);
  });

  it('says why there can be no lock', async () => {
    expect(await refusal(() => take(folder('no/lock')), UserError)).toBe(
      'fn/.func: cannot lock: the file is gone\n  Build again when nothing else writes the project.',
    );
    writeFileSync(folder('file'), '');
    expect(await refusal(() => take(folder('file/lock')), UserError)).toMatch(
      /^fn\/.func: cannot lock: /,
    );
  });
});

describe('a lock that was lost', () => {
  it('stops its build, and is not taken from the next one', async () => {
    const lock = await take(folder('lock'));
    lock.check();
    rmSync(folder('lock'), { recursive: true });
    // The next heartbeat finds out; on a busy machine it is late.
    for (let i = 0; i < 200 && !lock.isLost(); i++) await delay(100);
    expect(() => {
      lock.check();
    }).toThrow(UserError);
    expect(() => {
      lock.check();
    }).toThrow(
      'fn/.func: the lock of this build was lost while it ran\n  Was the machine asleep, or the folder removed? Build again.',
    );
    mkdirSync(folder('lock'));
    await lock.release();
    expect(existsSync(folder('lock'))).toBe(true);
  });

  it('is found lost where another build has it', async () => {
    const lock = await take(folder('lock'));
    rmSync(folder('lock'), { recursive: true });
    mkdirSync(folder('lock'));
    // The next heartbeat finds out; on a busy machine it is late.
    for (let i = 0; i < 200 && !lock.isLost(); i++) await delay(100);
    expect(() => {
      lock.check();
    }).toThrow(UserError);
    await lock.release();
    expect(existsSync(folder('lock'))).toBe(true);
  });
});
