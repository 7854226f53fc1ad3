import { UserError } from '../errors';
import { run } from '../process';

/** What git says of the workspace, as func puts it into an image. */
export interface Revision {
  /** `git describe --tags`, or empty where there is no tag. */
  readonly version: string;
  /** Seven digits of the commit, with `-dirty` when something is not committed. */
  readonly commit: string;
}

/** @throws UserError when the workspace is no git repository with a commit. */
export async function readRevision(workspaceRoot: string, signal: AbortSignal): Promise<Revision> {
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await run('git', args, { cwd: workspaceRoot, env: process.env, signal });
    return stdout.trim();
  };
  try {
    const commit = await git('rev-parse', '--short=7', 'HEAD');
    const changes = await git('status', '--porcelain');
    const version = await git('describe', '--tags').catch(() => '');
    return { version, commit: changes === '' ? commit : `${commit}-dirty` };
  } catch (error) {
    signal.throwIfAborted();
    throw new UserError('git does not tell the revision of this workspace', {
      where: 'nx.json, plugin option revision',
      todo: 'Build in a git repository that has a commit, or turn the option off.',
      cause: error,
    });
  }
}
