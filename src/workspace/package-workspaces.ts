import { join, posix } from 'node:path';
import { globToRegExp } from './glob';
import { readIfThere } from './read-file';
import { readJson } from './read-json';

/** The workspace's own. */
const ROOT = 'package.json';

/**
 * Which package.json files are members of the workspaces of npm, pnpm, yarn, bun or lerna: Nx makes
 * a project of those.
 *
 * @returns tells it of a package.json, by its path relative to the workspace.
 */
export async function packageWorkspaces(workspaceRoot: string): Promise<(file: string) => boolean> {
  const patterns = await readPatterns(workspaceRoot);
  const negative = patterns.filter((pattern) => pattern.startsWith('!'));
  const positive = patterns.filter((pattern) => !pattern.startsWith('!'));
  // Nx takes exclusions alone for "all but these".
  const isAllBut = negative.length > 0 && (positive.length === 0 || positive.join() === ROOT);
  const included = (isAllBut ? ['**/package.json'] : positive).map((pattern) =>
    globToRegExp(pattern),
  );
  const excluded = negative.map((pattern) => globToRegExp(pattern.slice(1)));
  return (file) =>
    included.some((regExp) => regExp.test(file)) && !excluded.some((regExp) => regExp.test(file));
}

/** Patterns of package.json files, from the files that have patterns of folders. */
async function readPatterns(workspaceRoot: string): Promise<string[]> {
  const manifest = await readJson(join(workspaceRoot, 'package.json'));
  if (manifest === undefined) return [];
  const { workspaces, nx } = manifest;
  const own = Array.isArray(workspaces) ? workspaces : packagesOf(workspaces);
  const pnpm = packagesOf(await readYaml(join(workspaceRoot, 'pnpm-workspace.yaml')));
  const lerna = await readJson(join(workspaceRoot, 'lerna.json'));
  const ofLerna = lerna === undefined ? [] : packagesOf(lerna);
  return [
    ...[...own, ...pnpm].filter((pattern) => typeof pattern === 'string').map(toManifest),
    ...(lerna !== undefined && ofLerna.length === 0 ? ['packages/*'] : ofLerna)
      .filter((pattern) => typeof pattern === 'string')
      .map(toManifest),
    // The root's own is a project if it says so.
    ...(nx ? [ROOT] : []),
  ];
}

function packagesOf(value: unknown): readonly unknown[] {
  const packages = (value as { readonly packages?: unknown } | null | undefined)?.packages;
  return Array.isArray(packages) ? packages : [];
}

async function readYaml(path: string): Promise<unknown> {
  const text = readIfThere(path)?.toString();
  if (text === undefined) return undefined;
  const { parse } = await import('yaml');
  try {
    return parse(text, { logLevel: 'silent' }) as unknown;
  } catch {
    return undefined;
  }
}

/** A pattern of folders as one of their package.json. */
function toManifest(pattern: string): string {
  const file = pattern.endsWith('/package.json') ? pattern : posix.join(pattern, 'package.json');
  return file.replace(/^\.\//, '');
}
