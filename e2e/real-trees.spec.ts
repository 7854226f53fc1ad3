/** Shapes of real repositories, a tree each: names that clash, functions in functions, odd folders. */
import { createWorkspace, validate, type Workspace } from './support';
import { goodFunction, taskOutput } from './support/refusals';
import type { Files } from './support/workspace';

interface Shown {
  readonly root: string;
  readonly metadata?: { readonly description?: string };
  readonly targets: Readonly<
    Record<string, { executor: string; metadata?: { description?: string } }>
  >;
}

/** A func.yaml that is not built here. */
function named(name: string): string {
  return `specVersion: 0.36.0\nname: ${name}\nruntime: go\n`;
}

/** Each tree: its files, and the projects that it holds, folder to name. */
const TREES: Record<string, { files: Files; names: Record<string, string> }> = {
  'five functions of one name': {
    files: Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((x) => [`five/${x}/func.yaml`, named('fn')]),
    ),
    names: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((x) => [`five/${x}`, `five-${x}`])),
  },
  'functions in functions': {
    files: {
      'nest/outer/func.yaml': named('outer'),
      'nest/outer/inner/func.yaml': named('inner'),
      'nest/outer/inner/deep/func.yaml': named('outer'),
    },
    names: {
      'nest/outer': 'nest-outer',
      'nest/outer/inner': 'inner',
      'nest/outer/inner/deep': 'nest-outer-inner-deep',
    },
  },
  'folders with dots': {
    files: {
      'dots/in.cloudevents/func.yaml': 'runtime: go\n',
      'dots/.hidden/fn/func.yaml': named('hidden'),
      'dots/v1.0/fn/func.yaml': named('versioned'),
      'dots/v2.0/fn/func.yaml': named('versioned'),
    },
    names: {
      'dots/in.cloudevents': 'in.cloudevents',
      'dots/.hidden/fn': 'hidden',
      'dots/v1.0/fn': 'dots-v1.0-fn',
      'dots/v2.0/fn': 'dots-v2.0-fn',
    },
  },
  'folder and name that differ': {
    files: { 'differ/left/func.yaml': named('right'), 'differ/right/func.yaml': named('left') },
    names: { 'differ/left': 'right', 'differ/right': 'left' },
  },
  'a project.json elsewhere with the name': {
    files: {
      ...goodFunction('shop/fn'),
      'shop/fn/func.yaml': named('fn-shop'),
      'shop/lib/project.json': { name: 'fn-shop' },
    },
    names: { 'shop/fn': 'shop-fn', 'shop/lib': 'fn-shop' },
  },
  'a package.json elsewhere with the name': {
    files: {
      'pack/fn/func.yaml': named('greet'),
      'members/greet/package.json': { name: 'greet' },
      'pack/free/func.yaml': named('no-member'),
      'pack/lib/package.json': { name: 'no-member' },
    },
    names: { 'pack/fn': 'pack-fn', 'members/greet': 'greet', 'pack/free': 'no-member' },
  },
  'a function with a name in project.json or package.json': {
    files: {
      'own/a/func.yaml': named('same'),
      'own/a/project.json': '// a comment\n{ "name": "own-name", }',
      'own/b/func.yaml': named('same'),
      'members/own/func.yaml': named('same-too'),
      'members/own/package.json': { description: 'Says hello.' },
      'own/c/func.yaml': named('own'),
      'own/c/project.json': { metadata: { description: 'Says more.' } },
    },
    names: {
      'own/a': 'own-name',
      'own/b': 'same',
      'members/own': 'own',
      'own/c': 'own-c',
    },
  },
  'names that are none': {
    files: {
      'odd/list/func.yaml': 'name: [x]\nruntime: go\n',
      'odd/blank/func.yaml': named('"a b"'),
      'odd/colon/func.yaml': named('"tag:x"'),
      'odd/built-in/func.yaml': named('constructor'),
      'odd/toString/func.yaml': 'runtime: go\n',
      'odd/upper/func.yaml': named('Case'),
      'odd/lower/func.yaml': named('case'),
    },
    names: {
      'odd/list': 'list',
      'odd/blank': 'blank',
      'odd/colon': 'colon',
      'odd/built-in': 'built-in',
      'odd/toString': 'odd-toString',
      'odd/upper': 'Case',
      'odd/lower': 'case',
    },
  },
  'paths that read alike': {
    files: {
      'like/a/b/func.yaml': named('alike'),
      'like/a-b/func.yaml': named('alike'),
      'like/c/func.yaml': named('like-a-b-2'),
    },
    names: { 'like/a-b': 'like-a-b', 'like/a/b': 'like-a-b-3', 'like/c': 'like-a-b-2' },
  },
  'targets of the name': {
    files: {
      ...goodFunction('members/scripted'),
      'members/scripted/package.json': {
        name: 'scripted',
        scripts: { containerize: 'echo the script' },
      },
      'targets/alone/func.yaml': 'runtime: go\n',
      'targets/alone/package.json': { scripts: { containerize: 'echo no' } },
      'targets/command/func.yaml': 'runtime: go\n',
      'targets/command/project.json': { targets: { containerize: { command: 'echo it' } } },
      'targets/settings/func.yaml': 'runtime: go\n',
      'targets/settings/project.json': {
        targets: { containerize: { options: { platforms: ['linux/arm64'] } } },
      },
    },
    names: {
      'members/scripted': 'scripted',
      'targets/alone': 'alone',
      'targets/command': 'command',
      'targets/settings': 'settings',
    },
  },
};

const BUILDS = 'Builds the function into an OCI image at .func/build/oci.';

let workspace: Workspace;

async function show(project: string): Promise<Shown> {
  const { stdout } = await workspace.mustNx(['show', 'project', project, '--json']);
  return JSON.parse(stdout) as Shown;
}

/** All projects, as `nx graph` has them: by folder. */
let projects: Map<string, Shown & { name: string }>;

beforeAll(async () => {
  const trees = Object.values(TREES).map(({ files }) => files);
  workspace = await createWorkspace({
    files: Object.assign({}, ...trees) as Files,
  });
  const manifest = JSON.parse(workspace.read('package.json')) as object;
  workspace.write({ 'package.json': { ...manifest, workspaces: ['members/*'] } });
  await workspace.commit();
  await workspace.mustNx(['graph', '--file=graph.json']);
  const { graph } = JSON.parse(workspace.read('graph.json')) as {
    graph: { nodes: Record<string, { name: string; data: Shown }> };
  };
  workspace.remove('graph.json');
  projects = new Map(
    Object.values(graph.nodes).map(({ name, data }) => [data.root, { ...data, name }]),
  );
});

describe('a workspace of many trees', () => {
  it.each(Object.entries(TREES))('%s', (_, { names }) => {
    const found = Object.keys(names).map((root) => [root, projects.get(root)?.name]);
    expect(Object.fromEntries(found)).toEqual(names);
  });

  it('lists them, and no others', async () => {
    const { stdout } = await workspace.mustNx(['show', 'projects', '--json']);
    const expected = Object.values(TREES).flatMap(({ names }) => Object.values(names));
    expect((JSON.parse(stdout) as string[]).sort()).toEqual(expected.sort());
  });

  it('says which other project has the name', async () => {
    expect((await show('five-e')).metadata?.description).toBe(
      'Named after its path: "fn" is also the name of five/a, five/b and 2 more.',
    );
    expect((await show('shop-fn')).metadata?.description).toBe(
      'Named after its path: "fn-shop" is also the name of shop/lib.',
    );
    expect((await show('own-c')).metadata?.description).toBe(
      'Says more. Named after its path: "own" is also the name of members/own.',
    );
    expect(projects.get('members/own')?.metadata?.description).toBe('Says hello.');
    expect(projects.get('differ/left')?.metadata?.description).toBeUndefined();
  });

  it('replaces no target, and is replaced by none', async () => {
    const { targets } = await show('scripted');
    expect(targets['containerize']?.executor).toBe('nx:run-script');
    expect(targets['containerize-image']).toMatchObject({
      executor: 'nx-func:containerize',
      metadata: {
        description: `${BUILDS} Called containerize-image, for containerize is a script of package.json.`,
      },
    });
    expect(Object.keys(projects.get('targets/command')?.targets ?? {}).sort()).toEqual([
      'containerize',
      'containerize-image',
    ]);
    expect(projects.get('targets/settings')?.targets).toEqual({
      containerize: expect.objectContaining({
        executor: 'nx-func:containerize',
        options: expect.objectContaining({ platforms: ['linux/arm64'] }) as unknown,
      }) as unknown,
    });
  });

  it('builds them, with a word on the name', async () => {
    const tasks = ['shop-fn:containerize', 'scripted:containerize-image', 'scripted:containerize'];
    const result = await workspace.mustNx([
      ...['run-many', '-t', 'containerize,containerize-image', '-p', 'shop-fn,scripted'],
    ]);
    expect(Object.keys(result.tasks).sort()).toEqual(tasks.sort());
    const lines = taskOutput(workspace, result, 'shop-fn:containerize').split('\n');
    expect(lines).toContain(
      'warning: shop/fn/func.yaml: the project is named shop-fn after its path, for "fn-shop" is also the name of shop/lib; a name of its own, in func.yaml or project.json, would be kept',
    );
    expect(taskOutput(workspace, result, 'scripted:containerize-image')).not.toContain('warning');
    expect(taskOutput(workspace, result, 'scripted:containerize')).toContain('the script');
    for (const root of ['shop/fn', 'members/scripted']) {
      expect(await validate(workspace.image(root).dir)).toEqual([]);
    }
  });

  it('says it with a daemon too', async () => {
    const build = ['run', 'shop-fn:containerize', '--skipNxCache', '--outputStyle=static'];
    const { output } = await workspace.mustNx(build, { daemon: true });
    expect(output).toContain('warning: shop/fn/func.yaml: the project is named shop-fn');
  });
});
