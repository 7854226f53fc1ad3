import { isGitUrl } from './git-url';

describe('isGitUrl', () => {
  it.each([
    'https://example.com/alice/hello.git',
    'https://alice:token@example.com:8443/hello?a=b#main',
    'HTTPS://example.com/hello',
    'http://[::1]:80/hello',
    'ssh://git@example.com:22/hello',
    'git://example.com/hello',
    'git+ssh://git@example.com/a%20b',
    'ftp://example.com/hello',
    'ftps://example.com/hello',
    'rsync://example.com/hello',
    'file:///srv/hello.git',
    'git+ssh:hello%zz',
    'git@example.com:alice/hello.git',
    'example.com:hello',
    'host:./hello',
    `https://example.com/${'a'.repeat(2048)}`,
    // func takes it for a path on a host called "htps".
    'htps://example.com/hello',
  ])('%j is one', (url) => {
    expect(isGitUrl(url)).toBe(true);
  });

  it.each([
    '',
    'hello',
    '/srv/hello.git',
    './hello',
    '../a:b',
    'alice/hello',
    'example.com/alice/hello.git',
    ':hello',
    'host:',
    'host:~hello',
    'a b@host:hello',
    'user@host@host:hello',
    '<your repository>',
    'svn+ssh://example.com/hello',
    'git+ssh://example.com/a b\n',
    'git+ssh://example.com/%zz',
    'git+ssh://example.com/#%zz',
    'git+ssh://example.com:port/hello',
    'git+ssh://exa mple.com/hello',
    'git+ssh://us er@example.com/hello',
    `example.com:${'a'.repeat(2048)}`,
  ])('%j is none', (url) => {
    expect(isGitUrl(url)).toBe(false);
  });
});
