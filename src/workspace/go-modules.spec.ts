import { type ReachedModules, reachModules } from './go-modules';
import { refusal } from './testing/build';
import { goModule } from './testing/go-module';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace();
});

afterEach(() => {
  workspace.remove();
});

function module(folder: string, more?: Parameters<typeof goModule>[2]): void {
  goModule(workspace, folder, more);
}

/** The function is called `function`, as nearly all are. */
function fn(more: { mod?: string; imports?: string[] } = {}): void {
  module('apps/fn', { name: 'function', ...more });
}

function goWork(...lines: string[]): void {
  workspace.write({ 'go.work': ['go 1.21', ...lines, ''].join('\n') });
}

function reach(projectRoot = 'apps/fn'): ReachedModules {
  const reached = reachModules(workspace.root, projectRoot);
  if (reached === undefined) throw new Error('there is no go.mod');
  return reached;
}

describe('reachModules, the function alone', () => {
  it('answers nothing without a go.mod', () => {
    workspace.write({ 'apps/fn/handle.go': 'package function\n' });
    expect(reachModules(workspace.root, 'apps/fn')).toBeUndefined();
  });

  it('finds a module that reaches no other', () => {
    fn();
    expect(reach()).toEqual({
      modules: {
        main: { path: 'function', folder: workspace.path('apps/fn') },
        used: [],
        replaced: [],
        goVersion: '1.21',
        sums: '',
      },
      folders: [],
      files: [],
    });
  });

  it('takes Go 1.16 where go.mod has no go line', () => {
    workspace.write({ 'apps/fn/go.mod': 'module function\n' });
    expect(reach().modules.goVersion).toBe('1.16');
  });

  it('notes a vendor folder of Go, and no other', () => {
    fn();
    workspace.write({ 'apps/fn/vendor/x/x.go': 'package x\n' });
    expect(reach().modules.vendor).toBeUndefined();
    workspace.write({ 'apps/fn/vendor/modules.txt': '' });
    expect(reach().modules.vendor).toBe('apps/fn/vendor');
  });

  it('refuses a go.mod that cannot be read, with its place', async () => {
    workspace.write({ 'apps/fn/go.mod': 'module function\n\nreplace x\n' });
    expect(await refusal(reach)).toContain('apps/fn/go.mod:3');
  });

  it('refuses a go.work that cannot be read, with its place', async () => {
    fn();
    goWork('use (');
    expect(await refusal(reach)).toContain('go.work:2');
  });
});

describe('reachModules, through go.work', () => {
  it('reaches a module that is imported, without a require', () => {
    fn({ imports: ['lib/sub'] });
    module('libs/lib');
    goWork('use ./apps/fn', 'use ./libs/lib');
    const { modules, folders, files } = reach();
    expect(modules.used).toEqual([{ path: 'example.com/lib', folder: workspace.path('libs/lib') }]);
    expect(folders).toEqual(['libs/lib']);
    expect(files).toEqual(['go.work', 'go.work.sum']);
  });

  it('reaches a module that is required', () => {
    fn({ mod: 'require example.com/lib v0.0.0\n' });
    module('libs/lib');
    goWork('use ./libs/lib');
    expect(reach().folders).toEqual(['libs/lib']);
  });

  it('does not reach a module that nothing needs, nor one that a test alone needs', () => {
    fn();
    workspace.write({ 'apps/fn/code_test.go': 'package code\nimport _ "example.com/lib"\n' });
    module('libs/lib');
    goWork('use ./libs/lib');
    expect(reach()).toMatchObject({ folders: [], modules: { used: [] } });
  });

  it('does not count the sources of a module inside of the function', () => {
    fn();
    module('apps/fn/inner', { imports: ['lib'] });
    module('libs/lib');
    goWork('use ./libs/lib', 'use ./apps/fn/inner');
    expect(reach().folders).toEqual([]);
  });

  it('goes on from what is reached', () => {
    fn({ imports: ['a'] });
    // In go.work `b` stands before what needs it.
    module('libs/b', { imports: ['c'] });
    module('libs/a', { imports: ['b'] });
    module('libs/c', { imports: ['a'] });
    module('libs/d', { imports: ['a'] });
    goWork('use (', './libs/c', './libs/b', './libs/a', './libs/d', ')');
    expect([...reach().folders].sort()).toEqual(['libs/a', 'libs/b', 'libs/c']);
  });

  it('ends where modules need each other', () => {
    fn({ imports: ['a'] });
    module('libs/a', { imports: ['b'] });
    module('libs/b', { imports: ['a'] });
    goWork('use ./libs/a ', 'use ./libs/b', 'use ./apps/fn', 'use .');
    expect(reach().folders).toEqual(['libs/a', 'libs/b']);
  });

  it('keeps two functions of one module name apart', () => {
    fn({ imports: ['lib'] });
    module('apps/other', { name: 'function' });
    module('libs/lib');
    // A package of its own, and by name one of the other's.
    workspace.write({ 'apps/fn/more.go': 'package code\n\nimport _ "function/sub"\n' });
    goWork('use ./apps/fn', 'use ./apps/other', 'use ./libs/lib');
    expect(reach().modules).toMatchObject({
      main: { folder: workspace.path('apps/fn') },
      used: [{ path: 'example.com/lib' }],
    });
    expect(reach('apps/other').modules).toMatchObject({
      main: { folder: workspace.path('apps/other') },
      used: [],
    });
  });

  it('steps over modules that are missing or broken, which the function does not reach', () => {
    fn({ imports: ['lib'] });
    module('libs/lib');
    workspace.write({ 'libs/broken/go.mod': '\0\0\0' });
    goWork('use ./libs/gone', 'use ./libs/broken', 'use ./libs/lib');
    expect(reach().folders).toEqual(['libs/lib']);
  });

  it('takes the nearest go.work, and none from outside the workspace', () => {
    fn({ imports: ['lib'] });
    module('apps/lib');
    module('libs/lib');
    goWork('use ./libs/lib');
    workspace.write({ 'apps/go.work': 'go 1.21\nuse ./lib\n' });
    expect(reach()).toMatchObject({
      folders: ['apps/lib'],
      files: ['apps/go.work', 'apps/go.work.sum'],
    });
    const inner = reachModules(workspace.path('apps/fn'), '.');
    expect(inner).toMatchObject({ folders: [], files: [] });
  });

  it('passes on the sums of go.work', () => {
    fn();
    goWork('use ./apps/fn');
    workspace.write({ 'go.work.sum': 'example.com/x v1.0.0 h1:abc=\n' });
    expect(reach().modules.sums).toBe('example.com/x v1.0.0 h1:abc=\n');
  });

  it('does not look at a go.work that git ignores: Nx does not hash it', () => {
    fn({ imports: ['lib'] });
    module('libs/lib');
    workspace.write({ 'go.work': 'go 1.99\nuse ./libs/lib\n', '.gitignore': 'go.work*\n' });
    expect(reach()).toMatchObject({ folders: [], files: [], ignored: 'go.work' });
    expect(reach().modules.goVersion).toBe('1.21');
  });

  it('looks for a go.work beyond one that git ignores', () => {
    fn({ imports: ['lib'] });
    module('libs/lib');
    goWork('use ./libs/lib');
    workspace.write({ 'apps/fn/go.work': 'use .\n', '.gitignore': '/apps/fn/go.work\n' });
    expect(reach()).toMatchObject({ folders: ['libs/lib'], ignored: 'apps/fn/go.work' });
  });

  it('takes the newest go line of all', () => {
    fn({ imports: ['lib'] });
    module('libs/lib');
    workspace.write({ 'libs/lib/go.mod': 'module example.com/lib\n\ngo 1.25.3\n' });
    goWork('use ./libs/lib');
    expect(reach().modules.goVersion).toBe('1.25.3');
    workspace.write({ 'go.work': 'go 1.26\nuse ./libs/lib\n' });
    expect(reach().modules.goVersion).toBe('1.26');
    workspace.write({ 'apps/fn/go.mod': 'module function\n\ngo 1.30rc1\n' });
    expect(reach().modules.goVersion).toBe('1.30rc1');
  });
});
