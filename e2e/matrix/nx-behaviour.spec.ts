/** What this plugin expects of Nx that Nx does not promise: a guard for each, where no other story is one. */
import { createWorkspace, type Workspace } from '../support';
import { FUNCTION, goText } from './fixture';
import { createMatrix, type Edit, layoutFiles, type Matrix, shippedFiles } from './matrix';

const MISS = 'miss, new digest';
const HIT = 'hit, same digest';

describe('Nx', () => {
  let matrix: Matrix;
  const edited: Edit = { files: { 'libs/plain/plain.go': goText('plain', 'edited') } };

  beforeAll(async () => {
    matrix = await createMatrix();
  });

  it('restores the outputs and nothing else', async () => {
    matrix.workspace.remove(`${FUNCTION}/.func`);
    expect(await matrix.build()).toBe(HIT);
    const { stdout } = await matrix.workspace.run(['find', `${FUNCTION}/.func`, '-maxdepth', '2']);
    const folder = `${FUNCTION}/.func`;
    const found = [
      folder,
      `${folder}/build`,
      `${folder}/build/metadata.json`,
      `${folder}/build/oci`,
    ];
    expect(stdout.trim().split('\n').sort()).toEqual(found);
    expect(Object.keys(layoutFiles(matrix.workspace))).toContain('metadata.json');
  });

  it('lets a plugin add an edge of the graph to each project that a module is in', async () => {
    const { stdout } = await matrix.workspace.mustNx(['graph', '--print']);
    const { graph } = JSON.parse(stdout) as {
      graph: { dependencies: Record<string, { target: string }[]> };
    };
    expect(graph.dependencies['fn']).toEqual([{ source: 'fn', target: 'greet', type: 'static' }]);
  });

  it('hashes a literal file set whatever the named inputs of a workspace are', async () => {
    const named: Edit = {
      files: {
        'nx.json': (before) => ({
          ...(JSON.parse(before) as object),
          namedInputs: { default: [], production: [], sharedGlobals: [] },
        }),
      },
    };
    await matrix.during(named, async () => {
      await matrix.build();
      expect(await matrix.outcome({})).toBe(HIT);
      expect(await matrix.outcome({ files: { [`${FUNCTION}/data.txt`]: 'named' } })).toBe(MISS);
      expect(await matrix.outcome(edited)).toBe(MISS);
    });
  });

  it('does not take an output for an input where git does not ignore it', async () => {
    const visible: Edit = { files: { '.gitignore': (before) => before.replace('.func\n', '') } };
    await matrix.during(visible, async () => {
      await matrix.build();
      expect(await matrix.build()).toBe(HIT);
      expect(await shippedFiles(matrix.workspace)).not.toContain('.func/build/metadata.json');
    });
  });

  it('hashes a folder of no project also where the root is a project', async () => {
    await matrix.during({ files: { 'project.json': { name: 'root' } } }, async () => {
      expect(await matrix.build({ args: ['--skip-nx-cache'] })).toBe('miss, same digest');
      expect(await matrix.outcome(edited)).toBe('miss, new digest');
      expect(await matrix.affected(edited)).toEqual(['fn']);
    });
  });
});

describe('Nx, with a function at the root of the workspace', () => {
  let workspace: Workspace;
  const build = async (): Promise<[cached: boolean, digest: string]> => {
    const { cached } = await workspace.mustNx(['run', 'fn:containerize']);
    return [cached, workspace.image('.').digest];
  };

  beforeAll(async () => {
    workspace = await createWorkspace({
      files: {
        'func.yaml': 'name: fn\nruntime: go\n',
        'go.mod': 'module example.com/fn\n\ngo 1.21\n',
        'main.go':
          'package main\n\nimport "example.com/fn/sub"\n\nfunc main() { println(sub.Text()) }\n',
        'sub/sub.go': goText('sub', 'one'),
        'libs/other/project.json': { name: 'other' },
        'libs/other/data.txt': 'data',
      },
    });
  });

  it('hashes its files, and none of another project', async () => {
    const [first, digest] = await build();
    expect([first, ...(await build())]).toEqual([false, true, digest]);
    workspace.write({ 'libs/other/data.txt': 'edited' });
    expect(await build()).toEqual([true, digest]);
    workspace.write({ 'sub/sub.go': goText('sub', 'two') });
    const [second, other] = await build();
    expect(second).toBe(false);
    expect(other).not.toBe(digest);
  });
});
