import type { ExecutorContext, TargetDependencyConfig, TaskGraph } from '@nx/devkit';
import { dependencyOutputs } from './task-outputs';
import { refusal } from './testing/build';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace({
    'apps/fn/gen/a.go': '',
    'apps/fn/gen/.hidden/b': '',
    'apps/fn/one.txt': '',
    'apps/fn/own.go': '',
    'dist/outside.txt': '',
  });
});

afterEach(() => {
  workspace.remove();
});

interface Case {
  /** Outputs of tasks by their id; containerize depends on all of them. */
  readonly tasks?: Readonly<Record<string, readonly string[]>>;
  readonly dependsOn?: readonly (string | TargetDependencyConfig)[];
  readonly targets?: Readonly<Record<string, object>>;
  /** How the version of Nx writes a dependency down. */
  readonly written?: (id: string) => unknown;
}

/** The parts of a context that are read. */
function contextOf({ tasks = {}, dependsOn, targets = {}, written }: Case): ExecutorContext {
  const task = (id: string, outputs: readonly string[]): object => {
    const [project, target] = id.split(':');
    return { id, outputs, target: { project, target } };
  };
  const taskGraph = {
    tasks: {
      ...Object.fromEntries(Object.entries(tasks).map(([id, out]) => [id, task(id, out)])),
      'fn:containerize:production': task('fn:containerize:production', []),
    },
    dependencies: {
      'fn:containerize:production': Object.keys(tasks).map(written ?? ((id) => ({ id }))),
    },
  };
  return {
    root: workspace.root,
    projectName: 'fn',
    targetName: 'containerize',
    target: { dependsOn },
    taskGraph: taskGraph as unknown as TaskGraph,
    projectsConfigurations: { version: 2, projects: { fn: { root: 'apps/fn', targets } } },
  } as unknown as ExecutorContext;
}

async function outputs(theCase: Case): Promise<string[]> {
  return (await dependencyOutputs(contextOf(theCase), 'apps/fn')).sort();
}

describe('dependencyOutputs', () => {
  it.each([
    ['names, as Nx 23 writes them', (id: string) => id],
    ['objects, as Nx 24 writes them', (id: string) => ({ id, waitFor: 'exit' })],
  ])('reads dependencies that are %s', async (_, written) => {
    const tasks = { 'fn:gen': ['apps/fn/gen'] };
    expect(await outputs({ tasks, written })).toEqual(['gen/.hidden/b', 'gen/a.go']);
  });

  it('takes files and patterns, of tasks of other projects too', async () => {
    const tasks = { 'fn:gen': ['apps/fn/one.txt'], 'lib:gen': ['apps/fn/gen/**/*.go'] };
    expect(await outputs({ tasks })).toEqual(['gen/a.go', 'one.txt']);
  });

  it('takes nothing from outside of the project, nor the project as a whole', async () => {
    const tasks = { 'fn:gen': ['dist', 'apps/fn', 'apps/fn/../other', '!apps/fn/one.txt'] };
    expect(await outputs({ tasks })).toEqual([]);
  });

  it('takes what is in a folder whose name begins with dots', async () => {
    workspace.write({ 'apps/fn/..x/a.txt': '' });
    expect(await outputs({ tasks: { 'fn:gen': ['apps/fn/..x', 'apps'] } })).toEqual(['..x/a.txt']);
  });

  it('takes nothing where there is nothing', async () => {
    expect(await outputs({})).toEqual([]);
    expect(await outputs({ tasks: { 'fn:gen': ['apps/fn/none', 'apps/fn/*.none'] } })).toEqual([]);
  });

  it('lists no links', async () => {
    workspace.link('apps/fn/gen/link', 'a.go');
    workspace.link('apps/fn/gen/folder', '../../..');
    const tasks = { 'fn:gen': ['apps/fn/gen'] };
    expect(await outputs({ tasks })).toEqual(['gen/.hidden/b', 'gen/a.go']);
  });

  it('works for a project at the root of the workspace', async () => {
    const context = contextOf({ tasks: { 'fn:gen': ['dist'] } });
    expect(await dependencyOutputs(context, '.')).toEqual(['dist/outside.txt']);
  });

  it('works without a task graph', async () => {
    const context = contextOf({ tasks: { 'fn:gen': ['apps/fn/gen'] } });
    delete context.taskGraph;
    expect(await dependencyOutputs(context, 'apps/fn')).toEqual([]);
  });
});

describe('dependencyOutputs with --excludeTaskDependencies', () => {
  const targets = { gen: { outputs: ['{projectRoot}/gen'] }, check: {}, generate: {} };

  it.each<[string, readonly (string | TargetDependencyConfig)[]]>([
    ['by name', ['gen']],
    ['as an object', [{ target: 'gen' }]],
    ['after others', ['check', '^gen', 'gen']],
  ])('refuses to build without a task that makes files, given %s', async (_, dependsOn) => {
    const message = await refusal(() => outputs({ dependsOn, targets }));
    expect(message).toContain('fn:containerize: the task fn:gen, whose outputs are part of');
    expect(message).toContain('--excludeTaskDependencies');
  });

  it('is not content with a task whose name begins alike', async () => {
    const tasks = { 'fn:generate': [] };
    const message = await refusal(() => outputs({ tasks, dependsOn: ['gen'], targets }));
    expect(message).toContain('fn:gen,');
  });

  it.each<[string, Case]>([
    ['that ran', { dependsOn: ['gen'], tasks: { 'fn:gen': [] } }],
    ['that ran in a configuration', { dependsOn: ['gen'], tasks: { 'fn:gen:ci': [] } }],
    ['that makes no files', { dependsOn: ['check'] }],
    ['that does not exist', { dependsOn: ['unknown'] }],
    ['of the dependencies', { dependsOn: ['^gen'] }],
    ['of the dependencies, as an object', { dependsOn: [{ target: 'gen', dependencies: true }] }],
    ['of another project', { dependsOn: [{ target: 'gen', projects: ['lib'] }] }],
  ])('does not mind a task %s', async (_, theCase) => {
    expect(await outputs({ targets, ...theCase })).toEqual([]);
  });
});
