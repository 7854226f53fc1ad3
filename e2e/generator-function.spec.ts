/** nx-func:function: what it makes builds, serves and passes its test, with and without a go.work. */
import { createWorkspace, describeImages, type Workspace } from './support';
import { readDataLayer } from './support/data-layer';
import {
  expectHealthy,
  expectImage,
  expectServes,
  expectStops,
  startImage,
} from './support/expect';

const GENERATOR = ['g', 'nx-func:function'];
const GREETING = 'Hello, world!\n';

let workspace: Workspace;

const layout = (root: string): string => workspace.path(root, '.func/build/oci');

async function generate(...args: string[]): Promise<string> {
  return (await workspace.mustNx([...GENERATOR, ...args])).output;
}

/** What git sees of the workspace since the last commit. */
async function changes(): Promise<string[]> {
  const { stdout } = await workspace.run(['git', 'status', '--porcelain', '-uall']);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));
}

/** Tests and images of functions, which must not change a file that git sees. */
async function testAndBuild(...projects: string[]): Promise<void> {
  await workspace.commit();
  const args = ['-t', 'test', 'containerize', '-p', projects.join(',')];
  await workspace.mustNx(['run-many', ...args, '--parallel=2']);
  expect(await changes()).toEqual([]);
  expect((await workspace.mustNx(['run-many', ...args])).cached).toBe(true);
}

/** What ships beside the program. */
async function shipped(root: string): Promise<string[]> {
  const entries = await readDataLayer(await expectImage(layout(root)));
  return entries.map(({ name }) => name).filter((name) => !name.endsWith('/'));
}

async function expectAnswersEvent(root: string, type: string): Promise<void> {
  const container = await startImage(layout(root), { ready: '/health/readiness' });
  const { status, headers, body } = await container.post('/', '{"name": "Alice"}', {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-id': '1',
    'ce-type': 'greeting.request',
    'ce-source': '/story',
  });
  expect({ status, type: headers['ce-type'] }).toEqual({ status: 200, type });
  expect(JSON.parse(body)).toEqual({ message: 'Hello, Alice!' });
  await expectHealthy(container);
  await expectStops(container);
}

beforeAll(async () => {
  workspace = await createWorkspace({
    files: {
      'tools/templates/go/greeter/func.yaml.template': '# From us\nrun:\n  envs: []\n',
      'tools/templates/go/greeter/go.mod.template': 'module <%= module %>\n\ngo 1.21\n',
      'tools/templates/go/greeter/handle.go.template':
        'package function\n\nimport "net/http"\n\n' +
        'func Handle(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<%= name %>")) }\n',
      'tools/templates/go/broken/handle.go.template': 'package function\n<% if ( %>\n',
    },
  });
});

describeImages('without a go.work', () => {
  it('writes nothing in a dry run', async () => {
    const output = await generate('apps/plain', '--runtime=go', '--dry-run');
    expect(output).toContain('CREATE apps/plain/func.yaml');
    expect(await changes()).toEqual([]);
  });

  it('makes functions that build and pass their tests', async () => {
    await generate('apps/plain', '--runtime=go', '--tags=scope:a,scope:b');
    expect(await changes()).toEqual(
      ['.funcignore', 'README.md', 'func.yaml', 'function.go', 'function_test.go', 'go.mod']
        .concat('project.json')
        .map((name) => `apps/plain/${name}`),
    );
    const registry = '--registry=registry.example.com/acme';
    await generate('apps/events', '--runtime=go', '--template=cloudevents', registry);
    await testAndBuild('plain', 'events');
    const { stdout } = await workspace.mustNx(['show', 'project', 'plain', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'plain',
      projectType: 'application',
      sourceRoot: 'apps/plain',
      tags: ['scope:a', 'scope:b'],
      targets: { containerize: {}, test: { cache: true } },
    });
  });

  it('makes images without tests and docs, that serve', async () => {
    expect(await shipped('apps/plain')).toEqual(
      ['func.yaml', 'function.go', 'go.mod'].map((name) => `func/${name}`),
    );
    expect(await shipped('apps/events')).toEqual(
      ['func.yaml', 'function.go', 'go.mod', 'go.sum'].map((name) => `func/${name}`),
    );
    expect(workspace.image('apps/events').name).toBe('registry.example.com/acme/events:latest');
    await expectServes(layout('apps/plain'), GREETING);
    await expectAnswersEvent('apps/events', 'events.response');
  });

  it('changes nothing the second time', async () => {
    expect(await generate('apps/plain', '--runtime=go', '--tags=other')).toContain(
      'apps/plain: the function is there already, its files stay as they are\n',
    );
    await generate('apps/events', '--runtime=go', '--template=cloudevents');
    expect(await changes()).toEqual([]);
  });
});

describeImages('with a go.work', () => {
  beforeAll(async () => {
    workspace.write({
      'go.work': '// Ours.\ngo 1.20 // for now\n\nuse (\n\t./libs/plain // a library\n)\n',
      'libs/plain/go.mod': 'module greeting\n\ngo 1.20\n',
      'libs/plain/plain.go': 'package greeting\n',
      // A project that no file of Nx names so: a function.
      'libs/hand/func.yaml': 'name: hand\nruntime: go\n',
    });
    await workspace.commit();
  });

  it('registers functions in it, and those that were there before', async () => {
    await generate('more/events', '--runtime=go', '--template=cloudevents', '--name=more-events');
    expect(await generate('apps/greeting', '--runtime=go')).toContain(
      'apps/greeting: the Go module is called "apps-greeting", for the module "greeting" is in libs/plain already\n',
    );
    expect(await generate('apps/time', '--runtime=go')).toContain(
      'apps/time: the Go module is called "time-function", for "time" is a word of Go\'s own\n',
    );
    expect(await generate('apps/hand', '--runtime=go')).toContain(
      'apps/hand: called "apps-hand", for libs/hand is called "hand" already\n',
    );
    await generate('apps/plain', '--runtime=go');
    expect(workspace.read('go.work')).toBe(
      [
        '// Ours.',
        'go 1.21 // for now',
        '',
        'use (',
        '\t./libs/plain // a library',
        ...['more/events', 'apps/greeting', 'apps/time', 'apps/hand', 'apps/plain'].map(
          (folder) => `\t./${folder}`,
        ),
        ')',
        '',
      ].join('\n'),
    );
  });

  it('makes functions that build, serve and pass their tests', async () => {
    await testAndBuild('more-events', 'greeting', 'time', 'apps-hand', 'plain');
    await expectServes(layout('apps/greeting'), GREETING);
    await expectServes(layout('apps/time'), GREETING);
    await expectAnswersEvent('more/events', 'more-events.response');
  });

  it('changes nothing the second time', async () => {
    await generate('more/events', '--runtime=go', '--template=cloudevents');
    await generate('apps/hand', '--runtime=go');
    expect(await changes()).toEqual([]);
  });

  it("fills in the workspace's own templates", async () => {
    await generate(
      ...['apps/own', '--runtime=go', '--template=greeter', '--templates=./tools/templates'],
    );
    expect(workspace.read('apps/own/func.yaml')).toContain('# From us\n');
    await workspace.commit();
    await workspace.mustNx(['run', 'own:containerize']);
    await expectServes(layout('apps/own'), 'own');
  });
});

describe('refused', () => {
  const TAKEN = 'Give the function a name that no project of the workspace has, with --name.';
  const CASES: Record<string, readonly [args: string[], says: (string | RegExp)[]]> = {
    'no folder': [[], ["Required property 'directory' is missing"]],
    'no runtime': [
      ['apps/no'],
      [
        'option runtime: no runtime is given',
        '  These have templates: go (cloudevents, http). As in --runtime go.',
      ],
    ],
    'an unknown option': [
      ['apps/no', '--runtime=go', '--language=go'],
      ["'language' is not found in schema"],
    ],
    'an unknown template': [
      ['apps/no', '--runtime=go', '--template=grpc', '--templates=tools/templates'],
      [
        'option template: there is no template "grpc" for go',
        '  These are there: broken, greeter, cloudevents, http.',
      ],
    ],
    'a template with a mistake': [
      ['apps/no', '--runtime=go', '--template=broken', '--templates=tools/templates'],
      [
        /tools\/templates\/go\/broken\/handle\.go\.template: the template cannot be filled in: .+/,
        '  It is EJS: <%= name %> puts a value in, and <%% stands for <%.',
        // Nx's own line, to the other stream.
        'Error in tools/templates/go/broken/handle.go.template:',
      ],
    ],
    'a folder outside': [
      ['../no', '--runtime=go'],
      [
        'option directory: ../no lies outside the workspace',
        '  Name a folder of the workspace, as in apps/hello.',
      ],
    ],
    'a name that is taken': [
      ['apps/no', '--runtime=go', '--name=nx-func-taken'],
      ['option name: another project is called "nx-func-taken": libs/taken', `  ${TAKEN}`],
    ],
    'a name that another plugin gives': [
      ['apps/no', '--runtime=go', '--name=inferred'],
      ['option name: another project is called "inferred": libs/inferred', `  ${TAKEN}`],
    ],
  };

  beforeAll(async () => {
    const nxJson = JSON.parse(workspace.read('nx.json')) as object;
    workspace.write({
      'libs/taken/project.json': { name: 'nx-func-taken' },
      'libs/inferred/marker': '',
      'tools/plugin.js':
        "const infer = () => ({ projects: { 'libs/inferred': { name: 'inferred' } } });\n" +
        "exports.createNodes = ['**/marker', (files) => files.map((file) => [file, infer()])];\n",
      'nx.json': { ...nxJson, plugins: ['nx-func/plugin', './tools/plugin.js'] },
    });
    await workspace.commit();
  });

  it.each(Object.entries(CASES))('%s', async (_, [args, says]) => {
    const { code, output } = await workspace.nx([...GENERATOR, ...args]);
    expect(code).toBe(1);
    const lines = output.split('\n').filter((line) => line.trim() !== '');
    const expected = says.map((line, index): unknown =>
      typeof line === 'string'
        ? `${index === 0 ? ' NX   ' : ''}${line}`
        : expect.stringMatching(new RegExp(`^ NX   ${line.source}$`)),
    );
    expect(lines).toEqual(expect.arrayContaining(expected));
    expect(lines).toHaveLength(expected.length + 1);
    expect(lines).toContain(' NX  Generating nx-func:function');
    expect(await changes()).toEqual([]);
  });

  it('explains the options', async () => {
    const output = await generate('--help');
    const [, list = ''] = output.split('Options:');
    const [described = ''] = list.split('Examples:');
    const options = [...described.matchAll(/^ {4}--(\w+)/gm)].map(([, name]) => name);
    expect(options.sort()).toEqual(
      ['directory', 'name', 'namespace', 'registry', 'runtime', 'skipFormat', 'tags']
        .concat('template', 'templates')
        .sort(),
    );
    expect(output).not.toMatch(/undefined|\[object Object/);
    expect(output).toContain('nx g nx-func:function apps/hello');
  });
});
