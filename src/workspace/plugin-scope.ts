import type { NxJsonConfiguration } from '@nx/devkit';
import { basename, join, posix } from 'node:path';
import { type Folders, NO_PROJECTS } from './folders';
import type { GitIgnore } from './git-ignore';
import { globToRegExp } from './glob';

/** The parts of a workspace that nx.json gives this plugin, which it may name more than once. */
export class PluginScope {
  readonly #scopes: readonly { readonly include: Matcher; readonly exclude: Matcher }[];
  /** Nx hands over a part of the files only: what names there are elsewhere is not seen. */
  readonly isPart: boolean;

  constructor({ plugins }: Pick<NxJsonConfiguration, 'plugins'>) {
    const entries = (plugins ?? []).flatMap((entry) =>
      typeof entry !== 'string' && entry.plugin === 'nx-func/plugin' ? [entry] : [],
    );
    this.isPart = entries.some(
      ({ include, exclude }) => include !== undefined || exclude !== undefined,
    );
    this.#scopes = entries.map(({ include, exclude }) => ({
      include: matcher(include, true),
      exclude: matcher(exclude, false),
    }));
  }

  /** Whether one of the entries in nx.json is for that file. */
  has(file: string): boolean {
    return this.#scopes.some(({ include, exclude }) => include(file) && !exclude(file));
  }
}

type Matcher = (file: string) => boolean;

/** As Nx has it: with a `!` among them, the last one that matches decides. */
function matcher(patterns: readonly string[] | undefined, ofNone: boolean): Matcher {
  if (patterns === undefined || patterns.length === 0) return () => ofNone;
  const compiled = patterns.map((pattern) => ({
    isPositive: !pattern.startsWith('!'),
    regExp: globToRegExp(pattern.replace(/^!/, ''), { dot: true }),
  }));
  const beforeAll = compiled[0]?.isPositive === false;
  return (file) => compiled.findLast(({ regExp }) => regExp.test(file))?.isPositive ?? beforeAll;
}

const NAMES = new Set(['func.yaml', 'project.json', 'package.json']);

/** The files that tell of projects in the whole workspace, as Nx would list them. */
export function findProjectFiles(
  workspaceRoot: string,
  folders: Folders,
  git: GitIgnore,
): string[] {
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of folders.listIfThere(join(workspaceRoot, folder))) {
      const path = posix.join(folder, entry.name.toString());
      const isFolder = entry.isDirectory();
      if (isFolder ? NO_PROJECTS.has(basename(path)) : !NAMES.has(basename(path))) continue;
      if (git.ignores(isFolder ? `${path}/` : path)) continue;
      if (isFolder) visit(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  visit('');
  return found;
}
