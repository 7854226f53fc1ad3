import { UserError } from '../errors';
import { checkLinks, type Links } from './links';

const TODO = 'Link to a file of the function, put a copy in its place, or name it in .funcignore.';

/** `count` links, each to the next, the last one to `end`. */
function chain(count: number, end: string): Links {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`l${i}`, i === count - 1 ? end : `l${i + 1}`]),
  );
}

describe('checkLinks takes', () => {
  it.each<[string, Links]>([
    ['nothing', {}],
    ['a file beside', { a: 'b' }],
    ['a file below', { a: 'sub/b' }],
    ['a file above, within', { 'sub/deep/a': '../../b' }],
    ['a file on another branch', { 'sub/a': '../other/b' }],
    ['up and down within', { 'sub/a': '../sub/../sub/./b' }],
    ['empty names', { 'sub/a': '..//b/' }],
    ['the root itself', { a: '.' }],
    ['the root itself from below', { 'sub/a': '..' }],
    ['the folder that it is in', { 'sub/a': '.' }],
    ['a dangling target', { a: 'not/there' }],
    ['itself', { a: 'a' }],
    ['a circle', { a: 'b', b: 'a' }],
    ['a circle by way of folders', { 'x/a': '../y/b', 'y/b': '../x/a/c' }],
    ['a name that begins with dots', { a: '...validName', b: '..b', 'sub/c': '../...d/e' }],
    ['names of every object', { a: 'constructor/x', b: 'toString', c: '__proto__/..' }],
    ['a link to a folder and back up, within', { 'sub/dir': 'deep/er', 'sub/a': 'dir/../..' }],
    ['a chain that Linux follows', chain(40, 'sub')],
  ])('%s', (_, links) => {
    expect(() => {
      checkLinks(links, 'fn');
    }).not.toThrow();
  });
});

describe('checkLinks refuses', () => {
  const ABSOLUTE = 'is absolute: in the image it would lead elsewhere';
  const LEAVES = 'leaves the function';

  it.each<[string, Links, string, string, string]>([
    ['an absolute target', { a: '/etc/passwd' }, 'a', '/etc/passwd', ABSOLUTE],
    ['an absolute target within', { 'sub/a': '/func/b' }, 'sub/a', '/func/b', ABSOLUTE],
    ['the root of all', { a: '/' }, 'a', '/', ABSOLUTE],
    ['a target above', { a: '..' }, 'a', '..', LEAVES],
    ['a file above', { a: '../b' }, 'a', '../b', LEAVES],
    ['a file above from below', { 'sub/a': '../../b' }, 'sub/a', '../../b', LEAVES],
    ['out and in again', { a: '../fn/b' }, 'a', '../fn/b', LEAVES],
    ['out by way of a name', { a: 'sub/../../b' }, 'a', 'sub/../../b', LEAVES],
    ['out by way of an empty name', { 'sub/a': '..//..' }, 'sub/a', '..//..', LEAVES],
    ['out at the end', { 'sub/a': 'x/../../..' }, 'sub/a', 'x/../../..', LEAVES],
    ['a link to a link that leaves', { a: 'b', b: '..' }, 'a', 'b', LEAVES],
    [
      'a link above a link to a folder',
      { 'x/y/up': '../..', z: 'x/y/up/..' },
      'z',
      'x/y/up/..',
      LEAVES,
    ],
    [
      'up from where a link leads',
      { 'x/y/z/dir': '../../../e', a: 'x/y/z/dir/../..' },
      'a',
      'x/y/z/dir/../..',
      LEAVES,
    ],
    ['names that quote', { 'a"b': '../"c\n' }, 'a"b', '../"c\n', LEAVES],
    [
      'an absolute link by way of another',
      { a: 'b/x', b: '/etc' },
      'a',
      'b/x',
      `${LEAVES} by the link b`,
    ],
    ['a chain that Linux follows, at its end', chain(40, '..'), 'l0', 'l1', LEAVES],
  ])('%s', (_, links, path, target, problem) => {
    const check = (): void => {
      checkLinks(links, 'fn');
    };
    expect(check).toThrow(UserError);
    expect(check).toThrow(
      new Error(`fn/${path}: the link to ${JSON.stringify(target)} ${problem}\n  ${TODO}`),
    );
  });
});
