import { TempWorkspace } from '../../workspace/testing/temp-workspace';
import { writeBuildWorkspace } from './build-workspace';
import type { GoModules } from './modules';

const WRAPPER = { goMod: 'module wrapper\n\ngo 1.25.0\n', goSum: 'sums of the wrapper\n' };

let workspace: TempWorkspace;
let folder: string;

beforeEach(() => {
  workspace = new TempWorkspace();
  folder = workspace.path('apps/fn/.func/go/linux_amd64');
});

afterEach(() => {
  workspace.remove();
});

function modules(more: Partial<GoModules> = {}): GoModules {
  return {
    main: { path: 'function', folder: workspace.path('apps/fn') },
    used: [],
    replaced: [],
    goVersion: '1.21',
    sums: '',
    ...more,
  };
}

async function goWork(more: Partial<GoModules> = {}): Promise<string[]> {
  const path = await writeBuildWorkspace(folder, modules(more), WRAPPER);
  expect(path).toBe(`${folder}/go.work`);
  return workspace.read('apps/fn/.func/go/linux_amd64/go.work').split('\n');
}

describe('writeBuildWorkspace', () => {
  it('uses the wrapper and the function, by relative paths', async () => {
    expect(await goWork()).toEqual(['go 1.25.0', 'use .', 'use ../../..', '']);
    expect(workspace.list('apps/fn/.func/go/linux_amd64')).toEqual(['go.mod', 'go.sum', 'go.work']);
    expect(workspace.read('apps/fn/.func/go/linux_amd64/go.mod')).toBe(WRAPPER.goMod);
    expect(workspace.read('apps/fn/.func/go/linux_amd64/go.sum')).toBe(WRAPPER.goSum);
  });

  it('uses the modules of the monorepo, and passes on replacements', async () => {
    const lines = await goWork({
      used: [{ path: 'example.com/a', folder: workspace.path('libs/a') }],
      replaced: [
        { path: 'example.com/b', target: workspace.path('libs/b') },
        { path: 'example.com/c', version: 'v1.2.3', target: workspace.path('libs/c') },
        { path: 'example.com/d', target: 'example.com/fork', targetVersion: 'v0.1.0' },
      ],
    });
    expect(lines.slice(3)).toEqual([
      'use ../../../../../libs/a',
      'replace example.com/b => ../../../../../libs/b',
      'replace example.com/c v1.2.3 => ../../../../../libs/c',
      'replace example.com/d => example.com/fork v0.1.0',
      '',
    ]);
    expect(lines.join()).not.toContain(workspace.root);
  });

  it('quotes what Go would not take as one word', async () => {
    const used = ['my lib', '(x)', 'say "hi"', 'ünïcode', 'a//b'].map((name) => ({
      path: 'x',
      folder: workspace.path(`libs/${name}`),
    }));
    expect((await goWork({ used })).slice(3, -1)).toEqual([
      'use "../../../../../libs/my lib"',
      'use "../../../../../libs/(x)"',
      'use "../../../../../libs/say \\"hi\\""',
      'use "../../../../../libs/ünïcode"',
      'use ../../../../../libs/a/b',
    ]);
  });

  it.each([
    ['1.21', '1.25.0'],
    ['1.25', '1.25.0'],
    ['1.25.0', '1.25.0'],
    ['1.25.1', '1.25.1'],
    ['1.26rc1', '1.26rc1'],
  ])('asks, for modules of Go %s, for Go %s', async (goVersion, wanted) => {
    expect((await goWork({ goVersion }))[0]).toBe(`go ${wanted}`);
  });

  it('passes on the sums of the user, and leaves none of an earlier build', async () => {
    const path = 'apps/fn/.func/go/linux_amd64/go.work.sum';
    await goWork({ sums: 'example.com/x v1.0.0 h1:abc=\n' });
    expect(workspace.read(path)).toBe('example.com/x v1.0.0 h1:abc=\n');
    await goWork();
    expect(workspace.has(path)).toBe(false);
  });
});
