import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { UserError } from '../errors';
import type { ContainerConfig } from '../image/config';
import { realFolder } from '../image/real-folder';
import { formatPlatform, type Platform } from '../image/platform';
import type { LayerContent } from '../layer/layer';
import { run } from '../process';
import { writeBuildWorkspace } from './go/build-workspace';
import { FUNC_GO_VERSION, mainGo, wrapperModule } from './go/main-go';
import type { GoModules } from './go/modules';
import { listPackages, type PackageList } from './go/package-list';
import { detectSignature, type Signature } from './go/signature';
import {
  buildParallelism,
  findToolchain,
  goFailure,
  platformEnv,
  type Toolchain,
} from './go/toolchain';
import type { LanguageBuilder, LanguageJob, PlatformLayers } from './language-builder';

/** Where func puts a Go function in its image. */
const PROGRAM = 'func/f';

/**
 * Go: one static program on scratch. The function's package is wrapped in a main module that serves
 * it through func-go, as func's scaffolding does; a `package main` is built as it is.
 */
export const goBuilder: LanguageBuilder = {
  baseImage: () => undefined,
  sharedLayers: () => Promise.resolve([]),
  platformLayers: buildProgram,
  configure: (config) => withListenAddress({ ...config, Cmd: [`/${PROGRAM}`] }),
};

/** func-go would listen there anyway; func says it, and a user's own value stays. */
function withListenAddress(config: ContainerConfig): ContainerConfig {
  const env = config.Env ?? [];
  if (env.some((line) => line.startsWith('LISTEN_ADDRESS='))) return config;
  return { ...config, Env: [...env, 'LISTEN_ADDRESS=[::]:8080'] };
}

async function buildProgram(job: LanguageJob, platform: Platform): Promise<PlatformLayers> {
  const modules = modulesOf(job);
  const name = formatPlatform(platform).replace(/[^A-Za-z0-9.]+/g, '_');
  const folder = await realFolder(job.scratch, [name], posix.join(job.projectRoot, '.func/go'));
  const found = await findToolchain(job);
  // The list below needs a main module; which one it is, the signature tells.
  const invoke = job.function.spec.invoke === 'cloudevent' ? 'cloudevent' : 'http';
  const workspace = await writeBuildWorkspace(folder, modules, wrapperModule(invoke));
  const temporary = join(folder, 'tmp');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  const toolchain: Toolchain = {
    ...found,
    // What a compiler that is killed leaves there, the next build clears.
    env: { ...found.env, ...platformEnv(platform), GOWORK: workspace, GOTMPDIR: temporary },
  };
  const packages = await listPackages(job, toolchain, platform, folder);
  const build = { job, toolchain, platform, folder, overlay: packages.overlay };
  const signature = await findSignature(build, packages);
  const program = join(folder, 'f');
  const content = { path: program, shown: program };
  const layers: LayerContent[] = [
    { title: 'go', entries: [{ kind: 'file', name: PROGRAM, content, mode: 0o755 }] },
  ];
  if (signature.kind === 'main') {
    await compile(build, `./${job.projectRoot}`, program);
    return { layers, labels: {} };
  }
  if (signature.invoke !== invoke) {
    await writeBuildWorkspace(folder, modules, wrapperModule(signature.invoke));
  }
  await writeFile(join(folder, 'main.go'), mainGo(signature, modules.main.path));
  await compile(build, folder, program);
  return { layers, labels: { 'middleware-version': FUNC_GO_VERSION } };
}

function modulesOf(job: LanguageJob): GoModules {
  const modules = job.goModules;
  if (modules === undefined) {
    throw new UserError('a Go function needs a go.mod in its folder, and there is none', {
      where: job.projectRoot,
      todo: 'Make one there: go mod init function',
    });
  }
  if (modules.vendor !== undefined) {
    job.log.warn(
      `${modules.vendor}: not used, modules are fetched as go.mod and go.sum say; a build of several modules has no use for the vendor folder of one`,
    );
  }
  return modules;
}

interface Build {
  readonly job: LanguageJob;
  readonly toolchain: Toolchain;
  readonly platform: Platform;
  readonly folder: string;
  readonly overlay: string;
}

/** How the function wants to be called; the errors of the compiler come before ours. */
async function findSignature(build: Build, packages: PackageList): Promise<Signature> {
  const { job } = build;
  const { root } = packages;
  const files = await Promise.all(
    (root.GoFiles ?? []).map(async (name) => ({
      path: posix.join(job.projectRoot, name),
      source: await readFile(join(root.Dir, name), 'utf8'),
    })),
  );
  checkModuleName(job, packages);
  try {
    if (root.Error) {
      // Without a place it is about the package as a whole, as when no file is left of it.
      throw new UserError(root.Error.Err.replaceAll(`${job.workspaceRoot}/`, ''), {
        where: root.Error.Pos ?? job.projectRoot,
      });
    }
    const signature = detectSignature(
      files,
      job.function.spec.invoke,
      job.function.locate('invoke'),
      job.projectRoot,
    );
    if (signature.kind === 'function') {
      for (const warning of signature.warnings) job.log.warn(warning);
    }
    return signature;
  } catch (error) {
    // What the compiler cannot read must not be told as a missing function.
    await compile(build, `./${job.projectRoot}`, '/dev/null');
    throw error;
  }
}

/** A function is imported by its module's name, which must not be one that Go has for itself. */
function checkModuleName(job: LanguageJob, { root }: PackageList): void {
  const path = job.goModules?.main.path ?? '';
  const isTaken = root.Error?.Err.startsWith('ambiguous import') === true;
  if (!isTaken && (path !== 'main' || root.Name === 'main')) return;
  throw new UserError(`a function's module cannot be called ${path}: Go has that name itself`, {
    where: posix.join(job.projectRoot, 'go.mod'),
    todo: 'Rename it, as func does: go mod edit -module function',
  });
}

/** Go takes a profile that lies beside func main, and looks for it where -overlay hides nothing. */
function hasHiddenProfile(job: LanguageJob): boolean {
  const profile = posix.join(job.projectRoot, 'default.pgo');
  return !job.hashed(profile) && existsSync(join(job.workspaceRoot, profile));
}

async function compile(build: Build, target: string, output: string): Promise<void> {
  const { job, toolchain, platform } = build;
  const args = [
    'build',
    '-trimpath',
    '-buildvcs=false',
    '-ldflags=-s -w -buildid=',
    `-p=${buildParallelism(job.platforms.length)}`,
    `-overlay=${build.overlay}`,
    ...(hasHiddenProfile(job) ? ['-pgo=off'] : []),
    `-o=${output}`,
    target,
  ];
  job.log.verbose(`${toolchain.program} ${args.join(' ')}`);
  try {
    await run(toolchain.program, args, {
      cwd: job.workspaceRoot,
      env: toolchain.env,
      signal: job.signal,
      onLine: (line) => {
        job.log.verbose(line);
      },
    });
  } catch (error) {
    throw goFailure(error, 'build', toolchain.program, job, platform);
  }
}
