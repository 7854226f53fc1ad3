import { UserError } from '../errors';

import { compileGlob } from './go-glob';

/** A path of the function: relative to its root, with `/`, without a `/` at either end. */
interface Entry {
  readonly path: string;
  readonly basename: string;
  /** The folder that it is in; empty for the root of the function. */
  readonly folder: string;
}

/** Tells whether the folder (relative to the root of the function, empty for it) has a Cargo.toml. */
export type HasCargoToml = (folder: string) => boolean;

interface Rule {
  readonly ignored: boolean;
  readonly matches: (entry: Entry, hasCargoToml: HasCargoToml) => boolean;
}

/** func's own names that no line of `.funcignore` brings back: what is in them is never source. */
const NEVER_SHIPPED: ReadonlySet<string> = new Set(['.git', '.func']);

/** func's DefaultIgnored, at any depth. */
const FUNC_NAMES: ReadonlySet<string> = new Set(['.git', '.func', '.funcignore', '.gitignore']);

/** What tools leave at the root of a function. Deeper ones may be test data: they are shipped. */
const ROOT_NAMES: ReadonlySet<string> = new Set(['node_modules', '__pycache__', '.nx', '.venv']);

/** What may hold a secret, at any depth: an image is read by more people than a repository. */
const SECRETS: ReadonlySet<string> = new Set([
  '.env',
  '.npmrc',
  '.yarnrc.yml',
  '.pypirc',
  '.netrc',
  '.git-credentials',
  '.ssh',
  '.aws',
  '.docker',
]);

const BUILT_IN: readonly Rule[] = [
  { ignored: true, matches: (entry) => FUNC_NAMES.has(entry.basename) },
  { ignored: true, matches: (entry) => entry.folder === '' && ROOT_NAMES.has(entry.basename) },
  {
    ignored: true,
    matches: (entry, hasCargoToml) => entry.basename === 'target' && hasCargoToml(entry.folder),
  },
  {
    ignored: true,
    matches: ({ basename }) => SECRETS.has(basename) || basename.startsWith('.env.'),
  },
];

/**
 * What of a function is not shipped: the built-in rules, then the lines of `.funcignore`. The last
 * rule that matches a path, or a folder that it is in, decides. Immutable.
 */
export class IgnoreRules {
  readonly #rules: readonly Rule[];

  /** @param rules those of `.funcignore`, in the order of its lines. */
  constructor(rules: readonly Rule[]) {
    this.#rules = [...BUILT_IN, ...rules].reverse();
  }

  /**
   * @param path of a file, a link or a folder: relative to the root of the function, with `/`.
   *   The root itself (empty) is never ignored.
   * @param hasCargoToml is asked for the folders of those paths alone that are called `target`.
   */
  ignores(path: string, hasCargoToml: HasCargoToml = () => false): boolean {
    if (path === '') return false;
    const entries = withAncestors(path);
    if (entries.some((entry) => NEVER_SHIPPED.has(entry.basename))) return true;
    const rule = this.#rules.find(({ matches }) =>
      entries.some((entry) => matches(entry, hasCargoToml)),
    );
    return rule?.ignored ?? false;
  }
}

/** `a/b/c` as `a`, `a/b` and `a/b/c`. */
function withAncestors(path: string): Entry[] {
  const entries: Entry[] = [];
  let start = 0;
  for (;;) {
    const slash = path.indexOf('/', start);
    const end = slash === -1 ? path.length : slash;
    entries.push({
      path: path.slice(0, end),
      basename: path.slice(start, end),
      folder: path.slice(0, Math.max(0, start - 1)),
    });
    if (slash === -1) return entries;
    start = slash + 1;
  }
}

/**
 * Reads `.funcignore`. A line is a pattern of func: `/foo` is exactly that path and all beneath,
 * without wildcards; anything else is Go's `filepath.Match` (no `**`), against the last name of a
 * path and against the whole path, a `/` at its end dropped. Blank lines and `#` are nothing. What
 * func has not: `!` before a pattern ships what an earlier rule ignores, a secret included.
 *
 * @param text the content, undefined if there is no such file.
 * @param file its name in errors, relative to the workspace.
 * @throws UserError with the line, for a malformed pattern.
 */
export function parseIgnore(text: string | undefined, file: string): IgnoreRules {
  const rules: Rule[] = [];
  // trim also drops the CR of CRLF and a byte order mark.
  for (const [index, line] of (text ?? '').split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    rules.push(parseLine(trimmed, `${file}:${index + 1}`));
  }
  return new IgnoreRules(rules);
}

function parseLine(line: string, where: string): Rule {
  const ignored = !line.startsWith('!');
  const pattern = ignored ? line : line.slice(1).trim();
  if (pattern === '') {
    throw new UserError('"!" without a pattern', {
      where,
      todo: 'Write what is to be shipped behind it ("!.env"), or remove the line.',
    });
  }
  if (pattern.startsWith('/')) return { ignored, matches: exactly(pattern.slice(1)) };
  return { ignored, matches: globbed(pattern, where) };
}

/** All beneath needs no word here: a rule is tried on every folder that a path is in. */
function exactly(path: string): Rule['matches'] {
  const wanted = path.replace(/\/$/, '');
  return (entry) => entry.path === wanted;
}

function globbed(pattern: string, where: string): Rule['matches'] {
  let matches: (name: string) => boolean;
  try {
    matches = compileGlob(pattern.replace(/\/$/, ''));
  } catch (cause) {
    throw new UserError(`"${pattern}": ${(cause as Error).message}`, {
      where,
      todo: 'Put a backslash before a character that stands for itself, or correct the pattern.',
      cause,
    });
  }
  return (entry) => matches(entry.basename) || matches(entry.path);
}
