import type { Tree } from '@nx/devkit';
import { posix } from 'node:path';
import { compareGoVersions, parseGoMod, parseGoWork } from '../language/go/go-mod';

/** What Go takes a go.work without a go line for (Go Modules Reference, "go directive"). */
const NO_GO_LINE = '1.18';

/** The go.work that the go command finds for a folder, if it is in the workspace. */
export function nearestGoWork(tree: Tree, directory: string): string | undefined {
  for (let folder = directory; ; folder = posix.dirname(folder)) {
    const path = posix.join(folder, 'go.work');
    if (tree.exists(path)) return path;
    if (folder === '.') return undefined;
  }
}

/**
 * The paths of modules that a go.work uses or replaces, with the words that say where: none of them
 * may be used a second time. Those of `except` are left out.
 *
 * @throws UserError for a go.work that cannot be read.
 */
export function goWorkModules(tree: Tree, path: string, except: string): Map<string, string> {
  const { uses, replaces } = parseGoWork(tree.read(path, 'utf8') ?? '', path);
  const modules = new Map<string, string>();
  for (const replaced of replaces) modules.set(replaced.path, `replaced in ${path}`);
  for (const { dir } of uses) {
    const folder = posix.join(posix.dirname(path), dir);
    const goMod = posix.join(folder, 'go.mod');
    // An absolute or a missing one is for Go to tell of.
    if (folder === except || posix.isAbsolute(dir) || !tree.exists(goMod)) continue;
    modules.set(parseGoMod(tree.read(goMod, 'utf8') ?? '', goMod).module, `in ${folder}`);
  }
  return modules;
}

/** Adds the module of a folder to the go.work that the go command would find for it, if both exist. */
export function useGoModule(tree: Tree, directory: string): void {
  const path = nearestGoWork(tree, directory);
  const goMod = posix.join(directory, 'go.mod');
  if (path === undefined || !tree.exists(goMod)) return;
  const { go } = parseGoMod(tree.read(goMod, 'utf8') ?? '', goMod);
  const folder = posix.relative(posix.dirname(path), directory);
  const before = tree.read(path, 'utf8') ?? '';
  const after = addUse(before, folder === '' ? '.' : folder, go ?? NO_GO_LINE, path);
  if (after !== before) tree.write(path, after);
}

/**
 * Adds a module to a go.work, as `go work use` does: its folder to `use`, and a go line that is not
 * below the module's. All else stays as it is; a text that needs neither is returned unchanged.
 *
 * @param folder of the module, relative to that of the go.work.
 * @param go the go line of the module.
 * @param file what errors call the go.work.
 * @throws UserError for a go.work that cannot be read.
 */
export function addUse(text: string, folder: string, go: string, file: string): string {
  const work = parseGoWork(text, file);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = text.split(/\r?\n/);
  const isUsed = work.uses.some(({ dir }) => clean(dir) === clean(folder));
  // From below to above: the line numbers of what is above stay right.
  if (!isUsed) addUseLine(lines, work.uses.at(-1)?.line, quoted(folder));
  if (compareGoVersions(work.go ?? NO_GO_LINE, go) < 0) raiseGoLine(lines, go, work.go);
  return lines.join(end);
}

function clean(folder: string): string {
  return posix.join(folder, '.').replace(/(.)\/$/, '$1');
}

/** Behind the last one, in its form; else into an empty block; else at the end. */
function addUseLine(lines: string[], last: number | undefined, folder: string): void {
  if (last !== undefined) {
    const line = lines[last - 1] ?? '';
    const isAlone = /^\s*use\s+(?!\/\/)\S/.test(line);
    lines.splice(last, 0, isAlone ? `use ${folder}` : `${/^\s*/.exec(line)?.[0] ?? ''}${folder}`);
    return;
  }
  const block = lines.findIndex((line) => /^\s*use\s*\(\s*(?:\/\/.*)?$/.test(line));
  if (block !== -1) {
    lines.splice(block + 1, 0, `\t${folder}`);
    return;
  }
  while (lines.at(-1)?.trim() === '') lines.pop();
  lines.push(...(lines.length === 0 ? [] : ['']), `use ${folder}`, '');
}

function raiseGoLine(lines: string[], go: string, before: string | undefined): void {
  if (before === undefined) {
    lines.unshift(`go ${go}`, '');
    return;
  }
  const index = lines.findIndex((line) => /^\s*go\s+[^\s(]/.test(line));
  lines[index] = (lines[index] ?? '').replace(/^(\s*go\s+)[^\s/]+/, `$1${go}`);
}

/** `./apps/hello`; in quotes where Go needs them. */
function quoted(folder: string): string {
  const path = folder === '.' || folder.startsWith('../') ? folder : `./${folder}`;
  return /^[\w./@~+-]+$/.test(path) ? path : JSON.stringify(path);
}
