import type { CreateDependenciesContext, CreateNodesResultArray } from '@nx/devkit';
import { createDependencies, createMetadata, createNodes, createNodesV2, name } from './plugin';
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

async function create(options?: PluginOptions): Promise<CreateNodesResultArray> {
  const files = ['fn', 'broken', 'other'].map((folder) => `apps/${folder}/func.yaml`);
  const context = { workspaceRoot: workspace.root, nxJsonConfiguration: {} };
  return createNodes[1](files, options, context);
}

describe('the plugin', () => {
  it('is found under every name that a version of Nx looks for', () => {
    expect(name).toBe('nx-func');
    expect(createNodes[0]).toBe('**/{func.yaml,project.json,package.json}');
    expect(createNodesV2).toBe(createNodes);
  });

  it('makes a node for each function, broken or not, and for nothing else', async () => {
    const nodes = await create();
    expect(nodes.map(([file]) => file)).toEqual(['apps/fn/func.yaml', 'apps/broken/func.yaml']);
    expect(nodes.map(([, { projects }]) => Object.keys(projects ?? {}))).toEqual([
      ['apps/fn'],
      ['apps/broken'],
    ]);
    expect(nodes[1]![1].projects?.['apps/broken']?.targets).toHaveProperty('containerize');
  });

  it('takes its options', async () => {
    const [[, { projects }] = ['', {}]] = await create({ containerizeTargetName: 'image' });
    expect(Object.keys(projects?.['apps/fn']?.targets ?? {})).toEqual(['image']);
  });

  it('makes edges to what the nodes reach', async () => {
    const [[, node] = ['', {}]] = await create();
    const projects = { hello: node.projects!['apps/fn']!, lib: { root: 'libs/lib' } };
    const projectFileMap = { hello: [{ file: 'apps/fn/go.mod', hash: '' }] };
    const context = { projects, fileMap: { projectFileMap, nonProjectFiles: [] } };
    expect(
      await createDependencies(undefined, context as unknown as CreateDependenciesContext),
    ).toEqual([{ source: 'hello', target: 'lib', sourceFile: 'apps/fn/go.mod', type: 'static' }]);
  });

  it('tells what has become of a function in the graph', async () => {
    const [[, node] = ['', {}]] = await create();
    const data = { ...node.projects!['apps/fn']!, targets: { containerize: { command: 'x' } } };
    const graph = {
      nodes: { hello: { name: 'hello', type: 'app' as const, data: { root: 'apps/fn', ...data } } },
      dependencies: {},
    };
    const context = { workspaceRoot: workspace.root, nxJsonConfiguration: {} };
    const described = await createMetadata(graph, {}, context);
    expect(described['hello']?.metadata?.description).toContain('has replaced it (x)');
  });

  it('knows the names of other plugins targets from nx.json', async () => {
    const plugins = [{ plugin: 'x', options: { buildTargetName: 'containerize' } }];
    const context = { workspaceRoot: workspace.root, nxJsonConfiguration: { plugins } };
    const [[, { projects }] = ['', {}]] = await createNodes[1](['apps/fn/func.yaml'], {}, context);
    expect(Object.keys(projects?.['apps/fn']?.targets ?? {})).toEqual(['containerize-image']);
  });

  it('prints nothing', async () => {
    const streams = [process.stdout, process.stderr].map((stream) =>
      jest.spyOn(stream, 'write').mockReturnValue(true),
    );
    try {
      expect(await create()).toHaveLength(2);
      for (const write of streams) expect(write).not.toHaveBeenCalled();
    } finally {
      for (const write of streams) write.mockRestore();
    }
  });
});
