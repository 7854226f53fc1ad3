import { UserError } from '../../errors';
import { parseDeclarations } from './declarations';
import type { GoDeclarations, GoFunction, GoType } from './declarations';

/** A Go file; `path` is what errors call it. */
export interface SourceFile {
  readonly path: string;
  readonly source: string;
}

interface ParsedFile extends GoDeclarations {
  readonly path: string;
}

/** A function with the file that it stands in. */
export interface PlacedFunction extends GoFunction {
  readonly file: ParsedFile;
  /** `file:line:column` */
  readonly where: string;
}

/** A type with the file that it stands in. */
export interface PlacedType extends GoType {
  readonly file: ParsedFile;
}

/** `*pkg.Type` and its parts. */
const TYPE_NAME =
  /^(?<prefix>[*.]*)(?:(?<qualifier>[\p{L}_][\p{L}_\p{Nd}]*)\.)?(?<name>[\p{L}_][\p{L}_\p{Nd}]*)$/u;

/** An alias may be one of itself in a source that does not compile. */
const MAX_ALIASES = 10;

/**
 * The Go files of one folder, taken as one package.
 */
export class SourcePackage {
  readonly name: string;
  readonly functions: readonly PlacedFunction[];
  readonly #files: readonly ParsedFile[];
  readonly #types: ReadonlyMap<string, PlacedType>;

  /**
   * @param root the folder, for errors.
   * @throws UserError if the files are not one package.
   */
  constructor(files: readonly SourceFile[], root: string) {
    const parsed = files.map(({ path, source }) => ({ path, ...parseDeclarations(source) }));
    // `go build` ignores files of this package whatever the others are (go/build, "documentation").
    this.#files = parsed.filter((file) => file.packageName !== 'documentation');
    this.name = packageName(this.#files, root);
    this.functions = this.#files.flatMap((file) =>
      file.functions.map((it) => ({ ...it, file, where: `${file.path}:${it.line}:${it.column}` })),
    );
    this.#types = new Map(
      this.#files.flatMap((file) => file.types.map((type) => [type.name, { ...type, file }])),
    );
  }

  /** The functions of this name that are neither methods nor generic. */
  plainFunctions(name: string): PlacedFunction[] {
    return this.functions.filter(
      (it) => it.name === name && it.receiver === undefined && !it.typeParameters,
    );
  }

  method(type: string, name: string): PlacedFunction | undefined {
    return this.functions.find((it) => it.name === name && it.receiver?.type === type);
  }

  type(name: string): PlacedType | undefined {
    return this.#types.get(name);
  }

  /** `file:line:column` of the variable or constant of this name. */
  value(name: string): string | undefined {
    for (const { path, values } of this.#files) {
      const found = values.find((value) => value.name === name);
      if (found !== undefined) return `${path}:${found.line}:${found.column}`;
    }
    return undefined;
  }

  /**
   * A type's text with the import path in the place of the name that the file gives it, and with
   * aliases of this package resolved: `*net/http.Request`. What it does not understand, as it is.
   */
  fullName(text: string, file: ParsedFile, aliases = 0): string {
    if (text === 'interface{}') return 'any';
    const parts = TYPE_NAME.exec(text)?.groups;
    if (parts === undefined) return text;
    const { prefix = '', qualifier, name = '' } = parts;
    if (qualifier !== undefined) {
      return `${prefix}${importPath(file, qualifier) ?? qualifier}.${name}`;
    }
    const type = this.#types.get(name);
    if (type?.alias === true && type.text !== '' && aliases < MAX_ALIASES) {
      return prefix + this.fullName(type.text, type.file, aliases + 1);
    }
    return prefix + (type === undefined ? dotImported(file, name) : name);
  }
}

function packageName(files: readonly ParsedFile[], root: string): string {
  const [first] = files;
  if (first === undefined) {
    throw new UserError('no Go files that are compiled for this platform', {
      where: root,
      todo: 'Put the function into the folder of its func.yaml.',
    });
  }
  const nameless = files.find((file) => file.packageName === '');
  if (nameless !== undefined) {
    throw new UserError('no package clause', {
      where: nameless.path,
      todo: 'Begin the file with "package function".',
    });
  }
  const other = files.find((file) => file.packageName !== first.packageName);
  if (other !== undefined) {
    throw new UserError(
      `two packages in one folder: ${first.packageName} (${first.path}) and ${other.packageName} (${other.path})`,
      { where: root, todo: 'Give both files the same package name, or move one to a folder.' },
    );
  }
  return first.packageName;
}

/** The path that a file imports under a name. */
function importPath(file: ParsedFile, name: string): string | undefined {
  const named = file.imports.find((it) => it.name === name);
  if (named !== undefined) return named.path;
  return file.imports.find((it) => it.name === undefined && defaultNames(it.path).includes(name))
    ?.path;
}

/**
 * What a package may be called whose import has no name: only its source tells, so the last element
 * of the path, or the one before a major version.
 */
function defaultNames(path: string): string[] {
  const elements = path.split('/');
  const last = elements.at(-1) ?? '';
  return /^v[0-9]+$/.test(last) ? [last, elements.at(-2) ?? ''] : [last];
}

/** An exported name that the package does not declare is of a package imported with a dot. */
function dotImported(file: ParsedFile, name: string): string {
  const dots = file.imports.filter((it) => it.name === '.');
  const [only] = dots;
  return only !== undefined && dots.length === 1 && /^\p{Lu}/u.test(name)
    ? `${only.path}.${name}`
    : name;
}
