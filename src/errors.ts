/**
 * A mistake of the user, or a circumstance that the user can change: told as one message, without a
 * stack trace. Everything else that is thrown is a bug of this plugin.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  /**
   * @param what what is wrong, in one sentence.
   * @param details `where`: file with line and column, option name or reference; `todo`: what to do
   *   about it, in one sentence.
   */
  constructor(
    what: string,
    details: { readonly where?: string; readonly todo?: string; readonly cause?: unknown } = {},
  ) {
    const head = details.where === undefined ? what : `${details.where}: ${what}`;
    super(details.todo === undefined ? head : `${head}\n  ${details.todo}`, {
      cause: details.cause,
    });
  }
}

const CIRCUMSTANCES: Readonly<Record<string, readonly [what: string, todo: string]>> = {
  EACCES: ['permission denied', 'Let the user that runs the build read and write it.'],
  EPERM: ['operation not permitted', 'Let the user that runs the build read and write it.'],
  ENOSPC: ['the disk is full', 'Free some space and build again.'],
  EDQUOT: ['the disk quota is used up', 'Free some space and build again.'],
  EROFS: ['the file system is read-only', 'Build where the project can be written.'],
  EMFILE: ['too many open files', 'Raise the limit (ulimit -n).'],
  ENOENT: ['the file is gone', 'Build again when nothing else writes the project.'],
  EISDIR: ['it is a folder', 'Put a file in its place.'],
  ENOTDIR: ['the file is gone', 'Build again when nothing else writes the project.'],
  ENAMETOOLONG: ['the name is too long for this file system', 'Shorten it.'],
};

/** The code of an error of the operating system (`ENOENT`), or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/**
 * What to throw in the place of `error`: a {@link UserError} that names `path` if the operating
 * system refused something for a reason that the user can change, else the error as it is.
 */
export function circumstance(error: unknown, doing: string, path: string): unknown {
  if (error instanceof UserError) return error;
  const known = CIRCUMSTANCES[systemErrorCode(error) ?? ''];
  if (known === undefined) return error;
  return new UserError(`cannot ${doing}: ${known[0]}`, {
    where: path,
    todo: known[1],
    cause: error,
  });
}
