import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findOddFiles, type Leaving, type OddFiles } from './disk';
import { GitIgnore } from './git-ignore';
import { refusal } from './testing/build';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace({ 'fn/handle.go': 'package function\n', 'fn/sub/data.txt': '' });
});

afterEach(() => {
  workspace.remove();
});

function find(leave: Partial<Leaving> = {}): OddFiles {
  const none = (): boolean => false;
  return findOddFiles(workspace.root, 'fn', {
    git: new GitIgnore(workspace.root),
    ignored: none,
    isProject: none,
    ...leave,
  });
}

/** Ignored: these paths and what is beneath. */
function ignoring(...names: string[]): Partial<Leaving> {
  return {
    ignored: (path) => names.some((name) => path === name || path.startsWith(`${name}/`)),
  };
}

/** A path that need not be UTF-8. */
function bytes(...parts: (string | Buffer)[]): Buffer {
  return Buffer.concat([workspace.path('fn/'), ...parts].map((part) => Buffer.from(part)));
}

const NOT_UTF8 = Buffer.from([0x61, 0xff, 0x62]);

describe('findOddFiles', () => {
  it('finds nothing among regular files', () => {
    expect(find()).toEqual({ links: {}, special: [] });
  });

  it('collects links with their targets as written, sorted, and follows none', () => {
    workspace.link('fn/z', 'handle.go');
    workspace.link('fn/sub/up', '../handle.go');
    workspace.link('fn/dangling', 'nowhere/at all');
    workspace.link('fn/circle', '.');
    const { links } = find();
    expect(Object.entries(links)).toEqual([
      ['circle', '.'],
      ['dangling', 'nowhere/at all'],
      ['sub/up', '../handle.go'],
      ['z', 'handle.go'],
    ]);
  });

  it('works for a function at the root of the workspace', () => {
    workspace.link('fn/link', 'handle.go');
    const leave = { ignored: () => false, isProject: () => false };
    expect(
      findOddFiles(workspace.root, '.', { git: new GitIgnore(workspace.root), ...leave }).links,
    ).toEqual({ 'fn/link': 'handle.go' });
  });

  it('leaves out what git ignores, and keeps what a nested rule brings back', () => {
    workspace.write({ '.gitignore': '*.tmp\nout/\n', 'fn/sub/.gitignore': '!kept.tmp\n' });
    for (const name of ['a.tmp', 'out/link', 'sub/kept.tmp', 'sub/b.tmp']) {
      workspace.link(`fn/${name}`, 'x');
    }
    expect(find().links).toEqual({ 'sub/kept.tmp': 'x' });
  });

  it.each(['node_modules', '.git', '.func', '.nx', 'sub/node_modules'])(
    'never looks into %s',
    (folder) => {
      workspace.link(`fn/${folder}/link`, 'x');
      expect(find().links).toEqual({});
    },
  );

  it('takes a link called node_modules as a link', () => {
    workspace.link('fn/node_modules', 'sub');
    expect(find().links).toEqual({ node_modules: 'sub' });
  });

  it('stops where another project begins', () => {
    workspace.link('fn/other/link', 'x');
    workspace.link('fn/sub/link', 'x');
    expect(find({ isProject: (path) => path === 'other' }).links).toEqual({ 'sub/link': 'x' });
  });

  it('leaves out what the function ignores, and looks into ignored folders for what is brought back', () => {
    workspace.link('fn/sub/link', 'x');
    workspace.link('fn/sub/kept', 'x');
    const ignored = (path: string): boolean => path.startsWith('sub') && path !== 'sub/kept';
    expect(find({ ignored }).links).toEqual({ 'sub/kept': 'x' });
  });

  it('lists fifos and sockets, unless they are ignored', async () => {
    execFileSync('mkfifo', [workspace.path('fn/pipe'), workspace.path('fn/sub/pipe')]);
    const server = createServer().listen(workspace.path('fn/s'));
    await once(server, 'listening');
    try {
      expect([...find(ignoring('sub')).special].sort()).toEqual(['pipe', 's']);
    } finally {
      server.close();
    }
  });
});

describe('findOddFiles, names that no image can hold', () => {
  it('refuses a name with a line break, and says where', async () => {
    writeFileSync(workspace.path('fn/sub/a\nb'), '');
    const message = await refusal(find);
    expect(message).toContain('fn/sub: the name "a\\nb" has a line break in it');
    expect(message).toContain('.funcignore');
  });

  it('refuses a link and a folder with a carriage return too', async () => {
    workspace.link('fn/a\rb', 'x');
    expect(await refusal(find)).toContain('"a\\rb" has a line break');
    workspace.remove('fn/a\rb');
    workspace.write({ 'fn/c\rd/file': '' });
    expect(await refusal(find)).toContain('"c\\rd" has a line break');
  });

  it('refuses a file that is brought back from an ignored folder with a line break', async () => {
    workspace.write({ 'fn/c\nd/file': '' });
    expect(find(ignoring('c\nd'))).toEqual({ links: {}, special: [] });
    expect(await refusal(() => find({ ignored: (path) => path === 'c\nd' }))).toContain(
      'line break',
    );
  });

  it('refuses a name that is not UTF-8, of a file, of a link and of a folder', async () => {
    const message = 'fn: the name "a\ufffdb" is not UTF-8';
    writeFileSync(bytes(NOT_UTF8), '');
    expect(await refusal(find)).toContain(message);
    workspace.remove('fn');
    workspace.folder('fn');
    symlinkSync('x', bytes(NOT_UTF8));
    expect(await refusal(find)).toContain(message);
    workspace.remove('fn');
    workspace.folder('fn');
    mkdirSync(bytes(NOT_UTF8));
    expect(await refusal(find)).toContain(message);
  });

  it('does not mind such names where they are ignored', () => {
    mkdirSync(bytes('sub/', NOT_UTF8));
    writeFileSync(bytes('sub/', NOT_UTF8, '/file'), '');
    writeFileSync(bytes('sub/line\nbreak'), '');
    workspace.link('fn/kept', 'x');
    expect(find(ignoring('sub'))).toEqual({ links: { kept: 'x' }, special: [] });
  });

  it('does not mind them where git ignores them', () => {
    workspace.write({ '.gitignore': 'sub\n' });
    writeFileSync(bytes('sub/line\nbreak'), '');
    expect(find()).toEqual({ links: {}, special: [] });
  });
});

describe('findOddFiles, a folder that cannot be read', () => {
  beforeEach(() => {
    workspace.link('fn/kept', 'x');
    chmodSync(workspace.root, 0o755);
    chmodSync(workspace.path('fn/sub'), 0);
  });

  afterEach(() => {
    chmodSync(workspace.path('fn/sub'), 0o755);
  });

  it('is an error that names it', async () => {
    expect(await asNobody(() => refusal(find))).toContain(
      'fn/sub: cannot read the folder: permission denied',
    );
  });

  it('is none where it is ignored', async () => {
    const found = await asNobody(() => find(ignoring('sub')));
    expect(found).toEqual({ links: { kept: 'x' }, special: [] });
  });

  it('is an error where the function itself cannot be read', async () => {
    const leave = { ignored: () => false, isProject: () => false };
    const action = (): unknown =>
      findOddFiles(workspace.root, join('fn', 'sub'), {
        git: new GitIgnore(workspace.root),
        ...leave,
      });
    expect(await asNobody(() => refusal(action))).toContain('fn/sub: cannot read the folder');
  });
});

/** Root may read everything, and CI runs as root. */
async function asNobody<T>(action: () => T | Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return action();
  process.seteuid?.(65534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}
