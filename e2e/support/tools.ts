/**
 * The outside tools that judge images. With CI=true they are installed and must be there; on a
 * laptop nothing is installed unasked: image tests are skipped, and say how to get them.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { verdict } from './verdict';

/** Programs; the Debian packages have the same names. */
const DEBIAN_TOOLS = ['runc', 'skopeo', 'umoci', 'docker-registry'] as const;
const CRANE = 'github.com/google/go-containerregistry/cmd/crane@v0.20.6';

export const NOT_RUN =
  'not run: needs Linux, root, runc (apt-get install runc umoci skopeo docker-registry)';

export interface Tools {
  /** In words, what is not here; empty when image tests can run. */
  readonly missing: string;
  /** The path of crane; empty when there is none. */
  readonly crane: string;
}

/** Installs what is missing where that is wanted (CI), else only looks. */
export function settleTools(binaryFolder: string): Tools {
  if (!isCi()) {
    return { missing: missingTools().join(', '), crane: findProgram('crane') ?? '' };
  }
  installDebianTools();
  const missing = missingTools();
  if (missing.length > 0) {
    throw new Error(`CI=true, and image tests lack: ${missing.join(', ')}`);
  }
  return { missing: '', crane: installCrane(binaryFolder) };
}

/** `describe` where images can be run; elsewhere `describe.skip`, which jest reports. */
export function describeImages(name: string, fn: () => void): void {
  const block = verdict('missing') === '' ? describe : describe.skip;
  block(name, fn);
}

/** `it` inside `describeImages` for what needs crane too; skipped where there is none (never in CI). */
export function itPushes(name: string, fn: () => Promise<void>): void {
  const test = verdict('crane') === '' ? it.skip : it;
  test(name, fn);
}

export function isCi(): boolean {
  const ci = process.env['CI'] ?? '';
  return ci !== '' && ci !== 'false' && ci !== '0';
}

/** The path of a program in PATH; Debian's root tools are found also where a user's PATH lacks sbin. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin'];
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function missingTools(): string[] {
  const missing: string[] = [];
  if (process.platform !== 'linux') {
    missing.push('Linux');
  }
  if (process.getuid?.() !== 0) {
    missing.push('root');
  }
  missing.push(...['go', ...DEBIAN_TOOLS].filter((tool) => findProgram(tool) === undefined));
  return missing;
}

function installDebianTools(): void {
  const packages = DEBIAN_TOOLS.filter((tool) => findProgram(tool) === undefined);
  if (packages.length === 0) {
    return;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  command(['apt-get', '-q', 'update'], env);
  command(['apt-get', '-q', 'install', '-y', '--no-install-recommends', ...packages], env);
}

/** A version of our own choosing, whatever crane is in PATH. */
function installCrane(binaryFolder: string): string {
  // GOBIN is where it goes; a GOFLAGS of the caller (-mod=vendor, say) would break `go install`.
  command(['go', 'install', CRANE], { ...process.env, GOBIN: binaryFolder, GOFLAGS: '' });
  return join(binaryFolder, 'crane');
}

function command(argv: readonly [string, ...string[]], env: NodeJS.ProcessEnv): void {
  const [program, ...args] = argv;
  // What it prints goes to stderr: jest's own stdout may be read by a program (--json).
  const result = spawnSync(program, args, { env, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) {
    throw new Error(`${argv.join(' ')} failed: ${result.error?.message ?? String(result.status)}`);
  }
}
