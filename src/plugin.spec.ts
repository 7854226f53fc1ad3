import type { CreateDependenciesContext, CreateNodesResultArray } from '@nx/devkit';
import { createDependencies, createNodes, createNodesV2, name } from './plugin';
import type { PluginOptions } from './plugin';
import { goModule } from './workspace/testing/go-module';
import { TempWorkspace } from './workspace/testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace({
    'apps/fn/func.yaml': 'name: hello\nruntime: go\n',
    'apps/broken/func.yaml': 'name: hello\nruntime: [\n',
    'apps/other/func.yaml': 'schema_version: 1\n',
    'go.work': 'go 1.21\nuse ./libs/lib\n',
  });
  goModule(workspace, 'apps/fn', { name: 'function', imports: ['lib'] });
  goModule(workspace, 'libs/lib');
});

afterEach(() => {
  workspace.remove();
});

function create(options?: PluginOptions): CreateNodesResultArray {
  const files = ['fn', 'broken', 'other'].map((folder) => `apps/${folder}/func.yaml`);
  const context = { workspaceRoot: workspace.root, nxJsonConfiguration: {} };
  return createNodes[1](files, options, context) as CreateNodesResultArray;
}

describe('the plugin', () => {
  it('is found under every name that a version of Nx looks for', () => {
    expect(name).toBe('nx-func');
    expect(createNodes[0]).toBe('**/func.yaml');
    expect(createNodesV2).toBe(createNodes);
  });

  it('makes a node for each function, broken or not, and for nothing else', () => {
    const nodes = create();
    expect(nodes.map(([file]) => file)).toEqual(['apps/fn/func.yaml', 'apps/broken/func.yaml']);
    expect(nodes.map(([, { projects }]) => Object.keys(projects ?? {}))).toEqual([
      ['apps/fn'],
      ['apps/broken'],
    ]);
    expect(nodes[1]![1].projects?.['apps/broken']?.targets).toHaveProperty('containerize');
  });

  it('takes its options', () => {
    const [[, { projects }] = ['', {}]] = create({ containerizeTargetName: 'image' });
    expect(Object.keys(projects?.['apps/fn']?.targets ?? {})).toEqual(['image']);
  });

  it('makes edges to what the nodes reach', async () => {
    const [[, node] = ['', {}]] = create();
    const projects = { hello: node.projects!['apps/fn']!, lib: { root: 'libs/lib' } };
    const projectFileMap = { hello: [{ file: 'apps/fn/go.mod', hash: '' }] };
    const context = { projects, fileMap: { projectFileMap, nonProjectFiles: [] } };
    expect(
      await createDependencies(undefined, context as unknown as CreateDependenciesContext),
    ).toEqual([{ source: 'hello', target: 'lib', sourceFile: 'apps/fn/go.mod', type: 'static' }]);
  });

  it('prints nothing', () => {
    const streams = [process.stdout, process.stderr].map((stream) =>
      jest.spyOn(stream, 'write').mockReturnValue(true),
    );
    try {
      expect(create()).toHaveLength(2);
      for (const write of streams) expect(write).not.toHaveBeenCalled();
    } finally {
      for (const write of streams) write.mockRestore();
    }
  });
});
