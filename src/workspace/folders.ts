import { type Dirent, readdirSync } from 'node:fs';

/** Folders of tools and of builds: Nx never looks into them, and no project is in one. */
export const NO_PROJECTS: ReadonlySet<string> = new Set(['.func', '.git', '.nx', 'node_modules']);

/** What is in the folders of a workspace, each read once, however many look into it. */
export class Folders {
  readonly #listings = new Map<string, readonly Dirent<Buffer>[]>();
  readonly #names = new Map<string, ReadonlySet<string>>();

  /**
   * The entries of a folder. Their names are bytes: one that is not UTF-8 would not survive as text.
   *
   * @param path absolute.
   * @throws what the file system throws where it cannot be read.
   */
  list(path: string): readonly Dirent<Buffer>[] {
    let listing = this.#listings.get(path);
    if (listing === undefined) {
      listing = readdirSync(path, { withFileTypes: true, encoding: 'buffer' });
      this.#listings.set(path, listing);
    }
    return listing;
  }

  /** Whether a folder has an entry of that name; no if it cannot be read, or there is none. */
  has(path: string, name: string): boolean {
    let names = this.#names.get(path);
    if (names === undefined) {
      names = new Set(this.listIfThere(path).map((entry) => entry.name.toString()));
      this.#names.set(path, names);
    }
    return names.has(name);
  }

  /** None if the folder cannot be read, or is not there. */
  listIfThere(path: string): readonly Dirent<Buffer>[] {
    try {
      return this.list(path);
    } catch {
      return [];
    }
  }
}
