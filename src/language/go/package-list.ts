import { readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { UserError } from '../../errors';
import type { Platform } from '../../image/platform';
import { run } from '../../process';
import type { LanguageJob } from '../language-builder';
import { goFailure, type Toolchain } from './toolchain';

/** A package as `go list -json` tells it: what this builder reads of it. */
export interface GoPackage {
  readonly Dir: string;
  readonly ImportPath: string;
  readonly Name?: string;
  readonly Standard?: boolean;
  readonly Module?: {
    readonly Path: string;
    readonly Main?: boolean;
    readonly Replace?: { readonly Version?: string };
  };
  readonly GoFiles?: readonly string[];
  readonly EmbedFiles?: readonly string[];
  readonly Error?: { readonly Pos?: string; readonly Err: string };
}

const FIELDS = 'Dir,ImportPath,Name,Standard,Module,GoFiles,EmbedFiles,Error';

/** Endings of the files that the go command takes into a package. */
const SOURCE = /\.(go|s|S|sx|h|hh|hpp|hxx|c|cc|cpp|cxx|m|f|F|for|f90|swig|swigcxx|syso)$/;

/** The packages of a function for one platform. */
export interface PackageList {
  /** The package at the root of the function. */
  readonly root: GoPackage;
  /** The file for `-overlay`: it hides from the compiler what Nx has not hashed. */
  readonly overlay: string;
}

/**
 * Asks the go command for the function's package and all that it imports, and hides the files that
 * Nx has not hashed (git-ignored ones): what they hold could change without a new build.
 *
 * @throws UserError when the go command fails, or a package lies outside the workspace.
 */
export async function listPackages(
  job: LanguageJob,
  toolchain: Toolchain,
  platform: Platform,
  folder: string,
): Promise<PackageList> {
  const overlay = join(folder, 'overlay.json');
  const hidden = new Set<string>();
  // Without a file the imports can lead to other files: until there is none to hide.
  for (;;) {
    const replace = Object.fromEntries([...hidden].sort().map((path) => [path, '']));
    await writeFile(overlay, JSON.stringify({ Replace: replace }));
    const packages = await goList(job, toolchain, platform, overlay);
    const found = await unhashedFiles(packages.filter(isOfMonorepo), job);
    const news = found.filter((path) => !hidden.has(path));
    const root = packages.at(-1);
    if (root === undefined) throw new Error('go list named no package');
    if (news.length === 0) return { root, overlay };
    for (const path of news) {
      job.log.verbose(`hidden from the compiler, not hashed by Nx: ${shown(path, job)}`);
      hidden.add(path);
    }
  }
}

async function goList(
  job: LanguageJob,
  toolchain: Toolchain,
  platform: Platform,
  overlay: string,
): Promise<GoPackage[]> {
  const args = ['list', '-e', '-deps', `-json=${FIELDS}`, '-overlay', overlay];
  try {
    const { stdout } = await run(toolchain.program, [...args, `./${job.projectRoot}`], {
      cwd: job.workspaceRoot,
      env: toolchain.env,
      signal: job.signal,
    });
    return parseStream(stdout);
  } catch (error) {
    throw goFailure(error, 'list', toolchain.program, job, platform);
  }
}

/** `go list -json` writes one object after the other, each closed by a brace in column 1. */
function parseStream(text: string): GoPackage[] {
  return text
    .split(/(?<=^})\n/m)
    .filter((part) => part.trim() !== '')
    .map((part) => JSON.parse(part) as GoPackage);
}

/** A module that is used or replaced by a folder; all others are checked by their sum. */
function isOfMonorepo(goPackage: GoPackage): boolean {
  const { Module: module } = goPackage;
  if (goPackage.Standard || module === undefined) return false;
  const replacedByFolder = module.Replace !== undefined && module.Replace.Version === undefined;
  return module.Main === true || replacedByFolder;
}

async function unhashedFiles(packages: readonly GoPackage[], job: LanguageJob): Promise<string[]> {
  const found: string[] = [];
  for (const goPackage of packages) {
    if (shown(goPackage.Dir, job).startsWith('..')) {
      throw new UserError(`the package ${goPackage.ImportPath} lies outside the workspace`, {
        where: shown(goPackage.Dir, job),
        todo: 'Nx cannot see a change there: move the module into the workspace, or publish it.',
      });
    }
    const names = (await readdir(goPackage.Dir, { withFileTypes: true }))
      .filter((entry) => !entry.isDirectory() && SOURCE.test(entry.name))
      .map((entry) => entry.name);
    for (const name of new Set([...names, ...(goPackage.EmbedFiles ?? [])])) {
      const path = join(goPackage.Dir, name);
      if (!job.hashed(shown(path, job))) found.push(path);
    }
  }
  return found;
}

function shown(path: string, job: LanguageJob): string {
  return relative(job.workspaceRoot, path).replaceAll('\\', '/');
}
