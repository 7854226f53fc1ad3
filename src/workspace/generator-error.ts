import { UserError } from '../errors';

/**
 * Runs a generator. Of an error with a stack Nx prints "Pass --verbose to see the stacktrace." below
 * the message; a mistake of the user has none to show.
 */
export async function withoutStack<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) error.stack = '';
    throw error;
  }
}
