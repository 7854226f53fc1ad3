/** A clone of this repository, as it is on the disk now: what is not committed is in it too. */
import { cpSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './cleanup';
import { REPOSITORY } from './package';
import { must } from './run';
import { Workspace } from './workspace';

/** All files that git does not ignore, `node_modules` as `npm ci` left it, and one commit. */
export async function cloneRepository(): Promise<Workspace> {
  const workspace = new Workspace(temporaryFolder('clone'), false);
  mkdirSync(workspace.home);
  for (const file of await repositoryFiles()) {
    const to = workspace.path(file);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(REPOSITORY, file), to, { verbatimSymlinks: true });
  }
  await must(['cp', '-a', join(REPOSITORY, 'node_modules'), workspace.root]);
  await must(['git', 'init', '--quiet', '--initial-branch=main'], { cwd: workspace.root });
  await workspace.commit('a clone');
  return workspace;
}

/** Without what is removed but not yet committed as such. */
async function repositoryFiles(): Promise<string[]> {
  const listed = ['git', 'ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const { stdout } = await must(listed, { cwd: REPOSITORY });
  const files = new Set(stdout.split('\0').filter((name) => name !== ''));
  return [...files].filter(
    (name) => lstatSync(join(REPOSITORY, name), { throwIfNoEntry: false }) !== undefined,
  );
}
