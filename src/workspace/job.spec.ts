import { execFileSync } from 'node:child_process';
import type { ContainerizeJob } from '../job';
import { mozillaBundle } from '../layer/certificates/bundle';
import type { ContainerizeOptions, InferredOptions } from './options';
import type { prepareJob } from './job';
import { beWorkspace, contextOf } from './testing/context';
import { goModule } from './testing/go-module';
import { Lines, refusal } from './testing/build';
import { TempWorkspace } from './testing/temp-workspace';

/** Nx lists the files of a workspace once in a process: one workspace for all of these tests. */
const workspace = new TempWorkspace({
  '.gitignore': 'ignored*\n.func\n',
  'company.pem': mozillaBundle().subarray(0, mozillaBundle().indexOf('-----END') + 26),
  'ignored.pem': '',
  'nested/data.txt': '',
  'apps/fn/func.yaml': 'name: hello\nruntime: go\n',
  'apps/fn/.funcignore': 'docs\n!docs/kept.md\n',
  'apps/fn/.env': 'SECRET=1',
  'apps/fn/ignored.go': '',
  'apps/fn/docs/a.md': '',
  'apps/fn/docs/kept.md': '',
  'apps/fn/static/ünïcode name.txt': '',
  'apps/fn/inner/project.json': '{}',
  'apps/fn/inner/code.go': '',
  'apps/fn/ignored-gen/made.go': '',
  'apps/fn/.func/build/oci/index.json': '{}',
  'apps/rust/func.yaml': 'runtime: rust\n',
  'apps/rust/Cargo.toml': '',
  'apps/rust/target/debug/f': '',
  'go.work': 'go 1.21\nuse ./libs/lib\n',
  'libs/lib/ignored.go': '',
  'libs/lib/.func/x': '',
  'libs/far/code.go': '',
  'go.mod': 'module example.com/mono\n',
  'pkg/pkg.go': 'package pkg\n',
  'pkg/ignored.go': '',
});

const ROOTS = {
  fn: 'apps/fn',
  inner: 'apps/fn/inner',
  linked: 'apps/linked',
  mono: 'apps/mono',
  lib: 'libs/lib',
  rust: 'apps/rust',
};

let prepare: typeof prepareJob;
let log: Lines;

beforeAll(() => {
  goModule(workspace, 'apps/fn', { name: 'function', imports: ['lib'] });
  goModule(workspace, 'libs/lib');
  const mod = 'replace example.com/mono => ../..\n';
  goModule(workspace, 'apps/mono', { name: 'function', mod, imports: ['mono/pkg'] });
  workspace.write({ 'apps/linked/func.yaml': 'runtime: go\n', 'apps/linked/file': '' });
  workspace.link('apps/linked/b', 'file');
  workspace.link('apps/linked/a', 'b');
  execFileSync('mkfifo', [workspace.path('apps/linked/pipe')]);
  beWorkspace(workspace.root);
  ({ prepareJob: prepare } = jest.requireActual<{ prepareJob: typeof prepareJob }>('./job'));
});

beforeEach(() => {
  log = new Lines();
});

afterAll(() => {
  workspace.remove();
});

function job(
  options: ContainerizeOptions = {},
  project: keyof typeof ROOTS = 'fn',
  roots: Record<string, string> = ROOTS,
): Promise<ContainerizeJob> {
  const context = contextOf(workspace.root, roots, project);
  return prepare(options, context, log, new AbortController().signal);
}

/** As the plugin infers them for this function. */
function inferred(more: Partial<InferredOptions> = {}): ContainerizeOptions {
  return { inferred: { plugin: '0', modules: ['libs/lib'], ...more } };
}

const SHIPPED = ['code.go', 'docs/kept.md', 'func.yaml', 'go.mod', 'static/ünïcode name.txt'];

describe('prepareJob, what ships', () => {
  it('is what Nx has hashed, less what the function ignores', async () => {
    const { data, workspaceRoot, projectRoot } = await job(inferred());
    expect({ ...data, files: [...data.files].sort() }).toEqual({
      root: workspace.path('apps/fn'),
      shown: 'apps/fn',
      files: SHIPPED,
      links: {},
    });
    expect([workspaceRoot, projectRoot]).toEqual([workspace.root, 'apps/fn']);
  });

  it('is the same where another project is the root of the workspace', async () => {
    const { data } = await job(inferred(), 'fn', { ...ROOTS, all: '.' });
    expect([...data.files].sort()).toEqual(SHIPPED);
  });

  it('is, besides, what tasks made that this one depends on', async () => {
    const context = contextOf(workspace.root, ROOTS, 'fn');
    const task = (id: string, target: string, outputs: string[]) => ({
      id,
      target: { project: 'fn', target },
      outputs,
      overrides: {},
      parallelism: true,
    });
    context.taskGraph = {
      roots: [],
      tasks: {
        'fn:gen': task('fn:gen', 'gen', ['apps/fn/ignored-gen', 'apps/fn/.func']),
        'fn:containerize': task('fn:containerize', 'containerize', []),
      },
      dependencies: { 'fn:containerize': ['fn:gen'] },
      continuousDependencies: {},
    } as never;
    const made = await prepare({}, context, log, new AbortController().signal);
    expect([...made.data.files].sort()).toEqual([...SHIPPED, 'ignored-gen/made.go'].sort());
    expect(made.hashed('apps/fn/ignored-gen/made.go')).toBe(true);
  });

  it('has no `target` beside a Cargo.toml', async () => {
    expect([...(await job({}, 'rust')).data.files].sort()).toEqual(['Cargo.toml', 'func.yaml']);
  });

  it('has links as links, and tells under verbose what is no file', async () => {
    const { data } = await job({}, 'linked');
    expect(data.links).toEqual({ a: 'b', b: 'file' });
    expect([...data.files].sort()).toEqual(['file', 'func.yaml']);
    expect(log.details).toEqual(['left out, not a file: apps/linked/pipe']);
  });
});

describe('prepareJob, what a compiler may see', () => {
  it('is what Nx has hashed of the function and of the modules that it reaches', async () => {
    const { hashed, goModules } = await job(inferred());
    const files = [
      'apps/fn/code.go',
      // Not shipped, and hashed all the same.
      'apps/fn/docs/a.md',
      'apps/fn/ignored.go',
      'apps/fn/inner/code.go',
      'libs/lib/code.go',
      'libs/lib/ignored.go',
      'libs/far/code.go',
      'nested/data.txt',
      'go.work',
    ];
    expect(files.filter(hashed)).toEqual([
      'apps/fn/code.go',
      'apps/fn/docs/a.md',
      'libs/lib/code.go',
    ]);
    expect(goModules?.used.map(({ path }) => path)).toEqual(['example.com/lib']);
  });

  it('is, in a module that is no project, what belongs to none', async () => {
    const roots = { fn: 'apps/fn' };
    const { hashed } = await job(inferred(), 'fn', roots);
    expect(hashed('libs/lib/code.go')).toBe(true);
    expect(hashed('libs/lib/ignored.go')).toBe(false);
  });

  it('is all that Nx has hashed where the module of the workspace is reached', async () => {
    const { hashed } = await job({ inferred: { plugin: '0', modules: ['.'] } }, 'mono');
    const files = ['pkg/pkg.go', 'pkg/ignored.go', 'libs/lib/code.go', 'apps/mono/code.go'];
    expect(files.filter(hashed)).toEqual(['pkg/pkg.go', 'libs/lib/code.go', 'apps/mono/code.go']);
  });

  it('has the links of the function', async () => {
    const { hashed, goModules } = await job({}, 'linked');
    expect(hashed('apps/linked/a')).toBe(true);
    expect(goModules).toBeUndefined();
  });
});

describe('prepareJob, where the graph is older than the disk', () => {
  it('refuses a module that Nx has not hashed', async () => {
    const message = await refusal(() => job(inferred({ modules: ['libs/other'] })));
    expect(message).toContain('apps/fn/go.mod: the Go module in libs/lib is not among the inputs');
  });

  it.each([
    ['is new', { b: 'file' }, 'apps/linked/a'],
    ['has another target', { a: 'file', b: 'file' }, 'apps/linked/a'],
    ['is gone', { a: 'b', b: 'file', c: 'file' }, 'apps/linked/c'],
    ['is a file by now', { a: 'b', b: 'file', file: 'b' }, 'apps/linked/file'],
  ])('refuses a link that %s', async (_, links, where) => {
    const message = await refusal(() => job({ inferred: { plugin: '0', links } }, 'linked'));
    expect(message).toContain(`${where}: the link is not as Nx has hashed it`);
    expect(message).toContain('nx reset');
  });

  it('takes what is as it was hashed, also a link that is not part of the build', async () => {
    const links = { a: 'b', b: 'file' };
    await job({ inferred: { plugin: '0', links } }, 'linked');
    // For Nx `deep` is a project by now; the plugin, which sees less, has hashed its link too.
    workspace.link('apps/linked/deep/c', 'x');
    const roots = { ...ROOTS, deep: 'apps/linked/deep' };
    const options = { inferred: { plugin: '0', links: { ...links, 'deep/c': 'x' } } };
    expect((await job(options, 'linked', roots)).data.links).toEqual(links);
    workspace.remove('apps/linked/deep');
  });
});

describe('prepareJob, options', () => {
  it('passes on what the user sets', async () => {
    const options = { platforms: ['linux/arm64'], labels: { a: '1' }, env: { A: 'b' } };
    expect(await job(options)).toMatchObject(options);
    expect(await job()).toMatchObject({ labels: {}, env: {} });
    expect(await job()).not.toHaveProperty('platforms');
  });

  it('refuses certificates on a target', async () => {
    const message = await refusal(() => job({ certificates: 'company.pem' }));
    expect(message).toContain('option certificates: certificates is an option of the plugin');
  });

  it.each(['1A', 'A B', '', 'A=B', 'Ä'])('refuses %j as the name of a variable', async (name) => {
    const message = await refusal(() => job({ env: { GOOD: '1', [name]: 'value' } }));
    expect(message).toContain(`option env: ${JSON.stringify(name)} is not the name`);
  });

  it.each(['{{ env:X }}', ' {{secret:a:b}}', '{{'])('refuses the value %j', async (value) => {
    const message = await refusal(() => job({ env: { A: value } }));
    expect(message).toContain('A has a reference as its value');
    expect(message).toContain('run.envs');
  });

  it('tells the revision only where the plugin asks for it', async () => {
    expect(await job(inferred())).not.toHaveProperty('revision');
    execFileSync('git', ['init', '-q'], { cwd: workspace.root });
    expect(await refusal(() => job(inferred({ revision: true })))).toContain('option revision');
    const identity = ['-c', 'user.name=T', '-c', 'user.email=t@example.com'];
    const commit = [...identity, 'commit', '-q', '--allow-empty', '-m', 'one'];
    execFileSync('git', commit, { cwd: workspace.root });
    const { revision } = await job(inferred({ revision: true }));
    expect(revision?.commit).toMatch(/^[0-9a-f]{7}-dirty$/);
  });
});

describe('prepareJob, certificates', () => {
  it("are Mozilla's, with those of the workspace behind them, or none", async () => {
    expect((await job()).certificates?.equals(mozillaBundle())).toBe(true);
    const more = (await job(inferred({ certificates: './company.pem' }))).certificates;
    expect(more?.subarray(0, mozillaBundle().length).equals(mozillaBundle())).toBe(true);
    expect(more?.subarray(mozillaBundle().length).toString()).toMatch(/^-----BEGIN CERT/);
    expect(await job(inferred({ certificates: false }))).not.toHaveProperty('certificates');
  });

  it.each(['gone.pem', 'ignored.pem', '/etc/hosts', '../x.pem', 'libs'])(
    'refuses %s, which Nx does not hash',
    async (certificates) => {
      const message = await refusal(() => job(inferred({ certificates })));
      expect(message).toContain(
        `nx.json, plugin option certificates: ${certificates}: there is no`,
      );
    },
  );

  it('refuses a file without a certificate', async () => {
    const certificates = 'nested/data.txt';
    expect(await refusal(() => job(inferred({ certificates })))).toContain(
      'nested/data.txt: no certificate',
    );
  });
});

describe('prepareJob, a go.work that git ignores', () => {
  it('is not used, and the user is told', async () => {
    workspace.write({ 'apps/.gitignore': 'go.work\n', 'apps/go.work': 'go 1.21\n' });
    const { goModules } = await job(inferred());
    // That of the workspace is, as it would be in a clone.
    expect(goModules?.used.map(({ path }) => path)).toEqual(['example.com/lib']);
    expect(log.warned).toEqual([expect.stringContaining('apps/go.work: not used')]);
    workspace.remove('apps/go.work');
  });
});
