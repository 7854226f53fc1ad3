/**
 * From `nx add` to a running function, by package manager and Nx version: in a workspace that has never
 * seen the plugin, with the layout of node_modules that each package manager makes.
 */
import type { Workspace } from './support';
import {
  PACKAGE_SPEC,
  PACKAGE_MANAGERS,
  cloneWorkspace,
  createBareWorkspace,
  describeWith,
  install,
  installedVersions,
  type PackageManager,
} from './support/bare-workspace';
import { expectImage, expectServes, expectStops, postEvent, startImage } from './support/expect';
import { httpHandle } from './support/functions';
import { runFolder } from './support/verdict';

/** Of the oldest major that the package's devkit takes, and of its own. */
const NEWEST_NX = '24.0.6';
const NX_VERSIONS = ['23.2.1', NEWEST_NX];

/** What is made, by name: its folder, and the options of the generator. */
const FUNCTIONS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  one: ['apps/one', '--runtime=go'],
  two: ['apps/two', '--runtime=go', '--template=cloudevents'],
  three: [
    'services/three',
    '--runtime=go',
    '--registry=registry.example/shop',
    '--tags=scope:shop,type:function',
  ],
};

/** A Go module that was there before, with an HTTP handler, and is no project of Nx. */
const LEGACY = {
  'services/legacy/go.mod': 'module example.com/legacy\n\ngo 1.21\n',
  'services/legacy/handle.go': httpHandle('"as before"'),
};

for (const nx of NX_VERSIONS) {
  for (const packageManager of PACKAGE_MANAGERS) {
    describeWith(packageManager, `${packageManager} and Nx ${nx}`, () => {
      story(packageManager, nx);
    });
  }
}

function story(packageManager: PackageManager, nx: string): void {
  let workspace: Workspace;
  const layout = (root: string): string => workspace.path(root, '.func/build/oci');
  const digests = (one: Workspace): string[] =>
    Object.values(FUNCTIONS).map(([root]) => one.image(root).digest);

  beforeAll(async () => {
    workspace = await createBareWorkspace({ packageManager, nx, files: LEGACY });
    // As people type it: `npx nx`, `pnpm exec nx`.
    const program = packageManager === 'npm' ? ['npx'] : ['pnpm', 'exec'];
    await install(workspace, [...program, 'nx', 'add', PACKAGE_SPEC]);
    for (const options of Object.values(FUNCTIONS)) {
      await workspace.mustNx(['g', 'nx-func:function', ...options]);
    }
    await workspace.commit();
  });

  it('is set up by nx add', () => {
    expect(JSON.parse(workspace.read('nx.json'))).toEqual({
      analytics: false,
      plugins: ['nx-func/plugin'],
    });
    expect(workspace.read('.gitignore')).toBe('node_modules\n.nx\n.func\n');
    expect(JSON.parse(workspace.read('package.json'))).toMatchObject({
      devDependencies: { nx, 'nx-func': 'file:packages/nx-func.tgz' },
    });
    // Neither a hoisting pattern nor a registry of its own.
    expect(workspace.has('.npmrc')).toBe(false);
  });

  it('has one Nx, and no path of this machine', async () => {
    expect(await installedVersions(workspace, 'nx')).toEqual([nx]);
    expect(await installedVersions(workspace, '@nx/devkit')).toHaveLength(1);
    const absolute = ['find', 'node_modules', '-type', 'l', '-lname', '/*'];
    expect((await workspace.run(absolute)).stdout).toBe('');
    const committed = (await workspace.run(['git', 'ls-files'])).stdout.trim().split('\n');
    expect(committed).toContain(packageManager === 'npm' ? 'package-lock.json' : 'pnpm-lock.yaml');
    expect(committed.filter((file) => workspace.read(file).includes(runFolder()))).toEqual([]);
  });

  it('has the projects that were asked for', async () => {
    const { stdout } = await workspace.mustNx(['show', 'project', 'three', '--json']);
    const project = JSON.parse(stdout) as { tags: string[]; targets: Record<string, object> };
    expect(project.tags).toEqual(expect.arrayContaining(['scope:shop', 'type:function']));
    expect(project.targets).toMatchObject({
      containerize: { executor: 'nx-func:containerize' },
      test: { cache: true },
    });
  });

  it("passes the functions' own tests", async () => {
    const { tasks } = await workspace.mustNx(['run-many', '-t', 'test']);
    expect(Object.keys(tasks).sort()).toEqual(['one:test', 'three:test', 'two:test']);
    const again = await workspace.mustNx(['run', 'one:test']);
    expect(again.cached).toBe(true);
    expect(again.output).toMatch(/^ok\s+one\s/m);
  });

  it('builds images that outside tools accept', async () => {
    const { tasks } = await workspace.mustNx(['run-many', '-t', 'containerize']);
    expect(tasks).toMatchObject({
      'one:containerize': { cached: false, status: 0 },
      'two:containerize': { cached: false, status: 0 },
      'three:containerize': { cached: false, status: 0 },
    });
    const images = [];
    for (const [root] of Object.values(FUNCTIONS)) {
      images.push((await expectImage(layout(root))).name);
    }
    expect(images).toEqual(['one:latest', 'two:latest', 'registry.example/shop/three:latest']);
    expect(await changes(workspace)).toBe('');
  });

  it('runs them', async () => {
    await expectServes(layout('apps/one'), 'Hello, world!\n');
    await expectAnswersAlice(layout('apps/two'));
    await expectServes(layout('services/three'), 'Hello, world!\n');
  });

  it('takes the second build out of the cache', async () => {
    const before = digests(workspace);
    expect((await workspace.mustNx(['run-many', '-t', 'containerize'])).cached).toBe(true);
    expect(digests(workspace)).toEqual(before);
  });

  // A lockfile is the package manager's own affair: one Nx is enough.
  if (nx === NEWEST_NX) {
    it('builds the same images in a clone', async () => {
      const clone = await cloneWorkspace(workspace, packageManager);
      const { cached } = await clone.mustNx(['run-many', '-t', 'containerize']);
      expect(cached).toBe(false);
      expect(digests(clone)).toEqual(digests(workspace));
      expect(await changes(clone)).toBe('');
    });
  }

  it('builds the one that was edited, and no other', async () => {
    const before = digests(workspace);
    const source = workspace.read('apps/one/function.go');
    workspace.write({ 'apps/one/function.go': source.replace('Hello', 'Good morning') });
    const { tasks } = await workspace.mustNx(['affected', '-t', 'containerize', '--base=HEAD']);
    expect(tasks).toMatchObject({ 'one:containerize': { cached: false } });
    expect(Object.keys(tasks)).toEqual(['one:containerize']);
    const [one, ...others] = digests(workspace);
    expect(one).not.toBe(before[0]);
    expect(others).toEqual(before.slice(1));
    await expectServes(layout('apps/one'), 'Good morning, world!\n');
    await workspace.commit();
  });

  it('is changed by no second run of a generator', async () => {
    for (const options of Object.values(FUNCTIONS)) {
      const { output } = await workspace.mustNx(['g', 'nx-func:function', ...options]);
      expect(output).toContain(
        `${options[0]}: the function is there already, its files stay as they are`,
      );
    }
    expect(await changes(workspace)).toBe('');
  });

  it('makes a function of a Go module that was there', async () => {
    const generator = ['g', 'nx-func:configuration', 'services/legacy'];
    await workspace.mustNx(generator);
    await workspace.mustNx(['run', 'legacy:containerize']);
    await expectImage(layout('services/legacy'));
    await expectServes(layout('services/legacy'), 'as before');
    await workspace.commit();
    await workspace.mustNx(generator);
    expect(await changes(workspace)).toBe('');
  });
}

/** What git sees of the workspace since the last commit. */
async function changes(workspace: Workspace): Promise<string> {
  return (await workspace.run(['git', 'status', '--porcelain'])).stdout;
}

/** What the function of the template cloudevents is for. */
async function expectAnswersAlice(layoutDir: string): Promise<void> {
  const container = await startImage(layoutDir, { ready: '/health/readiness' });
  const { status, headers, body } = await postEvent(container, { name: 'Alice' });
  expect({ status, type: headers['ce-type'] }).toEqual({ status: 200, type: 'two.response' });
  expect(JSON.parse(body)).toEqual({ message: 'Hello, Alice!' });
  await expectStops(container);
}
