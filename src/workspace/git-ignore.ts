import { join, posix } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { Folders } from './folders';
import { readIfThere } from './read-file';

/** Files whose rules keep other files out of Nx's file map. */
const RULE_FILES = ['.gitignore', '.nxignore'];

/**
 * What the ignore files of a workspace say of a path. Nx says it for files; links are not in its
 * file map, so for them the files are read here.
 */
export class GitIgnore {
  readonly #root: string;
  readonly #folders: Folders;
  readonly #rules = new Map<string, Ignore | undefined>();

  /** @param root the workspace's folder, absolute. */
  constructor(root: string, folders = new Folders()) {
    this.#root = root;
    this.#folders = folders;
  }

  /** @param path relative to the workspace, with `/` at the end if it is a folder. */
  ignores(path: string): boolean {
    for (let folder = posix.dirname(path); ; folder = posix.dirname(folder)) {
      const rules = this.#rulesOf(folder);
      const verdict = rules?.test(folder === '.' ? path : path.slice(folder.length + 1));
      if (verdict?.ignored) return true;
      if (verdict?.unignored) return false;
      if (folder === '.') return false;
    }
  }

  #rulesOf(folder: string): Ignore | undefined {
    if (!this.#rules.has(folder)) {
      const path = join(this.#root, folder);
      const files = RULE_FILES.filter((name) => this.#folders.has(path, name));
      const texts = files.map((name) => rulesIn(join(path, name)));
      if (folder === '.') texts.push(rulesIn(join(this.#root, '.git', 'info', 'exclude')));
      const text = texts.join('\n').trim();
      // Git and Nx know small letters from capital ones.
      const rules = text === '' ? undefined : ignore({ ignorecase: false }).add(text);
      this.#rules.set(folder, rules);
    }
    return this.#rules.get(folder);
  }
}

/** An ignore file that cannot be read has no rules. */
function rulesIn(path: string): string {
  return readIfThere(path)?.toString() ?? '';
}
