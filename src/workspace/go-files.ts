import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { circumstance, systemErrorCode, UserError } from '../errors';
import { type GoMod, type GoWork, parseGoMod, parseGoWork } from '../language/go/go-mod';
import { Folders } from './folders';

/** Folders that hold no package of the module around them. */
const OTHERS = new Set(['vendor', 'testdata', 'node_modules']);

/** A quoted word; by look-ahead, so that a quote which closes one may open the next. */
const QUOTED = /["`](?=([^"`\s]+)["`])/g;

/** A go.work, with the modules that it uses by their name. */
export interface UserWorkspace {
  readonly path: string;
  readonly goWork: GoWork;
  /** Name of a module to its absolute folder; the first of a name. */
  readonly uses: ReadonlyMap<string, string>;
}

/**
 * The Go files of a workspace, each read once: a thousand functions in one go.work would read a
 * thousand go.mod files each.
 *
 * @throws UserError from each method, for a file that cannot be read.
 */
export class GoFiles {
  readonly #root: string;
  readonly #folders: Folders;
  readonly #goMods = new Map<string, GoMod>();
  readonly #workspaces = new Map<string, UserWorkspace>();
  readonly #needs = new Map<string, ReadonlySet<string>>();

  /** @param root the workspace's folder, absolute. */
  constructor(root: string, folders = new Folders()) {
    this.#root = root;
    this.#folders = folders;
  }

  /** Whether a folder, absolute, has an entry of that name. */
  has(folder: string, name: string): boolean {
    return this.#folders.has(folder, name);
  }

  /** @param folder the module's, absolute, here and below. */
  goMod(folder: string): GoMod {
    return remember(this.#goMods, folder, () => {
      const path = join(folder, 'go.mod');
      return parseGoMod(this.#read(path), this.shown(path));
    });
  }

  workspace(path: string): UserWorkspace {
    return remember(this.#workspaces, path, () => {
      const goWork = parseGoWork(this.#read(path), this.shown(path));
      const uses = new Map<string, string>();
      for (const { dir } of goWork.uses) {
        const folder = resolve(dirname(path), dir);
        const name = this.#nameOf(folder);
        if (name !== undefined && !uses.has(name)) uses.set(name, folder);
      }
      return { path, goWork, uses };
    });
  }

  /**
   * The names of the modules that a module may need: those that its go.mod requires, and everything
   * that its sources have in quotes, as an import has, with the paths that it begins with. Comments and
   * strings count too: then an input is hashed that need not be.
   */
  needs(folder: string): ReadonlySet<string> {
    return remember(this.#needs, folder, () => {
      const needs = new Set(this.goMod(folder).requires.map(({ path }) => path));
      for (const text of readSources(folder, this.#folders)) {
        for (const [, word = ''] of text.matchAll(QUOTED)) {
          for (let end = word.length; end > 0; end = word.lastIndexOf('/', end - 1)) {
            needs.add(word.slice(0, end));
          }
        }
      }
      return needs;
    });
  }

  /** A path relative to the workspace, as messages and inputs have it. */
  shown(path: string): string {
    return relative(this.#root, path).replaceAll('\\', '/') || '.';
  }

  /** A go.mod that cannot be read belongs to a module that cannot be reached. */
  #nameOf(folder: string): string | undefined {
    try {
      return this.goMod(folder).module;
    } catch {
      return undefined;
    }
  }

  #read(path: string): string {
    try {
      // Reading a pipe would wait for its other end, and Nx for us.
      if (!statSync(path).isFile()) {
        throw new UserError('this must be a file', { where: this.shown(path), todo: 'Remove it.' });
      }
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw circumstance(error, 'read the file', this.shown(path));
    }
  }
}

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const value = make();
  known.set(key, value);
  return value;
}

/** What cannot be read has nothing to say: the compiler, which needs it, cannot read it either. */
function* readSources(folder: string, folders: Folders): Generator<string> {
  for (const entry of ifReadable(() => folders.list(folder)) ?? []) {
    const name = entry.name.toString();
    if (name.startsWith('.') || name.startsWith('_')) continue;
    const path = join(folder, name);
    if (entry.isDirectory()) {
      // A go.mod begins another module.
      if (!OTHERS.has(name) && !folders.has(path, 'go.mod')) yield* readSources(path, folders);
    } else if (entry.isFile() && name.endsWith('.go') && !name.endsWith('_test.go')) {
      yield ifReadable(() => readFileSync(path, 'utf8')) ?? '';
    }
  }
}

function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
