import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that hold no package of the module around them. */
const OTHERS = new Set(['vendor', 'testdata', 'node_modules']);

/**
 * Whether a source of a Go module names a path in quotes, as an import of it or of a package in it
 * does. A comment or a string can do so too: then an input is hashed that need not be.
 */
export class GoSources {
  readonly #texts = new Map<string, readonly string[]>();

  /** @param folder the module's folder, absolute. */
  mention(folder: string, importPath: string): boolean {
    const texts = this.#texts.get(folder) ?? [...readSources(folder)];
    this.#texts.set(folder, texts);
    const forms = [`"${importPath}"`, `"${importPath}/`, `\`${importPath}\``, `\`${importPath}/`];
    return texts.some((text) => forms.some((form) => text.includes(form)));
  }
}

function* readSources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const { name } = entry;
    if (name.startsWith('.') || name.startsWith('_')) continue;
    const path = join(folder, name);
    if (entry.isDirectory()) {
      // A go.mod begins another module.
      if (!OTHERS.has(name) && !existsSync(join(path, 'go.mod'))) yield* readSources(path);
    } else if (name.endsWith('.go') && !name.endsWith('_test.go') && !entry.isSymbolicLink()) {
      yield readFileSync(path, 'utf8');
    }
  }
}
