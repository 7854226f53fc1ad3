import { UserError } from '../errors';

/**
 * The first words of the import paths of Go's standard library and of its own modules, and what the
 * go command does not import: a module of such a name cannot be built or tested (Go 1.26).
 */
const GO_NAMES: ReadonlySet<string> = new Set([
  ...['archive', 'arena', 'bufio', 'builtin', 'bytes', 'cmp', 'compress', 'container', 'context'],
  ...['crypto', 'database', 'debug', 'embed', 'encoding', 'errors', 'expvar', 'flag', 'fmt', 'go'],
  ...['hash', 'html', 'image', 'index', 'internal', 'io', 'iter', 'log', 'maps', 'math', 'mime'],
  ...['net', 'os', 'path', 'plugin', 'reflect', 'regexp', 'runtime', 'simd', 'slices', 'sort'],
  ...['strconv', 'strings', 'structs', 'sync', 'syscall', 'testing', 'text', 'time', 'unicode'],
  ...['unique', 'unsafe', 'vendor', 'weak'],
  // Patterns and reserved words of the go command.
  ...['all', 'cmd', 'main', 'std', 'tool', 'toolchain', 'work'],
]);

/** Names of devices, which a module path may not hold (golang.org/x/mod/module, badWindowsNames). */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** A name for the module of a function, and why it is not that of the function. */
export interface GoModuleName {
  readonly module: string;
  readonly reason?: string;
}

/**
 * The module of a function is called as the function, unless Go could not build that: then
 * `time-function`, or after the folder where go.work has a module of this name.
 *
 * @param byPath the name that the function's folder gives; may be empty.
 * @param taken the paths of modules in go.work, with where they are.
 * @throws UserError if both names are taken.
 */
export function goModuleName(
  name: string,
  byPath: string,
  taken: ReadonlyMap<string, string>,
): GoModuleName {
  const module = importable(name);
  const other = taken.get(module);
  if (other === undefined) {
    return module === name ? { module } : { module, reason: `"${name}" is a word of Go's own` };
  }
  const second = importable(byPath);
  if (second !== '' && !taken.has(second)) {
    return { module: second, reason: `the module "${module}" is ${other} already` };
  }
  throw new UserError(
    `the module "${module}" is ${other} already, and go.work takes one of a name`,
    {
      where: 'option name',
      todo: 'Give the function another name with --name.',
    },
  );
}

function importable(name: string): string {
  return GO_NAMES.has(name) || DEVICE.test(name) ? `${name}-function` : name;
}
