import { spawnSync } from 'node:child_process';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { addUse, goWorkModules, nearestGoWork, useGoModule } from './go-work-file';
import { refusal } from './testing/build';
import { TempWorkspace } from './testing/temp-workspace';

const TAB = '\t';

/** Text before and after `apps/hello`, whose go line is 1.21. */
const CASES: Record<string, readonly [before: string, after: string]> = {
  'a block': [
    `go 1.25.0\n\nuse (\n${TAB}./z // last of the alphabet\n${TAB}./a\n)\n`,
    `go 1.25.0\n\nuse (\n${TAB}./z // last of the alphabet\n${TAB}./a\n${TAB}./apps/hello\n)\n`,
  ],
  'a block with a comment behind the last one': [
    `go 1.25.0\n\nuse (\n  ./a\n  // the end\n) // of it\n`,
    `go 1.25.0\n\nuse (\n  ./a\n  ./apps/hello\n  // the end\n) // of it\n`,
  ],
  'an empty block': ['go 1.25.0\nuse (\n)\n', `go 1.25.0\nuse (\n${TAB}./apps/hello\n)\n`],
  'an empty block with a comment': [
    'go 1.25.0\nuse( // mine\n\n)\n',
    `go 1.25.0\nuse( // mine\n${TAB}./apps/hello\n\n)\n`,
  ],
  'one line': [
    'go 1.25.0\nuse ./a // mine\n\nreplace x => ./x\n',
    'go 1.25.0\nuse ./a // mine\nuse ./apps/hello\n\nreplace x => ./x\n',
  ],
  'a line and a block': [
    `go 1.25.0\nuse ./a\nuse (\n${TAB}./b\n)\n`,
    `go 1.25.0\nuse ./a\nuse (\n${TAB}./b\n${TAB}./apps/hello\n)\n`,
  ],
  'a block and a line': [
    `go 1.25.0\nuse (\n${TAB}./b\n)\nuse ./a\n`,
    `go 1.25.0\nuse (\n${TAB}./b\n)\nuse ./a\nuse ./apps/hello\n`,
  ],
  'no use': ['// mine\ngo 1.25.0\n', '// mine\ngo 1.25.0\n\nuse ./apps/hello\n'],
  'no use and no line end': ['go 1.25.0', 'go 1.25.0\n\nuse ./apps/hello\n'],
  'nothing at all': ['', 'go 1.21\n\nuse ./apps/hello\n'],
  'no go line': ['use ./a\n', 'go 1.21\n\nuse ./a\nuse ./apps/hello\n'],
  'a lower go line': [
    'go 1.20 // for now\nuse ./a\n',
    'go 1.21 // for now\nuse ./a\nuse ./apps/hello\n',
  ],
  'a lower go line, and already there': [
    'go 1.20\nuse ./apps/hello\n',
    'go 1.21\nuse ./apps/hello\n',
  ],
  CRLF: [
    'go 1.20\r\n\r\nuse (\r\n\t./a\r\n)\r\n',
    'go 1.21\r\n\r\nuse (\r\n\t./a\r\n\t./apps/hello\r\n)\r\n',
  ],
};

const UNCHANGED: Record<string, string> = {
  'already there': 'go 1.25.0\nuse ./apps/hello\n',
  'already there, with a comment': 'go 1.25.0\nuse ./apps/hello // comment\n',
  'already there, in quotes': 'go 1.25.0\nuse "./apps/hello"\n',
  'already there, in a block': 'go 1.21\nuse (\n\t`./apps/hello`\n)\n',
  'already there, otherwise written': 'go 1.25.0\nuse apps/x/../hello/\n',
  'the same go line in three parts': 'go 1.21.0\nuse ./apps/hello\n',
};

describe('addUse', () => {
  it.each(Object.entries(CASES))('%s', (_, [before, after]) => {
    expect(addUse(before, 'apps/hello', '1.21', 'go.work')).toBe(after);
    expect(addUse(after, 'apps/hello', '1.21', 'go.work')).toBe(after);
  });

  it.each(Object.entries(UNCHANGED))('%s', (_, text) => {
    expect(addUse(text, 'apps/hello', '1.21', 'go.work')).toBe(text);
  });

  it.each([
    ['.', 'use .'],
    ['../hello', 'use ../hello'],
    ['apps/the one', 'use "./apps/the one"'],
    ['..x', 'use ./..x'],
  ])('writes %s as %s', (folder, line) => {
    const text = addUse('go 1.21\n', folder, '1.21', 'go.work');
    expect(text).toBe(`go 1.21\n\n${line}\n`);
    expect(addUse(text, folder, '1.21', 'go.work')).toBe(text);
  });

  it('refuses a file that Go would refuse', async () => {
    expect(await refusal(() => addUse('go 1.21\nuse (\n', 'apps/hello', '1.21', 'go.work'))).toBe(
      'go.work:2: the block "use (" is never closed\n  Write the ")" that it lacks.',
    );
  });

  it.each(Object.entries(CASES))('is what Go reads: %s', (_, [before]) => {
    const workspace = new TempWorkspace({
      'go.work': addUse(before, 'apps/hello', '1.21', 'go.work'),
    });
    const { stdout, stderr } = spawnSync('go', ['work', 'edit', '-json'], {
      cwd: workspace.root,
      encoding: 'utf8',
      env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: '' },
    });
    workspace.remove();
    expect(stderr).toBe('');
    const work = JSON.parse(stdout) as { Go: string; Use: { DiskPath: string }[] };
    expect(work.Use.map((use) => use.DiskPath)).toContain('./apps/hello');
    expect(['1.21', '1.25.0']).toContain(work.Go);
  });
});

describe('in a workspace', () => {
  let tree: Tree;

  beforeEach(() => {
    tree = createTreeWithEmptyWorkspace();
    tree.write('apps/hello/go.mod', 'module hello\n\ngo 1.21\n');
  });

  it('finds the nearest go.work', () => {
    expect(nearestGoWork(tree, 'apps/hello')).toBeUndefined();
    tree.write('go.work', 'go 1.21\n');
    expect(nearestGoWork(tree, 'apps/hello')).toBe('go.work');
    tree.write('apps/go.work', 'go 1.21\n');
    expect(nearestGoWork(tree, 'apps/hello')).toBe('apps/go.work');
    expect(nearestGoWork(tree, '.')).toBe('go.work');
  });

  it.each([
    ['go.work', 'use ./apps/hello'],
    ['apps/go.work', 'use ./hello'],
    ['apps/hello/go.work', 'use .'],
  ])('adds the module to %s', (path, line) => {
    tree.write(path, 'go 1.20\n');
    useGoModule(tree, 'apps/hello');
    expect(tree.read(path, 'utf8')).toBe(`go 1.21\n\n${line}\n`);
  });

  it('does nothing where there is no go.work, or no module', () => {
    const before = tree.listChanges();
    useGoModule(tree, 'apps/hello');
    tree.write('go.work', 'go 1.20\n');
    useGoModule(tree, 'apps/other');
    tree.delete('go.work');
    expect(tree.listChanges()).toEqual(before);
  });

  it('knows the modules that are taken', () => {
    tree.write('libs/a/go.mod', 'module example.com/a\n');
    tree.write(
      'go.work',
      'go 1.21\nuse (\n./apps/hello\n./libs/a\n./gone\n/elsewhere\n)\nreplace x => ./x\n',
    );
    expect([...goWorkModules(tree, 'go.work', 'apps/other')]).toEqual([
      ['x', 'replaced in go.work'],
      ['hello', 'in apps/hello'],
      ['example.com/a', 'in libs/a'],
    ]);
    expect(goWorkModules(tree, 'go.work', 'apps/hello').has('hello')).toBe(false);
  });
});
