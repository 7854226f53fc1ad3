/** What a user has before `nx add nx-func`: Nx alone, installed by a package manager, and one commit. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { temporaryFolder } from './cleanup';
import { pnpmEnvironment, pnpmMissing } from './pnpm';
import { start } from './run';
import { requirePackage } from './template';
import { describeImages } from './tools';
import { verdict } from './verdict';
import { Workspace, type Files } from './workspace';

export const PACKAGE_MANAGERS = ['npm', 'pnpm'] as const;

export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

export interface BareWorkspaceOptions {
  readonly packageManager: PackageManager;
  readonly nx: string;
  /** Written before the first commit. */
  readonly files?: Files;
}

/**
 * The packed plugin as `nx add` takes it. Relative to the workspace: pnpm writes an absolute path into
 * package.json as it is, where npm makes it relative.
 */
export const PACKAGE_SPEC = 'nx-func@file:packages/nx-func.tgz';
const PACKAGE = 'packages/nx-func.tgz';

const INSTALL: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ['npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
  pnpm: ['pnpm', 'install', '--ignore-scripts', '--prefer-offline'],
};

/**
 * The install of a machine that has the lockfile and nothing else; it fails where they disagree. npm
 * not with --prefer-offline: where lockfiles have no URLs, what it knew of a package may be too old.
 */
const INSTALL_LOCKED: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
  pnpm: ['pnpm', 'install', '--frozen-lockfile', '--ignore-scripts', '--prefer-offline'],
};

export async function createBareWorkspace(options: BareWorkspaceOptions): Promise<Workspace> {
  const { packageManager, nx, files = {} } = options;
  const workspace = emptyWorkspace(packageManager);
  mkdirSync(workspace.path('packages'), { recursive: true });
  copyFileSync(requirePackage(), workspace.path(PACKAGE));
  workspace.write({
    'package.json': {
      name: 'story',
      version: '0.0.0',
      private: true,
      devDependencies: { nx },
      ...(packageManager === 'npm' && { workspaces: ['libs/*'] }),
    },
    'nx.json': { analytics: false },
    '.gitignore': 'node_modules\n.nx\n',
    ...(packageManager === 'pnpm' && { 'pnpm-workspace.yaml': 'packages:\n  - libs/*\n' }),
    ...files,
  });
  await install(workspace, INSTALL[packageManager]);
  await workspace.run(['git', 'init', '--quiet', '--initial-branch=main']);
  await workspace.commit('a workspace without the plugin');
  return workspace;
}

/** What a colleague has: the last commit in another folder, installed by the lockfile. */
export async function cloneWorkspace(
  original: Workspace,
  packageManager: PackageManager,
): Promise<Workspace> {
  const clone = emptyWorkspace(packageManager);
  await original.run(['git', 'clone', '--quiet', original.root, clone.root]);
  await install(clone, INSTALL_LOCKED[packageManager]);
  return clone;
}

/** Milliseconds. An install takes seconds; pnpm 10.34.9 was seen to wait for ever, with no connection open. */
const HANGING = 120_000;

/** Runs what installs packages, a second time where it hangs: that is not what a story is about. */
export async function install(workspace: Workspace, argv: readonly string[]): Promise<void> {
  for (const isLast of [false, true]) {
    const started = start(argv, { cwd: workspace.root, env: workspace.env, group: true });
    const timer = setTimeout(() => {
      started.kill('SIGKILL');
    }, HANGING);
    const { code, signal, stdout, stderr } = await started.result;
    clearTimeout(timer);
    if (code === 0) return;
    if (signal !== 'SIGKILL' || isLast) {
      throw new Error(`${argv.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
    }
  }
}

/** The versions of a package that are installed anywhere in node_modules, one for each copy. */
export async function installedVersions(workspace: Workspace, name: string): Promise<string[]> {
  // Links are not followed: pnpm's lead from one copy to another.
  const find = ['find', 'node_modules', '-path', `*node_modules/${name}/package.json`];
  const { stdout } = await workspace.run(find);
  return stdout
    .trim()
    .split('\n')
    .map((file) => (JSON.parse(workspace.read(file)) as { version: string }).version);
}

/** `describeImages` where there is this package manager too; elsewhere skipped, and it says why. */
export function describeWith(packageManager: PackageManager, name: string, fn: () => void): void {
  const wanted = packageManager === 'pnpm' && verdict('missing') === '';
  const missing = wanted ? pnpmMissing() : undefined;
  if (missing === undefined) {
    describeImages(name, fn);
  } else {
    process.stderr.write(`\n${name}: ${missing}\n`);
    describe.skip(name, fn);
  }
}

function emptyWorkspace(packageManager: PackageManager): Workspace {
  const workspace = new Workspace(temporaryFolder(packageManager), false);
  mkdirSync(workspace.home);
  if (packageManager === 'pnpm') {
    Object.assign(workspace.env, pnpmEnvironment(workspace.env['PATH']));
  }
  return workspace;
}
