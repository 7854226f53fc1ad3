import { peek } from '../function/inference';
import { containerizeTarget } from './containerize-target';
import { Folders } from './folders';
import { GitIgnore } from './git-ignore';
import { GoFiles } from './go-files';
import type { InferredOptions, PluginOptions } from './options';
import { goModule } from './testing/go-module';
import { TempWorkspace } from './testing/temp-workspace';

const FUNC = 'specVersion: 0.36.0\nname: hello\nruntime: go\n';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace({ 'apps/fn/func.yaml': FUNC });
});

afterEach(() => {
  workspace.remove();
});

/** @param others folders of other projects. */
function target(options: PluginOptions = {}, others: readonly string[] = []) {
  const peeked = peek(Buffer.from(workspace.read('apps/fn/func.yaml')));
  const folders = new Folders();
  return containerizeTarget('apps/fn', peeked, options, {
    workspaceRoot: workspace.root,
    roots: new Set(['apps/fn', ...others]),
    folders,
    goFiles: new GoFiles(workspace.root, folders),
    git: new GitIgnore(workspace.root, folders),
  });
}

function inputs(options: PluginOptions = {}): unknown[] {
  return [...(target(options).inputs ?? [])];
}

function inferredOptions(
  options: PluginOptions = {},
  others: readonly string[] = [],
): InferredOptions {
  return (target(options, others).options as { inferred: InferredOptions }).inferred;
}

const GO_ENV = '${FUNC_GO:-go} env GOVERSION GOFLAGS GOEXPERIMENT GOTOOLCHAIN GOFIPS140';

describe('containerizeTarget', () => {
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
    for (const name of ['link', 'one/link', 'two/link', 'three/link']) {
      workspace.link(`apps/fn/${name}`, 'x');
    }
    expect(Object.keys(inferredOptions({}, ['apps/fn/one', 'apps/fn/two']).links ?? {})).toEqual([
      'link',
      'three/link',
    ]);
  });
});

describe('containerizeTarget never throws', () => {
  it.each([
    ['broken half-way', 'name: hello\nruntime: go\nrun: [\n'],
    ['empty', ''],
    ['binary', 'runtime: go\0\x01\x02'],
    ['of a wrong shape', 'name: [1, 2]\nruntime: {}\nbuild: 3\n'],
  ])('for a func.yaml that is %s: it has its target', (_, text) => {
    workspace.write({ 'apps/fn/func.yaml': text });
    expect(target()).toMatchObject({ executor: 'nx-func:containerize', cache: true });
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
