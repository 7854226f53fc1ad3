/** nx-func:init and nx-func:configuration: what exists becomes a function, and old files become new ones. */
import { createWorkspace, describeImages, type Workspace } from './support';
import { readDataLayer } from './support/data-layer';
import { expectImage, expectServes } from './support/expect';
import { httpHandle } from './support/functions';

const GENERATOR = ['g', 'nx-func:configuration'];

/** As func wrote it in 2022, and as its owner edited it. */
const OLD_FUNC_YAML = `# Who to ask: the shop.
specVersion: 0.25.0
name: old # since 2022
namespace: ""
runtime: go
registry: ""
image: ""
imageDigest: ""
created: 2022-03-04T05:06:07.89Z
build: local
buildpacks: []
builder: pack
buildEnvs: []
volumes: []
# Set in every place.
envs:
- name: GREETING # a word
  value: hello
annotations: {}
options: {}
labels: []
team: shop
`;

const NEW_FUNC_YAML = `# Who to ask: the shop.
specVersion: 0.36.0
name: old # since 2022
namespace: ""
runtime: go
registry: ""
image: ""
created: 2022-03-04T05:06:07.89Z
build:
  builder: pack
run:
  # Set in every place.
  envs:
  - name: GREETING # a word
    value: hello
team: shop
`;

let workspace: Workspace;

async function configure(...args: string[]): Promise<string[]> {
  return told((await workspace.mustNx([...GENERATOR, ...args])).output);
}

/** What a generator tells of functions, less Nx's own words; warnings come last, by the other stream. */
function told(output: string): string[] {
  return output.split('\n').filter((line) => /func\.yaml: |^ {2}\S|compiler is missing/.test(line));
}

/** What git sees of the workspace since the last commit. */
async function changes(): Promise<string[]> {
  const { stdout } = await workspace.run(['git', 'status', '--porcelain', '-uall']);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.slice(3)).sort();
}

beforeAll(async () => {
  workspace = await createWorkspace({
    files: {
      'nx.json': { analytics: false },
      '.gitignore': 'node_modules\r\n.nx\r\n/packages/*.tgz\r\n',
      // A Go module as people have it, with packages of its own and a package.json for tools.
      'libs/api/go.mod': 'module example.com/api\n\ngo 1.21\n',
      'libs/api/handle.go': httpHandle('docs.Title', ['example.com/api/docs']),
      'libs/api/handle_test.go': 'package function\n',
      'libs/api/docs/docs.go': 'package docs\n\nconst Title = "as it was"\n',
      'libs/api/README.md': '# API\n',
      'libs/api/package.json': { name: '@acme/api', devDependencies: {} },
      'libs/old/go.mod': 'module function\n\ngo 1.21\n',
      'libs/old/handle.go': httpHandle('"old"'),
      'libs/old/func.yaml': OLD_FUNC_YAML,
      'libs/events/project.json': { name: 'events' },
      'libs/events/package.json': {
        dependencies: { 'faas-js-runtime': '3.0.2', cloudevents: '10.0.0' },
      },
      'libs/events/index.js': '',
      'libs/both/go.mod': 'module function\n\ngo 1.21\n',
      'libs/both/handle.go': httpHandle('"both"'),
      'libs/both/package.json': { dependencies: { 'faas-js-runtime': '3.0.2' } },
      'libs/none/main.c': '',
      'libs/fn/func.yaml': 'schema_version: 20180708\nname: fn\nruntime: go\nentrypoint: ./func\n',
      'libs/bad/func.yaml': 'name: bad\nruntime: go\ninvoke: htttp\n',
      'tools/x/func.yaml': "logLevel: 'info'\n",
    },
  });
});

const SKIPPED = [
  "libs/fn/func.yaml: skipped, it is a func.yaml of Oracle's Fn Project",
  'tools/x/func.yaml: skipped, it is not a func.yaml of Knative func',
];

describeImages('a workspace that had functions before the plugin', () => {
  it('is set up by nx add, which tells what is missing and what is skipped', async () => {
    const add = ['add', 'nx-func@file:packages/nx-func.tgz'];
    const { output } = await workspace.mustNx(add, { env: { FUNC_GO: '/nowhere/go' } });
    expect(told(output)).toEqual([
      ...SKIPPED,
      'the Go compiler is missing (for bad, old): FUNC_GO names no program: set it to one, or unset it',
    ]);
    expect(JSON.parse(workspace.read('nx.json'))).toEqual({
      analytics: false,
      plugins: ['nx-func/plugin'],
    });
    expect(workspace.read('.gitignore')).toMatch(/\r\n\.func\r\n$/);
    await workspace.commit();
    const again = await workspace.mustNx(['g', 'nx-func:init']);
    expect(told(again.output)).toEqual(SKIPPED);
    expect(await changes()).toEqual([]);
  });
});

describeImages('a project that exists', () => {
  it('is left alone in a dry run', async () => {
    const { output } = await workspace.mustNx([...GENERATOR, 'libs/api', '--dry-run']);
    expect(output).toContain('CREATE libs/api/func.yaml');
    expect(await changes()).toEqual([]);
  });

  it('becomes a function', async () => {
    expect(await configure('libs/api', '--registry=registry.example.com/acme')).toEqual([
      'libs/api/func.yaml: a function of runtime go (after go.mod), which takes HTTP requests',
      ...SKIPPED,
    ]);
    expect(await changes()).toEqual(['libs/api/.funcignore', 'libs/api/func.yaml']);
    await workspace.commit();
    await workspace.mustNx(['run', 'api:containerize']);
    expect(await changes()).toEqual([]);
  });

  it('has an image without tests and docs, that serves', async () => {
    const layout = workspace.path('libs/api/.func/build/oci');
    const entries = await readDataLayer(await expectImage(layout));
    expect(entries.map(({ name }) => name).filter((name) => !name.endsWith('/'))).toEqual(
      ['func.yaml', 'go.mod', 'handle.go', 'package.json'].map((name) => `func/${name}`),
    );
    expect(workspace.image('libs/api').name).toBe('registry.example.com/acme/api:latest');
    await expectServes(layout, 'as it was');
  });

  it('is written for a runtime that cannot be built yet, which is told', async () => {
    expect(await configure('events')).toEqual([
      'libs/events/func.yaml: a function of runtime node (after package.json), which takes CloudEvents',
      ...SKIPPED,
      'libs/events/func.yaml: containerize cannot build node functions yet, only go; until it can: func build --builder=pack',
    ]);
    await workspace.commit();
  });

  it('changes nothing the second time', async () => {
    expect(await configure('libs/api')).toEqual([
      'libs/api/func.yaml: is there already',
      ...SKIPPED,
    ]);
    await configure('events');
    expect(await changes()).toEqual([]);
  });
});

describeImages('an old func.yaml', () => {
  it('is offered to be migrated', async () => {
    expect(await configure('old')).toEqual([
      'libs/old/func.yaml: is there already, in an older form: --migrate writes it at specVersion 0.36.0',
      ...SKIPPED,
    ]);
    expect(await changes()).toEqual([]);
  });

  it('is migrated with its comments, and builds', async () => {
    expect((await configure('old', '--migrate'))[0]).toBe(
      'libs/old/func.yaml: is at specVersion 0.36.0 now',
    );
    const text = workspace.read('libs/old/func.yaml');
    expect(text.replace(/^(#.*\n){2}/, '')).toBe(NEW_FUNC_YAML);
    await workspace.commit();
    await workspace.mustNx(['run', 'old:containerize']);
    await expectServes(workspace.path('libs/old/.func/build/oci'), 'old');
    expect(await configure('old', '--migrate')).toEqual([
      'libs/old/func.yaml: is at specVersion 0.36.0 already',
      ...SKIPPED,
    ]);
    expect(await changes()).toEqual([]);
  });
});

describe('refused', () => {
  const CASES: Record<string, readonly [args: string[], says: string[]]> = {
    'no project': [
      [],
      [
        'option project: no project is given',
        '  Give its name or its folder, as in nx g nx-func:configuration apps/hello.',
      ],
    ],
    'an unknown project': [
      ['nothing'],
      [
        'option project: there is no project and no folder "nothing"',
        '  Give the name of a project (nx show projects lists them) or a folder of the workspace, as in apps/hello.',
      ],
    ],
    'an unknown runtime': [
      ['libs/both', '--runtime=cobol'],
      [
        "Property 'runtime' does not match the schema. 'cobol' should be one of go,node,typescript,python,rust,quarkus,springboot.",
      ],
    ],
    'two runtimes': [
      ['libs/both'],
      [
        'libs/both: the runtime cannot be told: it can be go (go.mod) or node (package.json)',
        '  Give it, as in --runtime go.',
      ],
    ],
    'no runtime': [
      ['libs/none'],
      [
        'libs/none: the runtime cannot be told: there is no go.mod, package.json, pyproject.toml, requirements.txt, setup.py, Cargo.toml, pom.xml or build.gradle of a function',
        '  Give it, as in --runtime go.',
      ],
    ],
    "another tool's file": [
      ['libs/fn'],
      [
        "libs/fn/func.yaml: this is a func.yaml of Oracle's Fn Project",
        '  Move it away if the project is to be a function of Knative.',
      ],
    ],
    'a broken file': [
      ['bad'],
      [
        'libs/bad/func.yaml:3:9: invoke must be http or cloudevent, not "htttp"',
        '  Correct it, or remove the line.',
      ],
    ],
  };

  it.each(Object.entries(CASES))('%s', async (_, [args, says]) => {
    const { code, output } = await workspace.nx([...GENERATOR, ...args]);
    expect(code).toBe(1);
    const lines = output.split('\n').filter((line) => line.trim() !== '');
    expect(lines.filter((line) => line !== ' NX  Generating nx-func:configuration')).toEqual(
      says.map((line, index) => (index === 0 ? ` NX   ${line}` : line)),
    );
    expect(await changes()).toEqual([]);
  });

  it('explains the options', async () => {
    const { output } = await workspace.mustNx([...GENERATOR, '--help']);
    const [, list = ''] = output.split('Options:');
    const [described = ''] = list.split('Examples:');
    const options = [...described.matchAll(/^ {4}--(\w+)/gm)].map(([, name]) => name);
    expect(options.sort()).toEqual([
      'invoke',
      'migrate',
      'name',
      'namespace',
      'project',
      'registry',
      'runtime',
      'skipFormat',
    ]);
    expect(output).not.toMatch(/undefined|\[object Object/);
    expect(output).toContain('Brings every func.yaml');
  });
});
