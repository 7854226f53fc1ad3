import { posix, relative } from 'node:path';
import { UserError } from '../errors';
import { NO_PROJECTS } from './folders';

/** What path names may hold on every system; git and Nx take more. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}]/u;

/**
 * The folder of a project that is to be generated, relative to the workspace, with `/`; `.` is the
 * workspace itself. As for Nx's own generators it may be given from the folder that the user is in.
 *
 * @param given what the user wrote.
 * @param from the folder that the user is in, absolute.
 * @throws UserError for one that lies outside the workspace, or where no project may be.
 */
export function projectDirectory(given: string, workspaceRoot: string, from: string): string {
  const where = 'option directory';
  if (given.trim() === '' || UNPRINTABLE.test(given)) {
    throw new UserError(`${JSON.stringify(given)} is no folder`, {
      where,
      todo: 'Name the folder of the new function, as in apps/hello.',
    });
  }
  const text = given.replaceAll('\\', '/');
  const absolute = posix.isAbsolute(text) ? relative(workspaceRoot, text) : undefined;
  const folder = trimSlash(absolute ?? fromWorkspace(text, relative(workspaceRoot, from)));
  if (isOutside(folder)) {
    throw new UserError(`${given} lies outside the workspace`, {
      where,
      todo: 'Name a folder of the workspace, as in apps/hello.',
    });
  }
  checkForProjects(folder, given, { where, todo: 'Name another folder, as in apps/hello.' });
  return folder;
}

/**
 * @param given what the user wrote for `folder`.
 * @throws UserError if `folder` lies in one where no project can be.
 */
export function checkForProjects(
  folder: string,
  given: string,
  details: { readonly where: string; readonly todo: string },
): void {
  const refused = folder.split('/').find((part) => NO_PROJECTS.has(part));
  if (refused === undefined) return;
  const what = `${given} lies in a folder ${refused}, where no project can be`;
  throw new UserError(what, details);
}

/** The folder that the user is in: npm and npx change into that of package.json, and keep it here. */
export function currentFolder(): string {
  return process.env['INIT_CWD'] ?? process.cwd();
}

/** In `apps`, both `hello` and `apps/hello` are `apps/hello`, as for Nx. */
function fromWorkspace(text: string, relativeFrom: string): string {
  const from = relativeFrom.replaceAll('\\', '/');
  const path = posix.normalize(text);
  const isWhole = from === '' || isOutside(from) || `${trimSlash(path)}/`.startsWith(`${from}/`);
  return isWhole ? path : posix.join(from, path);
}

/** A folder called `..x` lies inside. */
function isOutside(path: string): boolean {
  return path === '..' || path.startsWith('../') || posix.isAbsolute(path);
}

function trimSlash(path: string): string {
  const normal = posix.normalize(path === '' ? '.' : path.replaceAll('\\', '/'));
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}
