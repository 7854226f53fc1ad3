import { setTimeout as delay } from 'node:timers/promises';
import { type LockOptions, lock } from 'proper-lockfile';
import { circumstance, systemErrorCode, UserError } from '../errors';

/** A lock whose heartbeat is older than this, in milliseconds, is of a dead process. */
const STALE = 5_000;

const AGAIN = 100;

export interface BuildLock {
  /** Whether another build may write the same folder by now. */
  isLost(): boolean;
  /** @throws UserError when the lock was lost. */
  check(): void;
  release(): Promise<void>;
}

/**
 * Takes the lock of a build folder, waiting for a build that has it. A heartbeat keeps the lock, so
 * that a process that was killed does not.
 *
 * @param path the lock, absolute; a folder of this name is made.
 * @param onWait called once if there is another build to wait for.
 */
export async function takeLock(
  path: string,
  shown: string,
  signal: AbortSignal,
  onWait: () => void,
): Promise<BuildLock> {
  const state = { lost: false };
  const options: LockOptions = {
    lockfilePath: path,
    realpath: false,
    stale: STALE,
    update: STALE / 4,
    onCompromised: () => {
      state.lost = true;
    },
  };
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    try {
      const release = await lock(path, options);
      return {
        isLost: () => state.lost,
        check: () => {
          check(state, shown);
        },
        release: () => releaseOnce(release, state),
      };
    } catch (error) {
      if (systemErrorCode(error) !== 'ELOCKED') throw circumstance(error, 'lock', shown);
    }
    if (!told) onWait();
    told = true;
    await delay(AGAIN);
  }
}

function check(state: { readonly lost: boolean }, shown: string): void {
  if (!state.lost) return;
  throw new UserError('the lock of this build was lost while it ran', {
    where: shown,
    todo: 'Was the machine asleep, or the folder removed? Build again.',
  });
}

async function releaseOnce(release: () => Promise<void>, state: { lost: boolean }): Promise<void> {
  if (state.lost) return;
  await release();
}
