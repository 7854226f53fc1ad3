import type { GoModules } from '../language/go/modules';
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

function replacements({ replaced }: GoModules): string[] {
  return replaced.map(({ path, version, target, targetVersion }) =>
    [path, version, '=>', target.replace(`${workspace.root}/`, ''), targetVersion]
      .filter((word) => word !== undefined)
      .join(' '),
  );
}

describe('reachModules, through replace', () => {
  it('reaches a folder by a replace of the function', () => {
    fn({
      mod: 'require example.com/lib v0.0.0\nreplace example.com/lib => ../../libs/lib\n',
      imports: ['lib'],
    });
    module('libs/lib');
    const { modules, folders } = reach();
    expect(folders).toEqual(['libs/lib']);
    expect(replacements(modules)).toEqual(['example.com/lib => libs/lib']);
    expect(modules.used).toEqual([]);
  });

  it('keeps the version of a replace, and passes on one by another module', () => {
    fn({
      mod: [
        'require example.com/lib v1.2.3',
        'replace example.com/lib v1.2.3 => ../../libs/lib',
        'replace example.com/x => example.com/fork v1.0.0',
        '',
      ].join('\n'),
    });
    module('libs/lib');
    const { modules, folders } = reach();
    expect(folders).toEqual(['libs/lib']);
    expect(replacements(modules).sort()).toEqual([
      'example.com/lib v1.2.3 => libs/lib',
      'example.com/x => example.com/fork v1.0.0',
    ]);
  });

  it('does not reach a folder that nothing needs', () => {
    fn({ mod: 'replace example.com/lib => ../../libs/lib\n' });
    module('libs/lib');
    expect(reach()).toMatchObject({ folders: [], modules: { replaced: [] } });
  });

  it('takes a folder whose go.mod has another name: Go lets it', () => {
    fn({ mod: 'replace example.com/lib => ../../libs/fork\n', imports: ['lib'] });
    module('libs/fork', { imports: ['next'] });
    module('libs/next');
    goWork('use ./libs/next');
    const { modules, folders } = reach();
    expect(folders).toEqual(['libs/fork', 'libs/next']);
    expect(replacements(modules)).toEqual(['example.com/lib => libs/fork']);
  });

  it('goes on from replace to replace, each relative to its own go.mod', () => {
    fn({ mod: 'replace example.com/a => ../../libs/a\n', imports: ['a'] });
    module('libs/a', { mod: 'replace example.com/b => ../b\n', imports: ['b'] });
    module('libs/b', { mod: 'replace example.com/c => ./c\n', imports: ['c'] });
    module('libs/b/c');
    expect(replacements(reach().modules)).toEqual([
      'example.com/a => libs/a',
      'example.com/b => libs/b',
      'example.com/c => libs/b/c',
    ]);
  });

  it('goes on from replace to go.work, and from go.work to replace', () => {
    fn({ mod: 'replace example.com/a => ../../libs/a\n', imports: ['a'] });
    module('libs/a', { imports: ['b'] });
    module('libs/b', { mod: 'replace example.com/c => ../c\n', imports: ['c'] });
    module('libs/c');
    goWork('use ./apps/fn', 'use ./libs/b');
    const { modules, folders } = reach();
    expect(folders).toEqual(['libs/a', 'libs/b', 'libs/c']);
    expect(modules.used.map(({ path }) => path)).toEqual(['example.com/b']);
    expect(replacements(modules)).toEqual(['example.com/a => libs/a', 'example.com/c => libs/c']);
  });

  it('lets the replace of go.work override that of the function', () => {
    fn({ mod: 'replace example.com/lib => ../../libs/old\n', imports: ['lib'] });
    module('libs/old');
    module('libs/new');
    goWork('use ./apps/fn', 'replace example.com/lib => ./libs/new');
    expect(reach().folders).toEqual(['libs/new']);
  });

  it('lets that of the function override that of a library', () => {
    fn({
      mod: 'replace (\nexample.com/a => ../../libs/a\nexample.com/b => ../../libs/mine\n)\n',
      imports: ['a'],
    });
    module('libs/a', { mod: 'replace example.com/b => ../theirs\n', imports: ['b'] });
    module('libs/mine');
    module('libs/theirs');
    expect(reach().folders).toEqual(['libs/a', 'libs/mine']);
  });

  it('is not led to another module of its own name', () => {
    fn();
    workspace.write({ 'apps/fn/more.go': 'package code\n\nimport _ "function/sub"\n' });
    module('apps/other', { name: 'function' });
    goWork('use ./apps/fn', 'replace function => ./apps/other');
    expect(reach()).toMatchObject({ folders: [], modules: { replaced: [] } });
  });

  it('reaches the module of the whole workspace', () => {
    module('.', { name: 'example.com/mono' });
    fn({ mod: 'replace example.com/mono => ../..\n', imports: ['mono/pkg'] });
    expect(reach().folders).toEqual(['.']);
  });

  it('works for a function at the root of the workspace', () => {
    module('.', {
      name: 'function',
      mod: 'replace example.com/lib => ./lib\n',
      imports: ['lib'],
    });
    module('lib');
    expect(reach('.')).toMatchObject({
      folders: ['lib'],
      modules: { main: { folder: workspace.root } },
    });
  });

  it('refuses a module outside the workspace that is needed, and no other', async () => {
    const outside = new TempWorkspace({ 'go.mod': 'module example.com/lib\n' });
    try {
      fn({ mod: `replace example.com/lib => ${outside.root}\n` });
      expect(reach().folders).toEqual([]);
      fn({ mod: `replace example.com/lib => ${outside.root}\n`, imports: ['lib'] });
      const message = await refusal(reach);
      expect(message).toContain(
        'apps/fn/go.mod: the module example.com/lib lies outside the workspace, in ../',
      );
      expect(message).not.toContain(workspace.root);
    } finally {
      outside.remove();
    }
  });

  it('takes a folder whose name begins with two dots for one inside', () => {
    fn({ mod: 'replace example.com/lib => ../../..libs\n', imports: ['lib'] });
    module('..libs', { name: 'example.com/lib' });
    expect(reach().folders).toEqual(['..libs']);
  });

  it('refuses a folder without a go.mod', async () => {
    fn({ mod: 'replace example.com/lib => ../../libs/gone\n', imports: ['lib'] });
    expect(await refusal(reach)).toContain('libs/gone/go.mod');
  });
});
