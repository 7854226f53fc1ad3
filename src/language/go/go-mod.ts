import { UserError } from '../../errors';
import { readDirectives } from './mod-lines';
import type { Directive } from './mod-lines';

export { compareGoVersions } from './go-version';

/** `path version` of a require directive. */
export interface GoRequire {
  readonly path: string;
  readonly version: string;
}

/** A replace directive. The target is a folder if it has no version. */
export interface GoReplace {
  readonly path: string;
  /** Absent: all versions. */
  readonly version?: string;
  readonly target: string;
  readonly targetVersion?: string;
  readonly line: number;
}

/** What a go.mod says about modules. */
export interface GoMod {
  readonly module: string;
  readonly go?: string;
  readonly toolchain?: string;
  readonly requires: readonly GoRequire[];
  readonly replaces: readonly GoReplace[];
}

/** What a go.work says about modules. */
export interface GoWork {
  readonly go?: string;
  readonly toolchain?: string;
  /** Folders as they stand there. */
  readonly uses: readonly { readonly dir: string; readonly line: number }[];
  readonly replaces: readonly GoReplace[];
}

/**
 * Reads a go.mod (Go Modules Reference, "go.mod files"). Directives that say nothing about the modules
 * of a build are stepped over, and so are those that a later Go may bring.
 *
 * @param file what errors call it.
 * @throws UserError with file and line.
 */
export function parseGoMod(text: string, file: string): GoMod {
  const reader = new Reader(text, file);
  const module = reader.one('module');
  if (module === undefined) {
    throw new UserError('no module line', {
      where: file,
      todo: 'Write "module function" into it.',
    });
  }
  const requires = reader.all('require').map((it) => {
    const [path, version] = reader.words(it, [2], 'require path version');
    return { path, version };
  });
  return { module, ...reader.versions(), requires, replaces: reader.replaces() };
}

/**
 * Reads a go.work (Go Modules Reference, "go.work files").
 *
 * @param file what errors call it.
 * @throws UserError with file and line.
 */
export function parseGoWork(text: string, file: string): GoWork {
  const reader = new Reader(text, file);
  const uses = reader.all('use').map((it) => {
    const [dir] = reader.words(it, [1], 'use folder');
    return { dir, line: it.line };
  });
  return { ...reader.versions(), uses, replaces: reader.replaces() };
}

/** What Go takes for a folder, and not for a module (modfile, IsDirectoryPath). */
const FOLDER = /^(?:\.{0,2}[/\\]|\.{1,2}$|[A-Za-z]:)/;

class Reader {
  readonly #directives: readonly Directive[];
  readonly #file: string;

  constructor(text: string, file: string) {
    this.#directives = readDirectives(text, file);
    this.#file = file;
  }

  all(name: string): Directive[] {
    return this.#directives.filter((it) => it.name === name);
  }

  /** The word after a directive that may stand there once. */
  one(name: string): string | undefined {
    const [first, second] = this.all(name);
    if (second !== undefined) throw this.#unreadable(second, `a second ${name} line`);
    return first === undefined ? undefined : this.words(first, [1], `${name} ...`)[0];
  }

  versions(): { go?: string; toolchain?: string } {
    const go = this.one('go');
    const toolchain = this.one('toolchain');
    return { ...(go !== undefined && { go }), ...(toolchain !== undefined && { toolchain }) };
  }

  /** The words of a directive, which has one of these numbers of them. */
  words(
    directive: Directive,
    counts: readonly number[],
    form: string,
    words = directive.words,
  ): [string, string] {
    if (!counts.includes(words.length) || words.includes('=>')) {
      throw this.#unreadable(directive, `not of the form "${form}"`);
    }
    return [words[0] ?? '', words[1] ?? ''];
  }

  replaces(): GoReplace[] {
    return this.all('replace').map((directive) => {
      const arrow = Math.max(directive.words.indexOf('=>'), 0);
      const side = (words: readonly string[]): [string, string] =>
        this.words(directive, [1, 2], 'replace path [version] => target [version]', words);
      const [path, version] = side(directive.words.slice(0, arrow));
      const [target, targetVersion] = side(directive.words.slice(arrow + 1));
      if (targetVersion === '' && !FOLDER.test(target)) {
        throw this.#unreadable(directive, 'a target without a version is a folder: ./, ../ or /');
      }
      return {
        path,
        ...(version !== '' && { version }),
        target,
        ...(targetVersion !== '' && { targetVersion }),
        line: directive.line,
      };
    });
  }

  #unreadable(directive: Directive, what: string): UserError {
    const text = [directive.name, ...directive.words].join(' ');
    return new UserError(`cannot read "${text}": ${what}`, {
      where: `${this.#file}:${directive.line}`,
    });
  }
}
