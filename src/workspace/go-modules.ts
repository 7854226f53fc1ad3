import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { circumstance, systemErrorCode, UserError } from '../errors';
import { compareGoVersions, type GoMod, parseGoMod, parseGoWork } from '../language/go/go-mod';
import type { GoModule, GoModules, GoReplacement } from '../language/go/modules';
import { GitIgnore } from './git-ignore';
import { GoSources } from './go-sources';

/** What a Go module without a `go` line means (Go Modules Reference, "go directive"). */
const NO_GO_LINE = '1.16';

/** The modules that a function reaches, and where Nx must look for changes of them. */
export interface ReachedModules {
  readonly modules: GoModules;
  /** Folders of the modules besides the function's own, relative to the workspace. */
  readonly folders: readonly string[];
  /** Files beside the modules that decide the build (go.work), relative to the workspace. */
  readonly files: readonly string[];
  /** A go.work that git ignores, and that is not looked at: Nx does not hash it. */
  readonly ignored?: string;
}

/** A module of the monorepo that could be reached, and how. */
interface Candidate {
  readonly folder: string;
  /** Absent for a module that the user's go.work uses. */
  readonly replacement?: GoReplacement;
}

interface Reached extends GoModule {
  readonly goMod: GoMod;
}

/**
 * Finds the modules that a function is built from: its own, and those of the monorepo that it comes to
 * through the user's go.work and `replace`, by what is required and imported, from one to the next.
 *
 * @returns undefined when the function has no go.mod.
 * @throws UserError for a go.mod or go.work that cannot be read, and for a module outside the
 *   workspace.
 */
export function reachModules(
  workspaceRoot: string,
  projectRoot: string,
): ReachedModules | undefined {
  const folder = join(workspaceRoot, projectRoot);
  if (!existsSync(join(folder, 'go.mod'))) return undefined;
  return new Search(workspaceRoot, folder).result();
}

class Search {
  readonly #workspaceRoot: string;
  readonly #main: Reached;
  readonly #goWork: string | undefined;
  readonly #goWorkVersion: string | undefined;
  readonly #ignored: string | undefined;
  readonly #used: Reached[] = [];
  readonly #folders: Reached[] = [];
  readonly #replaced = new Map<string, GoReplacement>();
  readonly #candidates = new Map<string, Candidate>();
  readonly #sources = new GoSources();

  constructor(workspaceRoot: string, folder: string) {
    this.#workspaceRoot = workspaceRoot;
    this.#main = this.#read(folder);
    const goWork = findUpward('go.work', folder, workspaceRoot);
    if (goWork !== undefined && new GitIgnore(workspaceRoot).ignores(this.#shown(goWork))) {
      this.#ignored = this.#shown(goWork);
    } else if (goWork !== undefined) {
      this.#goWork = goWork;
      this.#goWorkVersion = this.#readGoWork(goWork);
    }
    this.#offerAll(this.#main);
    this.#walk();
  }

  /** @returns its `go` line. */
  #readGoWork(path: string): string | undefined {
    const file = this.#shown(path);
    const work = parseGoWork(readText(path, file), file);
    const base = dirname(path);
    // A replacement in go.work overrides those of all modules, so it comes first.
    for (const replace of work.replaces) this.#offer(base, replace);
    for (const use of work.uses) this.#offerUsed(resolve(base, use.dir));
    return work.go;
  }

  result(): ReachedModules {
    const all = [this.#main, ...this.#folders];
    const versions = all.map((module) => module.goMod.go ?? NO_GO_LINE);
    if (this.#goWorkVersion !== undefined) versions.push(this.#goWorkVersion);
    const vendor = join(this.#main.folder, 'vendor', 'modules.txt');
    const goWork = this.#goWork;
    const sums = goWork === undefined ? '' : readIfThere(`${goWork}.sum`);
    return {
      modules: {
        main: { path: this.#main.path, folder: this.#main.folder },
        used: this.#used.map(({ path, folder }) => ({ path, folder })),
        replaced: [...this.#replaced.values()],
        goVersion: versions.reduce((a, b) => (compareGoVersions(a, b) < 0 ? b : a)),
        sums,
        ...(existsSync(vendor) && { vendor: this.#shown(dirname(vendor)) }),
      },
      folders: this.#folders.map(({ folder }) => this.#shown(folder)),
      files: goWork === undefined ? [] : [this.#shown(goWork), `${this.#shown(goWork)}.sum`],
      ...(this.#ignored !== undefined && { ignored: this.#ignored }),
    };
  }

  /** Until nothing new is found: a module's `replace` may be what another one's import needs. */
  #walk(): void {
    for (let before = -1; before !== this.#folders.length;) {
      before = this.#folders.length;
      for (const [path, candidate] of this.#candidates) {
        const from = [this.#main, ...this.#folders].find((module) => this.#needs(module, path));
        if (from === undefined) continue;
        this.#candidates.delete(path);
        this.#reach(path, candidate);
      }
    }
  }

  #needs(module: Reached, path: string): boolean {
    return (
      module.goMod.requires.some((required) => required.path === path) ||
      this.#sources.mention(module.folder, path)
    );
  }

  #reach(path: string, candidate: Candidate): void {
    const { folder, replacement } = candidate;
    const shown = this.#shown(folder);
    if (shown === '..' || shown.startsWith('../')) {
      throw new UserError(`the module ${path} lies outside the workspace, in ${shown}`, {
        where: this.#shown(join(this.#main.folder, 'go.mod')),
        todo: 'Nx cannot see a change there: move the module into the workspace, or publish it.',
      });
    }
    const module = this.#read(folder);
    this.#folders.push(module);
    if (replacement === undefined) this.#used.push(module);
    else this.#replaced.set(keyOf(replacement), replacement);
    this.#offerAll(module);
  }

  #offerAll(module: Reached): void {
    for (const replace of module.goMod.replaces) this.#offer(module.folder, replace);
  }

  /** The first one wins: go.work's, then the function's own, then those of the modules it reaches. */
  #offer(base: string, replace: GoMod['replaces'][number]): void {
    const { path, version, target, targetVersion } = replace;
    if (path === this.#main.path) return;
    const isFolder = targetVersion === undefined;
    const replacement: GoReplacement = {
      path,
      ...(version !== undefined && { version }),
      target: isFolder ? resolve(base, target) : target,
      ...(targetVersion !== undefined && { targetVersion }),
    };
    const reached = this.#used.some((module) => module.path === path);
    if (reached || this.#replaced.has(keyOf(replacement)) || this.#candidates.has(path)) return;
    if (isFolder) this.#candidates.set(path, { folder: replacement.target, replacement });
    else this.#replaced.set(keyOf(replacement), replacement);
  }

  /** Other functions are mostly called `function` like this one: they are none that it imports. */
  #offerUsed(folder: string): void {
    if (folder === this.#main.folder || !existsSync(join(folder, 'go.mod'))) return;
    const path = this.#pathOf(folder);
    if (path === undefined) return;
    if (path !== this.#main.path && !this.#candidates.has(path)) {
      this.#candidates.set(path, { folder });
    }
  }

  /** A go.mod that cannot be read belongs to a module that this function does not reach. */
  #pathOf(folder: string): string | undefined {
    try {
      return this.#read(folder).path;
    } catch {
      return undefined;
    }
  }

  #read(folder: string): Reached {
    const path = join(folder, 'go.mod');
    const goMod = parseGoMod(readText(path, this.#shown(path)), this.#shown(path));
    return { path: goMod.module, folder, goMod };
  }

  #shown(path: string): string {
    return relative(this.#workspaceRoot, path).replaceAll('\\', '/') || '.';
  }
}

function keyOf(replacement: GoReplacement): string {
  return `${replacement.path}@${replacement.version ?? ''}`;
}

function findUpward(name: string, from: string, root: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, name);
    if (existsSync(path)) return path;
    if (folder === root || folder === dirname(folder)) return undefined;
  }
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw circumstance(error, 'read the file', shown);
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
