import { refusal } from '../../src/workspace/testing/build';
import type { ConfigurationGeneratorSchema } from './schema';
import { Story } from './testing/story';

const GO = {
  'apps/go/go.mod': 'module function\n',
  'apps/go/handle.go': 'package function\n',
};
const FUNCTION = 'specVersion: 0.36.0\nname: taken\nruntime: go\nregistry: ghcr.io/acme\n';
const NAME_TODO =
  'Give one with --name: lower-case letters, digits and "-", a letter first and no "-" last, at most 63 characters.';
const LABEL_TODO = 'Use lower-case letters, digits and "-", a letter first and no "-" last.';

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['FUNC_GO'];
});

type Case = readonly [
  files: Record<string, string | object>,
  options: ConfigurationGeneratorSchema,
  message: string,
];

const CASES: Record<string, Case> = {
  'no project': [
    {},
    {},
    'option project: no project is given\n  Give its name or its folder, as in nx g nx-func:configuration apps/hello.',
  ],
  'an unknown project': [
    {},
    { project: 'nothing' },
    'option project: there is no project and no folder "nothing"\n  Give the name of a project (nx show projects lists them) or a folder of the workspace, as in apps/hello.',
  ],
  'nothing that tells the runtime': [
    { 'apps/x/README.md': '' },
    { project: 'apps/x' },
    'apps/x: the runtime cannot be told: there is no go.mod, package.json, pyproject.toml, requirements.txt, setup.py, Cargo.toml, pom.xml or build.gradle of a function\n  Give it, as in --runtime go.',
  ],
  'two runtimes': [
    { ...GO, 'apps/go/package.json': { dependencies: { 'faas-js-runtime': '3' } } },
    { project: 'apps/go' },
    'apps/go: the runtime cannot be told: it can be go (go.mod) or node (package.json)\n  Give it, as in --runtime go.',
  ],
  'an unknown runtime': [
    GO,
    { project: 'apps/go', runtime: 'cobol' },
    'option runtime: there is no runtime "cobol"\n  These are there: go, node, typescript, python, rust, quarkus, springboot.',
  ],
  'a broken pyproject.toml': [
    { 'apps/py/pyproject.toml': '[project\n' },
    { project: 'apps/py' },
    'apps/py/pyproject.toml:1:9: this is no valid TOML: illegal character in key\n  Correct it; or pass --runtime and --invoke, and nothing is guessed from it.',
  ],
  'a project whose name cannot be one of a function': [
    { 'apps/x/project.json': { name: '@acme/My_API' }, 'apps/x/go.mod': '' },
    { project: '@acme/My_API' },
    `apps/x: "My_API", after the project, cannot be the name of a function\n  ${NAME_TODO}`,
  ],
  'a folder whose name cannot be one of a function': [
    { 'apps/1st/go.mod': '' },
    { project: 'apps/1st' },
    `apps/1st: "1st", after the folder, cannot be the name of a function\n  ${NAME_TODO}`,
  ],
  'a wrong name': [
    GO,
    { project: 'apps/go', name: 'Go' },
    `option name: "Go" is not a name of a function\n  ${LABEL_TODO}`,
  ],
  'a wrong name for a project': [
    { ...GO, 'apps/go/project.json': { name: 'go' } },
    { project: 'go', name: 'x_y' },
    `option name: "x_y" is not a name of a function\n  ${LABEL_TODO}`,
  ],
  'a name that another project has': [
    { ...GO, 'libs/x/project.json': { name: 'hello' } },
    { project: 'apps/go', name: 'hello' },
    'option name: another project is called "hello": libs/x\n  Give the function a name that no project of the workspace has, with --name.',
  ],
  'a wrong namespace': [
    GO,
    { project: 'apps/go', namespace: 'a.b' },
    `option namespace: "a.b" is not a name of a namespace\n  ${LABEL_TODO}`,
  ],
  'a wrong registry': [
    GO,
    { project: 'apps/go', registry: 'ghcr.io/Acme' },
    'option registry: "ghcr.io/Acme" is not a registry\n  Write a host, a user, or both, as in ghcr.io/acme.',
  ],
  "another tool's func.yaml": [
    { 'apps/fn/func.yaml': '# fn\nschema_version: 20180708\nname: fn\nruntime: go\n' },
    { project: 'apps/fn' },
    "apps/fn/func.yaml: this is a func.yaml of Oracle's Fn Project\n  Move it away if the project is to be a function of Knative.",
  ],
  'a func.yaml of nobody': [
    { 'apps/fn/func.yaml': 'logLevel: info\n' },
    { project: 'apps/fn', migrate: true },
    'apps/fn/func.yaml: this is not a func.yaml of Knative func\n  Move it away if the project is to be a function of Knative.',
  ],
  'a broken func.yaml': [
    { 'apps/bad/func.yaml': 'name: bad\nruntime: go\nruntime: go2\n' },
    { project: 'apps/bad' },
    'apps/bad/func.yaml:3:1: the key "runtime" occurs twice in one mapping\n  Remove one of the two.',
  ],
  'an empty func.yaml': [
    { 'apps/bad/func.yaml': '' },
    { project: 'apps/bad' },
    'apps/bad/func.yaml:1:1: the file is empty\n  Write at least the language of the function: "runtime: go".',
  ],
  'another runtime than func.yaml has': [
    { 'apps/f/func.yaml': FUNCTION },
    { project: 'apps/f', runtime: 'python' },
    'apps/f/func.yaml:3:10: the function is there already, and its runtime is go, not python\n  Edit it here, or leave the option out.',
  ],
  'another invoke than func.yaml has': [
    { 'apps/f/func.yaml': FUNCTION },
    { project: 'taken', invoke: 'cloudevent' },
    'apps/f/func.yaml:1:1: the function is there already, and its invoke is http, not cloudevent\n  Edit it here, or leave the option out.',
  ],
  'another namespace than func.yaml has': [
    { 'apps/f/func.yaml': FUNCTION },
    { project: 'taken', registry: 'ghcr.io/acme/', namespace: 'shop', migrate: true },
    'apps/f/func.yaml:1:1: the function is there already, and its namespace is not set, not shop\n  Edit it here, or leave the option out.',
  ],
  '--migrate of all with an option for one': [
    {},
    { migrate: true, name: 'x' },
    'option name: --migrate without a project brings all functions to the newest version\n  Leave the option out, or name a project.',
  ],
};

describe('refused', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, options, message]) => {
    const story = new Story(files);
    const before = story.content();
    expect(await refusal(() => story.configure(options))).toBe(message);
    expect(story.content()).toEqual(before);
    expect(story.told).toEqual([]);
  });

  it('has no stack for Nx to print', async () => {
    const error = await new Story().configure({}).catch((thrown: unknown) => thrown);
    expect((error as Error).stack).toBe('');
  });
});
