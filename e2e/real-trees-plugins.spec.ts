/** Trees in which yet another plugin has a word, and a function that is the whole workspace. */
import { createWorkspace, validate, type Workspace } from './support';
import { GOOD, goodFunction } from './support/refusals';

/** A plugin that infers a target for each folder with a file of its own. */
function plugin(file: string, target: string): string {
  return `
const { dirname } = require('node:path');
exports.name = ${JSON.stringify(file)};
exports.createNodes = [
  '**/${file}',
  (files) =>
    files.map((file) => {
      const target = { command: 'echo other', metadata: { technologies: ['other'] } };
      return [file, { projects: { [dirname(file)]: { targets: { ${target}: target } } } }];
    }),
];
`;
}

interface Shown {
  readonly metadata?: { readonly description?: string };
  readonly targets: Readonly<
    Record<string, { executor: string; metadata?: { description?: string } }>
  >;
}

let workspace: Workspace;

async function show(project: string): Promise<Shown> {
  const { stdout } = await workspace.mustNx(['show', 'project', project, '--json']);
  return JSON.parse(stdout) as Shown;
}

beforeAll(async () => {
  workspace = await createWorkspace({
    files: {
      ...GOOD,
      'func.yaml': 'name: whole\nruntime: go\n',
      'apps/whole/func.yaml': 'name: whole\nruntime: go\n',
      ...goodFunction('apps/named'),
      'apps/first/func.yaml': 'runtime: go\n',
      'apps/first/first.txt': '',
      'apps/last/func.yaml': 'runtime: go\n',
      'apps/last/last.txt': '',
      'plugins/first.js': plugin('first.txt', 'containerize'),
      'plugins/last.js': plugin('last.txt', 'containerize'),
      'nx.json': {
        analytics: false,
        plugins: ['./plugins/first.js', 'nx-func/plugin', './plugins/last.js'],
      },
    },
  });
});

const TODO = 'set containerizeTargetName of nx-func/plugin in nx.json to another name';

describe('a workspace with other plugins', () => {
  it('has a project for each function', async () => {
    const { stdout } = await workspace.mustNx(['show', 'projects', '--json']);
    expect((JSON.parse(stdout) as string[]).sort()).toEqual([
      ...['apps-whole', 'first', 'last', 'named', 'root'],
    ]);
  });

  it('says that a later plugin has replaced the target', async () => {
    const { metadata, targets } = await show('last');
    expect(targets['containerize']?.executor).toBe('nx:run-commands');
    expect(metadata?.description).toBe(
      `The target containerize is not that of nx-func, which builds the image: another plugin, or a pattern in project.json, has replaced it (nx:run-commands); ${TODO}.`,
    );
  });

  it('says that the target has replaced that of an earlier one', async () => {
    const { metadata, targets } = await show('first');
    expect(targets['containerize']?.executor).toBe('nx-func:containerize');
    expect(metadata?.description).toBe(
      `The target containerize of nx-func has replaced that of another plugin; ${TODO}.`,
    );
  });

  it('builds the workspace that is a function, which holds others', async () => {
    const { stderr } = await workspace.mustNx(['run', 'root:containerize']);
    expect(stderr).toContain(
      'warning: func.yaml: the project is named root after its path, for "whole" is also the name of apps/whole; ',
    );
    expect(await validate(workspace.image('.').dir)).toEqual([]);
  });

  it('gives way to a plugin that says in nx.json how it calls its target', async () => {
    const named = { plugin: './plugins/last.js', options: { lastTargetName: 'containerize' } };
    workspace.write({ 'nx.json': { analytics: false, plugins: ['nx-func/plugin', named] } });
    const { metadata, targets } = await show('last');
    expect(metadata?.description).toBeUndefined();
    expect(targets['containerize']?.executor).toBe('nx:run-commands');
    expect(targets['containerize-image']?.metadata?.description).toBe(
      'Builds the function into an OCI image at .func/build/oci. Called containerize-image, for containerize is a target of the plugin ./plugins/last.js.',
    );
    const { tasks } = await workspace.mustNx(['run', 'named:containerize-image']);
    expect(Object.keys(tasks)).toEqual(['named:containerize-image']);
    expect(await validate(workspace.image('apps/named').dir)).toEqual([]);
  });
});
