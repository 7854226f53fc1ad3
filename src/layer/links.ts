import { posix } from 'node:path';
import { UserError } from '../errors';

/** Symbolic links of a folder: path relative to it, with `/`, to target as it is written. */
export type Links = Readonly<Record<string, string>>;

/** As many links as Linux follows before it says ELOOP. */
const MAX_FOLLOWED = 40;

/**
 * Checks that no link leads out of the folder: not by an absolute target, not by `..`, and not by way
 * of another link. Links to nothing and links in a circle are fine: nothing outside is reached.
 *
 * @param shown name of the folder in messages.
 * @throws UserError that names the link and its target.
 */
export function checkLinks(links: Links, shown: string): void {
  for (const [path, target] of Object.entries(links)) {
    const problem = leaves(path, target, links);
    if (problem === undefined) continue;
    throw new UserError(`the link to ${JSON.stringify(target)} ${problem}`, {
      where: `${shown}/${path}`,
      todo: 'Link to a file of the function, put a copy in its place, or name it in .funcignore.',
    });
  }
}

function leaves(path: string, target: string, links: Links): string | undefined {
  if (posix.isAbsolute(target)) return 'is absolute: in the image it would lead elsewhere';
  const start = posix.dirname(path) === '.' ? [] : posix.dirname(path).split('/');
  let place = start;
  let rest = target.split('/');
  for (let followed = 0; rest.length > 0;) {
    const [name = '', ...after] = rest;
    rest = after;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (place.length === 0) return 'leaves the function';
      place = place.slice(0, -1);
      continue;
    }
    const next = [...place, name];
    const onward = Object.hasOwn(links, next.join('/')) ? links[next.join('/')] : undefined;
    if (onward === undefined) {
      place = next;
      continue;
    }
    followed += 1;
    if (followed > MAX_FOLLOWED) return undefined;
    if (posix.isAbsolute(onward)) return `leaves the function by the link ${next.join('/')}`;
    rest = [...onward.split('/'), ...rest];
  }
  return undefined;
}
