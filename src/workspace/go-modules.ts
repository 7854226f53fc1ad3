import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { systemErrorCode, UserError } from '../errors';
import { compareGoVersions, type GoMod } from '../language/go/go-mod';
import type { GoModule, GoModules, GoReplacement } from '../language/go/modules';
import { GitIgnore } from './git-ignore';
import { GoFiles, type UserWorkspace } from './go-files';

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

/**
 * Finds the modules that a function is built from: its own, and those of the monorepo that it comes to
 * through the user's go.work and `replace`, by what is required and imported, from one to the next.
 *
 * @param files shared between the functions of one workspace, so that each file is read once.
 * @returns undefined when the function has no go.mod.
 * @throws UserError for a go.mod or go.work that cannot be read, and for a module outside the
 *   workspace.
 */
export function reachModules(
  workspaceRoot: string,
  projectRoot: string,
  files = new GoFiles(workspaceRoot),
): ReachedModules | undefined {
  const folder = join(workspaceRoot, projectRoot);
  if (!files.has(folder, 'go.mod')) return undefined;
  const git = new GitIgnore(workspaceRoot);
  const found = findUpward('go.work', folder, workspaceRoot, files);
  // The next one outward, as in a clone, which has not what git ignores.
  const goWork = found.find((path) => !git.ignores(files.shown(path)));
  const ignored = found[0] === goWork ? undefined : found[0];
  const search = new Search(
    files,
    folder,
    goWork === undefined ? undefined : files.workspace(goWork),
  );
  return { ...search.result(), ...(ignored !== undefined && { ignored: files.shown(ignored) }) };
}

class Search {
  readonly #files: GoFiles;
  readonly #main: GoModule;
  readonly #workspace: UserWorkspace | undefined;
  readonly #used: GoModule[] = [];
  readonly #folders: string[] = [];
  /** Replacements that are part of the build, and names that are decided. */
  readonly #replaced: GoReplacement[] = [];
  readonly #decided = new Set<string>();
  /** Folders in the place of a module, for when it is needed: the first one of a version. */
  readonly #offered = new Map<string, GoReplacement[]>();

  constructor(files: GoFiles, folder: string, workspace?: UserWorkspace) {
    this.#files = files;
    this.#main = { path: files.goMod(folder).module, folder };
    this.#workspace = workspace;
    // Other functions are mostly called `function` like this one: they are none that it imports.
    this.#decided.add(this.#main.path);
    // A replacement in go.work overrides those of all modules, so it comes first.
    if (workspace) this.#offer(dirname(workspace.path), workspace.goWork.replaces);
    const replacedByUser = new Set(this.#offered.keys());
    this.#offer(folder, files.goMod(folder).replaces);
    this.#walk(replacedByUser);
  }

  result(): ReachedModules {
    const { folder } = this.#main;
    const goMods = [folder, ...this.#folders].map((module) => this.#files.goMod(module));
    const versions = goMods.map((goMod) => goMod.go ?? NO_GO_LINE);
    const goWork = this.#workspace?.goWork;
    if (goWork?.go !== undefined) versions.push(goWork.go);
    const vendor = join(folder, 'vendor', 'modules.txt');
    const isUsed = new Set(this.#used.map((module) => module.path));
    const path = this.#workspace?.path;
    const shown = path === undefined ? [] : [path, `${path}.sum`].map((file) => this.#shown(file));
    return {
      modules: {
        main: this.#main,
        used: this.#used,
        // Go takes no replacement of a module that is used.
        replaced: this.#replaced.filter(({ path }) => !isUsed.has(path)),
        goVersion: versions.reduce((a, b) => (compareGoVersions(a, b) < 0 ? b : a)),
        sums: path === undefined ? '' : readIfThere(`${path}.sum`),
        ...(this.#files.has(folder, 'vendor') &&
          existsSync(vendor) && { vendor: this.#shown(dirname(vendor)) }),
      },
      folders: this.#folders.map((module) => this.#shown(module)),
      files: shown,
    };
  }

  /** Until nothing new is found: a module's `replace` may be what another one's import needs. */
  #walk(replacedByUser: ReadonlySet<string>): void {
    for (let before = -1; before !== this.#folders.length;) {
      before = this.#folders.length;
      for (const module of [this.#main.folder, ...this.#folders]) {
        for (const path of this.#files.needs(module)) {
          if (this.#decided.has(path)) continue;
          const used = replacedByUser.has(path) ? undefined : this.#workspace?.uses.get(path);
          if (used !== undefined) this.#use(path, used);
          else this.#replace(path);
        }
      }
    }
  }

  #use(path: string, folder: string): void {
    this.#decided.add(path);
    if (folder === this.#main.folder) return;
    this.#reach(path, folder);
    this.#used.push({ path, folder });
  }

  #replace(path: string): void {
    for (const replacement of this.#offered.get(path) ?? []) {
      this.#decided.add(path);
      this.#reach(path, replacement.target);
      this.#replaced.push(replacement);
    }
  }

  #reach(path: string, folder: string): void {
    const shown = this.#shown(folder);
    if (shown === '..' || shown.startsWith('../')) {
      throw new UserError(`the module ${path} lies outside the workspace, in ${shown}`, {
        where: this.#shown(join(this.#main.folder, 'go.mod')),
        todo: 'Nx cannot see a change there: move the module into the workspace, or publish it.',
      });
    }
    if (!this.#folders.includes(folder)) this.#folders.push(folder);
    this.#offer(folder, this.#files.goMod(folder).replaces);
  }

  /** The first one wins: go.work's, then the function's own, then those of the modules it reaches. */
  #offer(base: string, replaces: GoMod['replaces']): void {
    for (const { path, version, target, targetVersion } of replaces) {
      const known = [...this.#replaced, ...(this.#offered.get(path) ?? [])];
      const isKnown = known.some((other) => other.path === path && other.version === version);
      if (isKnown || this.#decided.has(path)) continue;
      const own = { path, ...(version !== undefined && { version }) };
      if (targetVersion === undefined) {
        const offered = this.#offered.get(path) ?? [];
        this.#offered.set(path, [...offered, { ...own, target: resolve(base, target) }]);
      } else {
        this.#replaced.push({ ...own, target, targetVersion });
      }
    }
  }

  #shown(path: string): string {
    return this.#files.shown(path);
  }
}

/** From the nearest one on. */
function findUpward(name: string, from: string, root: string, files: GoFiles): string[] {
  const found: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    if (files.has(folder, name)) found.push(join(folder, name));
    if (folder === root || folder === dirname(folder)) return found;
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
