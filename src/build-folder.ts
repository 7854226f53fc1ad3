import { realpath, rm, rmdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { systemErrorCode } from './errors';
import { type BuildLock, takeLock } from './image/build-lock';
import { realFolder } from './image/real-folder';
import type { ContainerizeJob } from './job';

type Job = Pick<ContainerizeJob, 'workspaceRoot' | 'projectRoot' | 'log' | 'signal'>;

/** Where a build writes, absolute: all of it under the project's `.func`. */
export interface BuildFolders {
  readonly build: string;
  readonly layout: string;
  /** For blobs that are not part of the layout yet; on its file system. */
  readonly staging: string;
  /** The language builder's own. */
  readonly scratch: string;
  /** Name of the layout in messages. */
  readonly shown: string;
}

/**
 * Calls `action` with the project's build folders, under the lock of the project. What a build that
 * fails has made there is removed, the folders too; an image of before stays as it was.
 *
 * @param runtime name of the folder that the language builder has for itself.
 * @throws UserError when `.func` or a folder in it is a link, or cannot be made.
 */
export async function inBuildFolder<T>(
  job: Job,
  runtime: string,
  action: (folders: BuildFolders, lock: BuildLock) => Promise<T>,
): Promise<T> {
  const project = join(job.workspaceRoot, job.projectRoot);
  const { func, lock } = await lockedFolder(job, project);
  let done = false;
  let scratch: string | undefined;
  try {
    const build = await realFolder(project, ['.func', 'build'], job.projectRoot);
    await realFolder(project, ['.func', 'build', 'oci', 'blobs', 'sha256'], job.projectRoot);
    scratch = await realFolder(project, ['.func', runtime], job.projectRoot);
    const folders = {
      build,
      layout: join(build, 'oci'),
      staging: join(build, 'staging'),
      scratch,
      shown: posix.join(job.projectRoot, '.func/build/oci'),
    };
    const result = await action(folders, lock);
    done = true;
    return result;
  } finally {
    // Without the lock these folders may be another build's, which clears them when it begins.
    const isOurs = !lock.isLost();
    if (!done && isOurs) {
      if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
      // Under the lock: a build that waits for it begins with making these folders.
      await removeEmpty(func, BUILD_FOLDERS);
    }
    await lock.release();
    if (!done && isOurs) await removeEmpty(func, ['.']);
  }
}

/** Innermost first. */
const BUILD_FOLDERS = ['build/oci/blobs/sha256', 'build/oci/blobs', 'build/oci', 'build'];

async function lockedFolder(
  job: Job,
  project: string,
): Promise<{ readonly func: string; readonly lock: BuildLock }> {
  const shown = posix.join(job.projectRoot, '.func');
  const onWait = (): void => {
    job.log.info(`waiting for another build of ${job.projectRoot}`);
  };
  for (;;) {
    const func = await realFolder(project, ['.func'], job.projectRoot);
    try {
      return { func, lock: await takeLock(join(func, 'lock'), shown, job.signal, onWait) };
    } catch (error) {
      await removeEmpty(func, ['.']);
      // The build that we waited for has failed, and taken the folder with it.
      if (systemErrorCode((error as Error | undefined)?.cause) !== 'ENOENT') throw error;
    }
  }
}

async function removeEmpty(root: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    try {
      const path = join(await realpath(root), folder);
      // A link on the way is the user's, and so is what it leads to.
      if ((await realpath(path)) === path) await rmdir(path);
    } catch {
      // Not empty, or not there: then it stays as it is.
    }
  }
}
