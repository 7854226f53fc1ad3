import { UserError } from '../errors';

import { parseIgnore } from './ignore';

const FILE = 'apps/hello/.funcignore';

function ignored(text: string | undefined, path: string, cargoFolders: string[] = []): boolean {
  return parseIgnore(text, FILE).ignores(path, (folder) => cargoFolders.includes(folder));
}

describe('built-in rules', () => {
  it.each([
    // func's names, at any depth and with all that is in them
    ['.git', true],
    ['.git/config', true],
    ['sub/.git', true],
    ['.func/build/oci/index.json', true],
    ['sub/.func/x', true],
    ['.funcignore', true],
    ['sub/.gitignore', true],
    ['.github/x', false],
    ['git', false],
    // at the root only
    ['node_modules', true],
    ['node_modules/a/index.js', true],
    ['__pycache__/a.pyc', true],
    ['.nx/cache/x', true],
    ['.venv/bin/python', true],
    ['lib/node_modules/a.js', false],
    ['lib/__pycache__/a.pyc', false],
    ['lib/.nx', false],
    ['lib/.venv', false],
    // secrets, at any depth
    ['.env', true],
    ['.env.local', true],
    ['sub/.env.production', true],
    ['.env/x', true],
    ['.envrc', false],
    ['x.env', false],
    ['sub/.npmrc', true],
    ['.yarnrc.yml', true],
    ['.pypirc', true],
    ['.netrc', true],
    ['.git-credentials', true],
    ['.ssh/id_rsa', true],
    ['a/b/.aws/credentials', true],
    ['.docker/config.json', true],
    // anything else is shipped
    ['main.go', false],
    ['func.yaml', false],
    ['target/x', false],
    ['', false],
  ])('%s: %s', (path, expected) => {
    expect(ignored(undefined, path)).toBe(expected);
  });

  it.each([
    ['target', [''], true],
    ['target/debug/x', [''], true],
    ['crates/a/target/x', ['crates/a'], true],
    ['crates/a/target/x', [''], false],
    ['target', ['target'], false],
    ['mytarget', [''], false],
  ])('%s beside a Cargo.toml in %j: %s', (path, folders, expected) => {
    expect(ignored(undefined, path, folders)).toBe(expected);
  });
});

describe('.funcignore', () => {
  it.each([
    // the last name of a path, at any depth
    ['*.md', 'README.md', true],
    ['*.md', 'docs/a.md', true],
    ['*.md', 'docs/a.mdx', false],
    ['docs', 'a/docs/b.txt', true],
    ['docs/', 'docs/b.txt', true],
    ['docs/', 'a/docs', true],
    // the whole path
    ['docs/*.md', 'docs/a.md', true],
    ['docs/*.md', 'x/docs/a.md', false],
    ['docs/*.md', 'docs/sub/a.md', false],
    ['a/*', 'a/b/c', true],
    ['**/x', 'a/x', true],
    ['**/x', 'a/b/x', false],
    // a slash in front: exactly that path and all beneath, no wildcards
    ['/docs', 'docs', true],
    ['/docs', 'docs/a/b', true],
    ['/docs/', 'docs/a', true],
    ['/docs', 'a/docs', false],
    ['/docs', 'docsx', false],
    ['/a/b', 'a/b/c', true],
    ['/*.md', 'a.md', false],
    ['/*.md', '*.md', true],
    ['/[', '[', true],
    ['/', 'a', false],
    // characters
    ['[a-c].txt', 'b.txt', true],
    ['[^a-c].txt', 'b.txt', false],
    ['\\!x', '!x', true],
    ['\\#x', '#x', true],
    ['?.txt', 'é.txt', true],
    // lines
    ['  *.md  ', 'a.md', true],
    ['# *.md', 'a.md', false],
    ['#*', '#x', false],
    ['\n\n*.md\n', 'a.md', true],
    ['a\r\n*.md\r\n', 'x.md', true],
    ['\uFEFF*.md', 'a.md', true],
    ['\uFEFF# c\n*.md', 'a.md', true],
    ['', 'a.md', false],
    // what is ignored by itself stays so
    ['*.md', '.env', true],
  ])('%j on %s: %s', (text, path, expected) => {
    expect(ignored(text, path)).toBe(expected);
  });

  it.each([
    // the last rule that matches decides
    ['*.md\n!README.md', 'README.md', false],
    ['*.md\n!README.md', 'a.md', true],
    ['!README.md\n*.md', 'README.md', true],
    ['docs\n!docs/keep.md', 'docs/keep.md', false],
    ['docs\n!docs/keep.md', 'docs/other.md', true],
    ['*.md\n!docs', 'docs/a.md', false],
    ['! a.md', 'a.md', false],
    ['*.md\n!/a', 'a/b.md', false],
    // secrets and built-in names come back
    ['!.env', '.env', false],
    ['!.env', 'sub/.env', false],
    ['!.env', '.env.local', true],
    ['!.env.*', '.env.local', false],
    ['!/.npmrc', '.npmrc', false],
    ['!/.npmrc', 'sub/.npmrc', true],
    ['!node_modules/', 'node_modules/a.js', false],
    ['!.gitignore', '.gitignore', false],
    ['!*', '.ssh/id_rsa', false],
    ['!.env\n.env', '.env', true],
    // but never these two
    ['!.git', '.git/config', true],
    ['!.func', 'sub/.func/x', true],
    ['!*', '.git', true],
    ['!/.git/config', '.git/config', true],
  ])('%j on %s: %s', (text, path, expected) => {
    expect(ignored(text, path)).toBe(expected);
  });

  it('brings back a target folder', () => {
    expect(ignored('!target', 'target/x', [''])).toBe(false);
  });

  it.each([
    [
      'a\n\n[b\n',
      'apps/hello/.funcignore:3: "[b": malformed pattern: a "[" has no "]"\n' +
        '  Put a backslash before a character that stands for itself, or correct the pattern.',
    ],
    [
      '![]',
      'apps/hello/.funcignore:1: "[]": malformed pattern: a "]" in [ ] that stands for itself needs a backslash\n' +
        '  Put a backslash before a character that stands for itself, or correct the pattern.',
    ],
    [
      'a\r\n!\r\n',
      'apps/hello/.funcignore:2: "!" without a pattern\n' +
        '  Write what is to be shipped behind it ("!.env"), or remove the line.',
    ],
  ])('%j is an error', (text, message) => {
    const parse = () => parseIgnore(text, FILE);
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(message);
  });
});
