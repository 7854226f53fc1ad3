import { join, posix } from 'node:path';
import { type IgnoreRules, parseIgnore } from '../function/ignore';
import { readIfThere } from './read-file';

/**
 * The rules of what a function does not ship.
 *
 * @throws UserError for a malformed line of `.funcignore`.
 */
export function readIgnoreRules(workspaceRoot: string, projectRoot: string): IgnoreRules {
  const file = posix.join(projectRoot, '.funcignore');
  return parseIgnore(readIfThere(join(workspaceRoot, file))?.toString(), file);
}
