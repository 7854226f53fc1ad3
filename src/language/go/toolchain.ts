import { availableParallelism } from 'node:os';
import { UserError } from '../../errors';
import { buildEnv } from '../../function/environment';
import { formatPlatform, type Platform } from '../../image/platform';
import { ProcessError, ProgramMissing, run } from '../../process';
import type { LanguageJob } from '../language-builder';
import { compareGoVersions } from './go-mod';

/** Go 1.21 is the first that can fetch a newer toolchain of itself, and that reads our go.work. */
const OLDEST_GO = '1.21';

const INSTALL = 'Install Go 1.25 or later (https://go.dev/dl), or name the program in FUNC_GO.';

/** Variables that say what is built: they follow the platform, whatever the machine has set. */
const OWNED = [
  'GOOS',
  'GOARCH',
  'GOARM',
  'GOARM64',
  'GOAMD64',
  'GO386',
  'GOMIPS',
  'GOMIPS64',
  'GOPPC64',
  'GORISCV64',
  'CGO_ENABLED',
  'GOWORK',
  'GO111MODULE',
];

/** The Go compiler of a build: which program, and the environment that it runs in. */
export interface Toolchain {
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Finds the compiler (`$FUNC_GO`, else `go`) and its settings.
 *
 * @throws UserError when there is none, or an old one.
 */
export async function findToolchain(job: LanguageJob): Promise<Toolchain> {
  const named = job.environment['FUNC_GO'];
  const program = named === undefined || named === '' ? 'go' : named;
  const own = buildEnv(job.function, job.environment, OWNED);
  const env: NodeJS.ProcessEnv = { ...job.environment, ...own, PWD: job.workspaceRoot };
  // Set in an environment where workspaces are off, GOWORK would stop the build's own go.work.
  delete env['GOWORK'];
  const settings = await goEnv(program, env, job);
  const version = settings['GOVERSION']?.replace(/^go/, '').split(' ')[0] ?? '';
  if (/^\d/.test(version) && compareGoVersions(version, OLDEST_GO) < 0) {
    throw new UserError(`Go ${version} (${program}) is too old to build functions`, {
      ...namedIn(program),
      todo: 'Install Go 1.25 or later, or name it in FUNC_GO.',
    });
  }
  // An empty GOFLAGS would not count: Go would look again at what `go env -w` has set.
  const flags = withoutMod(settings['GOFLAGS'] ?? '') || ' ';
  return { program, env: { ...env, GOFLAGS: flags } };
}

/** `go env` knows what `go env -w` has set as well; the environment alone does not. */
async function goEnv(
  program: string,
  env: NodeJS.ProcessEnv,
  job: LanguageJob,
): Promise<Record<string, string>> {
  try {
    const { stdout } = await run(program, ['env', '-json', 'GOVERSION', 'GOFLAGS'], {
      cwd: job.workspaceRoot,
      env: { ...env, GOWORK: 'off' },
      signal: job.signal,
    });
    return JSON.parse(stdout) as Record<string, string>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw goFailure(error, 'env', program, job);
    throw new UserError(`${program} does not answer as the go command does`, {
      ...namedIn(program),
      todo: INSTALL,
    });
  }
}

/** The place of a mistake in the name of the compiler, unless it is the name that everybody has. */
function namedIn(program: string): { where?: string } {
  return program === 'go' ? {} : { where: 'environment variable FUNC_GO' };
}

/**
 * GOFLAGS less `-mod`: a build with a go.work of its own takes none, and `-mod=vendor` or
 * `-mod=mod` in an environment is meant for other builds.
 */
export function withoutMod(flags: string): string {
  const words = flags.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.filter((word) => !/^['"]?--?mod=/.test(word)).join(' ');
}

/** The variables that make the compiler build for a platform, every one that matters to it. */
export function platformEnv(platform: Platform): Record<string, string> {
  const { architecture, variant } = platform;
  const common = { CGO_ENABLED: '0', GO111MODULE: 'on', GOOS: platform.os, GOARCH: architecture };
  // The baseline is said too: what the machine has set must not reach the image.
  switch (architecture) {
    case 'amd64':
      return { ...common, GOAMD64: variant ?? 'v1' };
    case 'arm':
      return { ...common, GOARM: (variant ?? 'v7').slice(1) };
    case 'arm64':
      return { ...common, GOARM64: arm64Version(variant ?? 'v8') };
    case '386':
      return { ...common, GO386: 'sse2' };
    case 'mips':
    case 'mipsle':
      return { ...common, GOMIPS: 'hardfloat' };
    case 'mips64':
    case 'mips64le':
      return { ...common, GOMIPS64: 'hardfloat' };
    case 'ppc64':
    case 'ppc64le':
      return { ...common, GOPPC64: 'power8' };
    case 'riscv64':
      return { ...common, GORISCV64: 'rva20u64' };
    default:
      return common;
  }
}

/** Go writes `v8.0` where a platform says `v8`. */
function arm64Version(variant: string): string {
  return variant.includes('.') ? variant : `${variant}.0`;
}

/** Packages that one build compiles at once, so that all platforms together fill the cores. */
export function buildParallelism(platforms: number, cores = availableParallelism()): number {
  return Math.max(1, Math.floor(cores / Math.min(platforms, cores)));
}

/** What to throw when the `go` command failed: its own words, with paths below the workspace. */
export function goFailure(
  error: unknown,
  command: string,
  program: string,
  job: LanguageJob,
  platform?: Platform,
): unknown {
  if (error instanceof ProgramMissing) {
    const missing = program.includes('/')
      ? `${program} is no program`
      : `${program} is not in PATH`;
    return new UserError(`the Go compiler is missing: ${missing}`, {
      ...namedIn(program),
      todo: INSTALL,
    });
  }
  if (!(error instanceof ProcessError)) return error;
  const words = error.stderr.trim().replaceAll(`${job.workspaceRoot}/`, '');
  const target = platform === undefined ? '' : ` for ${formatPlatform(platform)}`;
  const todo = advice(words);
  // Who ends a build may end its compiler first, which then has nothing to say.
  const what =
    error.code === null
      ? `go ${command}${target} was ended by a signal`
      : `go ${command} failed${target}`;
  return new UserError(words === '' ? what : `${what}:\n${words}`, {
    where: job.projectRoot,
    ...(todo !== undefined && { todo }),
  });
}

function advice(words: string): string | undefined {
  const needed = /requires go >= ([\w.]+)/.exec(words)?.[1];
  if (needed !== undefined) {
    return `A go.mod of the function or of what it uses asks for it: install Go ${needed} or later, or set GOTOOLCHAIN=auto so that Go fetches it.`;
  }
  if (/invalid go version|unknown (block type|directive)/.test(words)) {
    return 'Correct it; or, if it is right, this Go is too old for it: install Go 1.25 or later, or name it in FUNC_GO.';
  }
  if (/\.func\/go\/[^/]+\/main\.go/.test(words)) {
    return 'main.go is what the function is wrapped in: what New returns, or Handle, lacks the methods or parameters that it needs.';
  }
  if (/no Go files in|build constraints exclude all Go files/.test(words)) {
    return 'Put the function into the folder of its func.yaml.';
  }
  if (words.includes('no space left on device')) return 'Free some space and build again.';
  return undefined;
}
