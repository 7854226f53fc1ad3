import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** A workspace in a temp folder, with real files. */
export class TempWorkspace {
  /** Absolute, and without a link in it: macOS has one in its temp folder. */
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'nx-func-test-')));

  constructor(files: Readonly<Record<string, string | Buffer>> = {}) {
    this.write(files);
  }

  write(files: Readonly<Record<string, string | Buffer>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
  }

  folder(name: string): void {
    mkdirSync(this.path(name), { recursive: true });
  }

  link(name: string, target: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    symlinkSync(target, this.path(name));
  }

  path(name: string): string {
    return join(this.root, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  has(name: string): boolean {
    return existsSync(this.path(name));
  }

  /** All that is in a folder, empty folders too, relative to it and sorted. */
  list(folder = '.'): string[] {
    const root = this.path(folder);
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .sort();
  }

  remove(name = '.'): void {
    rmSync(this.path(name), { recursive: true, force: true });
  }
}
