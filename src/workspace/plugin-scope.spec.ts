import { Folders } from './folders';
import { GitIgnore } from './git-ignore';
import { findProjectFiles, PluginScope } from './plugin-scope';
import { TempWorkspace } from './testing/temp-workspace';

const FILES = ['a/func.yaml', 'a/b/func.yaml', '.x/func.yaml', 'func.yaml'];

function scope(...entries: object[]): PluginScope {
  return new PluginScope({
    plugins: ['@nx/js', ...entries.map((entry) => ({ plugin: 'nx-func/plugin', ...entry }))],
  });
}

describe('PluginScope', () => {
  it('is the whole workspace where nx.json says nothing of a part', () => {
    const other = { plugin: 'other', include: ['a/**'] };
    expect(new PluginScope({}).isPart).toBe(false);
    expect(new PluginScope({ plugins: ['nx-func/plugin', other] }).isPart).toBe(false);
    expect(scope({ options: {} }).isPart).toBe(false);
    expect(scope({}, { include: ['a/**'] }).isPart).toBe(true);
    expect(scope({ exclude: ['a/**'] }).isPart).toBe(true);
  });

  // What Nx hands over for the same entries.
  it.each<[object[], string[]]>([
    [[{ include: ['a/**'] }], ['a/func.yaml', 'a/b/func.yaml']],
    [[{ include: ['*/func.yaml'] }], ['a/func.yaml', '.x/func.yaml']],
    [[{ exclude: ['a/**'] }], ['.x/func.yaml', 'func.yaml']],
    [[{ include: ['a/**'], exclude: ['a/b/**'] }], ['a/func.yaml']],
    [
      [{ include: ['a/b/**'] }, { include: ['.x/**'] }],
      ['a/b/func.yaml', '.x/func.yaml'],
    ],
    [[{ include: ['a/b/**'] }, { exclude: ['a/b/**'] }], FILES],
    [[{ include: ['a/**', '!a/b/**'] }], ['a/func.yaml']],
    [[{ include: ['!a/**'] }], ['.x/func.yaml', 'func.yaml']],
    [[{ include: [], exclude: ['**'] }], []],
  ])('%j', (entries, expected) => {
    const one = scope(...entries);
    expect(FILES.filter((file) => one.has(file))).toEqual(expected);
  });
});

describe('findProjectFiles', () => {
  it('finds what Nx would list', () => {
    const workspace = new TempWorkspace({
      '.gitignore': 'dist\n',
      'a/func.yaml': '',
      '.hidden/project.json': '',
      'package.json': '',
      'package.json.bak': '',
      'dist/func.yaml': '',
      'a/node_modules/x/package.json': '',
      'b/func.yaml/x': '',
    });
    const folders = new Folders();
    try {
      const git = new GitIgnore(workspace.root, folders);
      expect(findProjectFiles(workspace.root, folders, git).sort()).toEqual([
        ...['.hidden/project.json', 'a/func.yaml', 'package.json'],
      ]);
      expect(findProjectFiles(workspace.path('none'), folders, git)).toEqual([]);
    } finally {
      workspace.remove();
    }
  });
});
