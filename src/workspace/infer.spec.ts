import type { NxJsonConfiguration } from '@nx/devkit';
import { type InferredProject, inferProjects } from './infer';
import type { PluginOptions } from './options';
import { TempWorkspace } from './testing/temp-workspace';
import { pluginVersion } from './version';

const FUNC = 'specVersion: 0.36.0\nname: hello\nruntime: go\n';

const GO_ENV = '${FUNC_GO:-go} env GOVERSION GOFLAGS GOEXPERIMENT GOTOOLCHAIN GOFIPS140';

const BUILDS = 'Builds the function into an OCI image at .func/build/oci.';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace();
});

afterEach(() => {
  workspace.remove();
});

/** All files of the workspace that the plugin is given. */
function infer(
  options: PluginOptions = {},
  nxJson: NxJsonConfiguration = {},
): Promise<InferredProject[]> {
  const files = workspace
    .list()
    .filter((file) => /(?:func.yaml|project.json|package.json)$/.test(file));
  return inferProjects(files, options, workspace.root, nxJson);
}

/** Folder to name. */
async function names(): Promise<Record<string, string | undefined>> {
  return Object.fromEntries((await infer()).map(({ root, project }) => [root, project.name]));
}

/** The name of the target of the one function, and its description. */
async function target(options: PluginOptions = {}, nxJson: NxJsonConfiguration = {}) {
  const [inferred, ...more] = await infer(options, nxJson);
  const targets = Object.entries(inferred?.project.targets ?? {});
  const [[name, { metadata }] = ['', {}]] = targets;
  if (more.length > 0 || targets.length !== 1) throw new Error('not one target');
  return [name, metadata?.description];
}

describe('inferProjects', () => {
  it('makes a project with one target, every input spelled out', async () => {
    workspace.write({ 'apps/fn/func.yaml': FUNC });
    expect(await infer()).toEqual([
      {
        file: 'apps/fn/func.yaml',
        root: 'apps/fn',
        project: {
          root: 'apps/fn',
          name: 'hello',
          projectType: 'application',
          metadata: { nxFunc: { target: 'containerize', technologies: ['go', 'oci'] } },
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
              metadata: { technologies: ['go', 'oci'], description: BUILDS },
            },
          },
        },
      },
    ]);
  });

  it('names the target as the workspace wants it', async () => {
    workspace.write({ 'apps/fn/func.yaml': FUNC });
    expect(await target({ containerizeTargetName: 'image' })).toEqual(['image', BUILDS]);
  });

  it.each([
    ['Fn Project', 'schema_version: 20180708\nname: hello\nruntime: go\n'],
    ['Fn Project, old', 'name: hello\nentrypoint: ./func\nruntime: go\n'],
    ['function buildpacks of VMware', 'name: hello\nruntime: unknown\n'],
    ['another tool', 'functions:\n  - hello\n'],
  ])('infers nothing from the func.yaml of %s', async (_, text) => {
    workspace.write({ 'apps/fn/func.yaml': text, 'apps/fn/project.json': '{"name":"fn"}' });
    expect(await infer()).toEqual([]);
  });

  it('infers nothing from a func.yaml that is a folder, or gone', async () => {
    workspace.folder('apps/folder/func.yaml');
    const files = ['apps/folder/func.yaml', 'apps/gone/func.yaml'];
    expect(await inferProjects(files, {}, workspace.root)).toEqual([]);
  });

  it('leaves links of a project inside to that project', async () => {
    workspace.write({ 'func.yaml': FUNC, 'a/project.json': '{}', 'b/func.yaml': 'name: b\n' });
    for (const folder of ['a', 'b', 'c']) workspace.link(`${folder}/link`, 'x');
    const options = (await infer()).find(({ root }) => root === '.')?.project.targets;
    expect(options?.['containerize']?.options).toMatchObject({
      inferred: { links: { 'c/link': 'x' } },
    });
    expect(JSON.stringify(options)).not.toContain('a/link');
    expect(JSON.stringify(options)).not.toContain('b/link');
  });
});

describe('inferProjects, names', () => {
  it('names the project after its folder where func.yaml has no name', async () => {
    workspace.write({ 'apps/fn/func.yaml': 'runtime: go\n', 'func.yaml': 'runtime: go\n' });
    const ofWorkspace = workspace.root.split('/').at(-1);
    expect(await names()).toEqual({ 'apps/fn': 'fn', '.': ofWorkspace });
  });

  it('calls both of two functions with one name by their path, and tells why', async () => {
    workspace.write({ 'apps/a/func.yaml': FUNC, 'apps/b/func.yaml': FUNC });
    const projects = (await infer()).map(({ project }) => project);
    expect(projects.map(({ name, metadata }) => [name, metadata])).toEqual(
      ['b', 'a'].map((other) => [
        other === 'b' ? 'apps-a' : 'apps-b',
        {
          description: `Named after its path: "hello" is also the name of apps/${other}.`,
          nxFunc: {
            target: 'containerize',
            technologies: ['go', 'oci'],
            nameReason: `"hello" is also the name of apps/${other}`,
          },
        },
      ]),
    );
  });

  it('knows the names that Nx takes from project.json and package.json', async () => {
    workspace.write({
      'package.json': '{"name":"root","workspaces":["packages/*"]}',
      'apps/a/func.yaml': FUNC,
      'libs/a/project.json': '{"name":"hello"}',
      'apps/b/func.yaml': 'name: world\n',
      'packages/b/package.json': '{"name":"world"}',
      'apps/c/func.yaml': 'name: other\n',
      'libs/c/package.json': '{"name":"other"}',
      'apps/d/func.yaml': 'name: ours\n',
      'apps/d/project.json': '{"name":"theirs"}',
      'apps/e/func.yaml': 'name: theirs\n',
    });
    expect(await names()).toEqual({
      'apps/a': 'apps-a',
      'apps/b': 'apps-b',
      'apps/c': 'other',
      'apps/d': 'theirs',
      'apps/e': 'apps-e',
    });
  });
});

describe('inferProjects, for a part of the workspace', () => {
  const FILES = ['apps/a/func.yaml', 'apps/b/func.yaml', 'apps/c/func.yaml', 'libs/d/project.json'];

  beforeEach(() => {
    workspace.write({
      'apps/a/func.yaml': FUNC,
      'apps/b/func.yaml': FUNC,
      'apps/c/func.yaml': 'name: lib\n',
      'libs/d/project.json': '{"name":"lib"}',
    });
  });

  /** The names that two entries of nx.json give, each for its part. */
  async function namesOf(...entries: { include?: string[]; exclude?: string[] }[]) {
    const plugins = entries.map((entry) => ({ plugin: 'nx-func/plugin', ...entry }));
    const parts = entries.map(({ include, exclude }) =>
      FILES.filter((file) =>
        include === undefined
          ? !exclude?.some((folder) => file.startsWith(folder.slice(0, -2)))
          : include.some((folder) => file.startsWith(folder.slice(0, -2))),
      ),
    );
    const inferred = await Promise.all(
      parts.map((files) => inferProjects(files, {}, workspace.root, { plugins })),
    );
    return inferred.flat().map(({ root, project }) => [root, project.name]);
  }

  it('knows the names in the others', async () => {
    expect(await namesOf({ include: ['apps/a/**'] }, { exclude: ['apps/a/**'] })).toEqual([
      ['apps/a', 'apps-a'],
      ['apps/b', 'apps-b'],
      ['apps/c', 'apps-c'],
    ]);
  });

  it('takes no function for a project that no entry is for', async () => {
    expect(await namesOf({ exclude: ['apps/b/**', 'libs/**'] })).toEqual([
      ['apps/a', 'hello'],
      ['apps/c', 'apps-c'],
    ]);
  });
});

describe('inferProjects, target names', () => {
  beforeEach(() => {
    workspace.write({ 'apps/fn/func.yaml': FUNC });
  });

  it('gives way to a script', async () => {
    workspace.write({
      'package.json': '{"name":"root","workspaces":["apps/*"]}',
      'apps/fn/package.json': '{"name":"fn","scripts":{"containerize":"x"}}',
    });
    expect(await target()).toEqual([
      'containerize-image',
      `${BUILDS} Called containerize-image, for containerize is a script of package.json.`,
    ]);
  });

  it('gives way to no script of a package.json that Nx makes nothing of', async () => {
    workspace.write({ 'apps/fn/package.json': '{"name":"fn","scripts":{"containerize":"x"}}' });
    expect(await target()).toEqual(['containerize', BUILDS]);
  });

  it('gives way to a target of project.json, and under a name of its own too', async () => {
    workspace.write({ 'apps/fn/project.json': '{"targets":{"image":{"command":"x"}}}' });
    expect(await target()).toEqual(['containerize', BUILDS]);
    expect(await target({ containerizeTargetName: 'image' })).toEqual([
      'containerize-image',
      `${BUILDS} Called containerize-image, for image is a target of project.json.`,
    ]);
  });

  it('takes what says only how for the settings of its own target', async () => {
    workspace.write({
      'apps/fn/project.json': '{"targets":{"containerize":{"options":{"platforms":[]}}}}',
    });
    expect(await target()).toEqual(['containerize', BUILDS]);
  });

  it('gives way to a plugin that is told to call its target so', async () => {
    const plugins = [{ plugin: '@acme/x', options: { imageTargetName: 'containerize' } }];
    expect(await target({}, { plugins })).toEqual([
      'containerize-image',
      `${BUILDS} Called containerize-image, for containerize is a target of the plugin @acme/x.`,
    ]);
  });
});
