/** A pinned pnpm, put into the folder of the jest run: none has to be installed, and none that is disturbs. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder } from './cleanup';
import { isCi } from './tools';
import { runFolder } from './verdict';

/** The newest major that runs on Node 20. */
const PNPM = 'pnpm@10.34.9';

/** What a program needs in its environment to find this pnpm, and to share its downloads with the run. */
export function pnpmEnvironment(path: string | undefined): NodeJS.ProcessEnv {
  return {
    PATH: `${binaries()}:${path ?? ''}`,
    // Under HOME, where they are by default, every workspace would download all anew.
    npm_config_store_dir: join(runFolder(), 'pnpm-store'),
    npm_config_cache_dir: join(runFolder(), 'pnpm-cache'),
    ...networkOfNpm(),
  };
}

/**
 * How npm of this machine reaches its registry. Some of it stands in npm's own global file, which pnpm
 * does not read: without the certificates there pnpm 10.34.9 does not fail but waits for ever.
 */
function networkOfNpm(): NodeJS.ProcessEnv {
  const keys = ['registry', 'cafile', 'proxy', 'https-proxy', 'noproxy'];
  const { stdout } = spawnSync('npm', ['config', 'list', '--json'], { encoding: 'utf8' });
  const config = JSON.parse(stdout) as Record<string, unknown>;
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = config[key];
      const name = `npm_config_${key.replaceAll('-', '_')}`;
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );
}

/**
 * Why there is no pnpm here, in words; undefined when there is one. Installs it when asked for the
 * first time (a second). Synchronous, for jest wants to know its tests before it runs any.
 *
 * @throws Error in CI, where a test that is not run would be taken for one that passed
 */
export function pnpmMissing(): string | undefined {
  if (existsSync(binaries())) {
    return undefined;
  }
  const draft = mkdtempSync(`${folder()}-`);
  const install = ['install', '--prefix', draft, PNPM, '--prefer-offline', '--ignore-scripts'];
  const { status, stderr } = spawnSync('npm', install, { encoding: 'utf8' });
  if (status === 0) {
    putInPlace(draft);
    return undefined;
  }
  removeFolder(draft);
  if (isCi()) {
    throw new Error(`CI=true, and ${PNPM} cannot be installed:\n${stderr}`);
  }
  return `not run: needs ${PNPM} of the npm registry`;
}

function folder(): string {
  return join(runFolder(), 'pnpm');
}

function binaries(): string {
  return join(folder(), 'node_modules', '.bin');
}

/** Two workers may do it at once. */
function putInPlace(draft: string): void {
  try {
    renameSync(draft, folder());
  } catch (error) {
    if (!existsSync(binaries())) {
      throw error;
    }
    removeFolder(draft);
  }
}
