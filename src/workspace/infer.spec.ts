import { inferProjects, readIgnoreRules } from './infer';
import type { InferredOptions, PluginOptions } from './options';
import { refusal } from './testing/build';
import { goModule } from './testing/go-module';
import { TempWorkspace } from './testing/temp-workspace';
import { pluginVersion } from './version';

const FUNC = 'specVersion: 0.36.0\nname: hello\nruntime: go\n';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace({ 'apps/fn/func.yaml': FUNC });
});

afterEach(() => {
  workspace.remove();
});

function infer(options: PluginOptions = {}, ...files: string[]) {
  const names = files.length === 0 ? ['apps/fn/func.yaml'] : files;
  return inferProjects(names, options, workspace.root);
}

/** The one target of the one project. */
function target(options: PluginOptions = {}) {
  const [inferred, ...more] = infer(options);
  const targets = Object.values(inferred?.project.targets ?? {});
  if (more.length > 0 || targets.length !== 1) throw new Error('not one target');
  return targets[0]!;
}

function inputs(options: PluginOptions = {}): unknown[] {
  return [...(target(options).inputs ?? [])];
}

function inferredOptions(options: PluginOptions = {}): InferredOptions {
  return (target(options).options as { inferred: InferredOptions }).inferred;
}

const GO_ENV = '${FUNC_GO:-go} env GOVERSION GOFLAGS GOEXPERIMENT GOTOOLCHAIN GOFIPS140';

describe('inferProjects', () => {
  it('makes a project with one target, every input spelled out', () => {
    expect(infer()).toEqual([
      {
        file: 'apps/fn/func.yaml',
        root: 'apps/fn',
        project: {
          root: 'apps/fn',
          name: 'hello',
          projectType: 'application',
          targets: {
            containerize: {
              executor: 'nx-func:containerize',
              cache: true,
              inputs: [
                '{projectRoot}/**/*',
                '!{projectRoot}/.func/**',
                { dependentTasksOutputFiles: '**/*' },
                { externalDependencies: [] },
                { env: 'SOURCE_DATE_EPOCH' },
                { runtime: GO_ENV },
              ],
              outputs: ['{projectRoot}/.func/build/oci', '{projectRoot}/.func/build/metadata.json'],
              options: {
                platforms: [expect.stringMatching(/^linux\//) as string],
                inferred: { plugin: pluginVersion() },
              },
              metadata: {
                technologies: ['go', 'oci'],
                description: expect.stringContaining('OCI image') as string,
              },
            },
          },
        },
      },
    ]);
  });

  it('names the target as the workspace wants it', () => {
    const [inferred] = infer({ containerizeTargetName: 'image' });
    expect(Object.keys(inferred?.project.targets ?? {})).toEqual(['image']);
  });

  it('names the project after its folder where func.yaml has no name', () => {
    workspace.write({ 'apps/fn/func.yaml': 'runtime: go\n' });
    expect(infer()[0]?.project.name).toBe('fn');
  });

  it('names a function at the root after the folder of the workspace', () => {
    workspace.write({ 'func.yaml': 'runtime: go\n' });
    const [inferred] = infer({}, 'func.yaml');
    expect(inferred?.root).toBe('.');
    expect(inferred?.project.name).toBe(workspace.root.split('/').at(-1));
  });

  it('calls two functions of one name by their paths, and no other one', () => {
    workspace.write({
      'apps/two/func.yaml': FUNC,
      'apps/three/func.yaml': 'name: third\nruntime: go\n',
    });
    const files = ['apps/fn/func.yaml', 'apps/two/func.yaml', 'apps/three/func.yaml'];
    expect(infer({}, ...files).map(({ project }) => project.name)).toEqual([
      'apps-fn',
      'apps-two',
      'third',
    ]);
  });

  it('gives no name twice, whatever the paths are', () => {
    workspace.write({
      'a/b/func.yaml': FUNC,
      'a-b/func.yaml': FUNC,
      'c/func.yaml': 'name: a-b-2\nruntime: go\n',
      'func.yaml': FUNC,
    });
    const files = ['a/b/func.yaml', 'a-b/func.yaml', 'c/func.yaml', 'func.yaml'];
    expect(infer({}, ...files).map(({ project }) => project.name)).toEqual([
      'a-b',
      'a-b-3',
      'a-b-2',
      'root',
    ]);
  });

  it.each([
    ['Fn Project', 'schema_version: 20180708\nname: hello\nruntime: go\n'],
    ['Fn Project, old', 'name: hello\nentrypoint: ./func\nruntime: go\n'],
    ['another tool', 'functions:\n  - hello\n'],
  ])('infers nothing from the func.yaml of %s', (_, text) => {
    workspace.write({ 'apps/fn/func.yaml': text });
    expect(infer()).toEqual([]);
  });

  it('asks for the Go compiler of no other runtime', () => {
    workspace.write({ 'apps/fn/func.yaml': 'name: hello\nruntime: node\n' });
    expect(inputs().filter((input) => Object.hasOwn(input as object, 'runtime'))).toEqual([]);
    expect(target().metadata?.technologies).toEqual(['node', 'oci']);
  });
});

describe('inferProjects, inputs', () => {
  it('takes the variables that the build is given', () => {
    const envs = ['{{ env:TOKEN }}', 'literal', '{{ env:OTHER }}', '{{ env:TOKEN }}'];
    const lines = envs.map((value, index) => `    - name: V${index}\n      value: "${value}"\n`);
    workspace.write({ 'apps/fn/func.yaml': `${FUNC}build:\n  buildEnvs:\n${lines.join('')}` });
    expect(inputs().filter((input) => Object.hasOwn(input as object, 'env'))).toEqual([
      { env: 'SOURCE_DATE_EPOCH' },
      { env: 'TOKEN' },
      { env: 'OTHER' },
    ]);
  });

  it('takes the file of certificates, and puts the option where Nx hashes it', () => {
    const options = { certificates: './certs/../company.pem' };
    expect(inputs(options)).toContain('{workspaceRoot}/company.pem');
    expect(inferredOptions(options).certificates).toBe('./certs/../company.pem');
    expect(inferredOptions({ certificates: false }).certificates).toBe(false);
    expect(inputs({ certificates: false })).toEqual(inputs());
    expect(inferredOptions()).not.toHaveProperty('certificates');
  });

  it('takes the revision where it is asked for', () => {
    const runtimes = (options?: PluginOptions): unknown[] =>
      inputs(options).filter((input) => Object.hasOwn(input as object, 'runtime'));
    expect(runtimes()).toEqual([{ runtime: GO_ENV }]);
    expect(runtimes({ revision: true })).toEqual([
      { runtime: GO_ENV },
      { runtime: expect.stringContaining('git rev-parse HEAD') as string },
    ]);
    expect(inferredOptions({ revision: true }).revision).toBe(true);
    expect(inferredOptions({ revision: false })).not.toHaveProperty('revision');
  });

  it('takes the modules that are reached, without what builds leave in them, and go.work', () => {
    goModule(workspace, 'apps/fn', { name: 'function', imports: ['lib'] });
    goModule(workspace, 'libs/lib');
    goModule(workspace, 'libs/other');
    workspace.write({ 'go.work': 'go 1.21\nuse (\n./libs/lib\n./libs/other\n)\n' });
    const files = inputs().filter((input) => typeof input === 'string');
    expect(files).toEqual([
      '{projectRoot}/**/*',
      '!{projectRoot}/.func/**',
      '{workspaceRoot}/libs/lib/**/*',
      '!{workspaceRoot}/libs/lib/**/.func/**',
      '{workspaceRoot}/go.work',
      '{workspaceRoot}/go.work.sum',
    ]);
    expect(inferredOptions().modules).toEqual(['libs/lib']);
  });

  it('takes the whole workspace where its own module is reached', () => {
    goModule(workspace, '.', { name: 'example.com/mono' });
    const mod = 'replace example.com/mono => ../..\n';
    goModule(workspace, 'apps/fn', { name: 'function', mod, imports: ['mono/pkg'] });
    expect(inputs()).toContain('{workspaceRoot}/**/*');
    expect(inputs()).toContain('!{workspaceRoot}/**/.func/**');
    expect(inferredOptions().modules).toEqual(['.']);
  });

  it('puts links into an option, for they are in no file set', () => {
    workspace.write({ '.gitignore': 'hidden\n', 'apps/fn/.funcignore': 'unshipped\n' });
    for (const name of ['b', 'a/deep', 'hidden', 'unshipped', 'node_modules/x', '.func/x']) {
      workspace.link(`apps/fn/${name}`, 'func.yaml');
    }
    expect(inferredOptions().links).toEqual({ 'a/deep': 'func.yaml', b: 'func.yaml' });
  });

  it('leaves the links of projects inside to those', () => {
    workspace.write({ 'apps/fn/one/func.yaml': FUNC, 'apps/fn/two/project.json': '{}' });
    for (const name of ['link', 'one/link', 'two/link', 'three/link']) {
      workspace.link(`apps/fn/${name}`, 'x');
    }
    const [outer] = infer({}, 'apps/fn/func.yaml', 'apps/fn/one/func.yaml');
    const options = outer?.project.targets?.['containerize']?.options as {
      inferred: InferredOptions;
    };
    expect(Object.keys(options.inferred.links ?? {})).toEqual(['link', 'three/link']);
  });
});

describe('inferProjects never throws', () => {
  it.each([
    ['broken half-way', 'name: hello\nruntime: go\nrun: [\n'],
    ['empty', ''],
    ['binary', 'runtime: go\0\x01\x02'],
    ['of a wrong shape', 'name: [1, 2]\nruntime: {}\nbuild: 3\n'],
  ])('for a func.yaml that is %s: it has its target', (_, text) => {
    workspace.write({ 'apps/fn/func.yaml': text });
    expect(target()).toMatchObject({ executor: 'nx-func:containerize', cache: true });
  });

  it('for a func.yaml that is a folder, or gone', () => {
    workspace.folder('apps/folder/func.yaml');
    expect(infer({}, 'apps/folder/func.yaml', 'apps/gone/func.yaml')).toEqual([]);
  });

  it('for links in a circle', () => {
    workspace.link('apps/fn/circle', '.');
    workspace.link('apps/fn/self', 'self');
    expect(inferredOptions().links).toEqual({ circle: '.', self: 'self' });
  });

  it.each<[string, Record<string, string>]>([
    ['a malformed .funcignore', { 'apps/fn/.funcignore': '[\n' }],
    ['a binary go.mod', { 'apps/fn/go.mod': '\0\0\0\xff' }],
    ['a go.mod that is a folder', { 'apps/fn/go.mod/x': '' }],
    [
      'a go.work that uses itself',
      { 'apps/fn/go.mod': 'module function\n', 'go.work': 'use .\nuse ./apps/fn\nuse ./\n' },
    ],
    ['a broken go.work', { 'apps/fn/go.mod': 'module function\n', 'go.work': 'use (\n' }],
    ['a go.work that is a folder', { 'apps/fn/go.mod': 'module function\n', 'go.work/x': '' }],
    [
      'a name that no image can hold',
      { 'apps/fn/line\nbreak': '', 'apps/fn/go.mod': 'module function\n' },
    ],
  ])('for %s', (_, files) => {
    workspace.write(files);
    expect(target().inputs).toContain('{projectRoot}/**/*');
  });

  it('on a processor that no image can be for', () => {
    const arch = Object.getOwnPropertyDescriptor(process, 'arch')!;
    Object.defineProperty(process, 'arch', { ...arch, value: 'pdp11' });
    try {
      expect(target().options).not.toHaveProperty('platforms');
    } finally {
      Object.defineProperty(process, 'arch', arch);
    }
  });
});

describe('readIgnoreRules', () => {
  it('knows the built-in rules, and those of .funcignore', () => {
    workspace.write({ 'apps/fn/.funcignore': 'docs\n' });
    const rules = readIgnoreRules(workspace.root, 'apps/fn');
    const paths = ['docs/a.md', '.env', 'handle.go', '.func/x'];
    expect(paths.filter((path) => rules.ignores(path))).toEqual(['docs/a.md', '.env', '.func/x']);
  });

  it('names a malformed line relative to the workspace', async () => {
    workspace.write({ 'apps/fn/.funcignore': 'docs\n[\n', '.funcignore': '[' });
    const read = (root: string) => () => readIgnoreRules(workspace.root, root);
    expect(await refusal(read('apps/fn'))).toContain('apps/fn/.funcignore:2');
    expect(await refusal(read('.'))).toMatch(/^\.funcignore:1/);
  });
});
