/** A user's first minutes: `nx add` into a workspace that has never seen the plugin. */
import { describeImages, createWorkspace, expectSameImage, must, type Workspace } from './support';
import { expectImage, expectServes } from './support/expect';
import { verdict } from './support/verdict';

const FUNC_YAML = 'specVersion: 0.36.0\nruntime: go\n';
const GO_MOD = 'module function\n\ngo 1.21\n';
const HANDLER = `package function

import "net/http"

func Handle(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte("by hand"))
}
`;

/** What a workspace without the plugin has; the template of the stories comes with it. */
async function withoutPlugin(): Promise<Workspace> {
  const workspace = await createWorkspace();
  const packageJson = JSON.parse(workspace.read('package.json')) as {
    devDependencies: Record<string, string>;
  };
  delete packageJson.devDependencies['nx-func'];
  workspace.write({
    'package.json': packageJson,
    'nx.json': { analytics: false },
    '.gitignore': 'node_modules\n.nx',
  });
  workspace.remove('packages');
  await workspace.run(['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund']);
  expect(workspace.has('node_modules/nx-func')).toBe(false);
  await workspace.commit();
  return workspace;
}

describeImages('a fresh workspace', () => {
  let workspace: Workspace;
  let layout: string;

  beforeAll(async () => {
    workspace = await withoutPlugin();
    layout = workspace.path('functions/hand/.func/build/oci');
    await workspace.mustNx(['add', `nx-func@file:${verdict('tarball')}`]);
    workspace.write({
      'functions/hand/func.yaml': FUNC_YAML,
      'functions/hand/go.mod': GO_MOD,
      'functions/hand/handle.go': HANDLER,
    });
    await workspace.commit();
    await workspace.mustNx(['run', 'hand:containerize']);
  });

  it('is set up by nx add', () => {
    expect(JSON.parse(workspace.read('nx.json'))).toEqual({
      analytics: false,
      plugins: ['nx-func/plugin'],
    });
    expect(workspace.read('.gitignore')).toBe('node_modules\n.nx\n.func\n');
  });

  it('builds a function that was written by hand', async () => {
    await expectImage(layout);
    await expectServes(layout, 'by hand');
    expect((await workspace.run(['git', 'status', '--porcelain'])).stdout).toBe('');
  });

  it('takes the second image out of the cache', async () => {
    const { digest } = workspace.image('functions/hand');
    const again = await workspace.mustNx(['run', 'hand:containerize']);
    expect(again.cached).toBe(true);
    expect(workspace.image('functions/hand').digest).toBe(digest);
  });

  it('restores the whole build folder out of the cache', async () => {
    const build = workspace.path('functions/hand/.func/build');
    await must(['cp', '-a', build, `${workspace.home}/before`]);
    workspace.remove('functions/hand/.func');
    const restored = await workspace.mustNx(['run', 'hand:containerize']);
    expect(restored.cached).toBe(true);
    await must(['diff', '--recursive', `${workspace.home}/before`, build]);
    await expectSameImage(`${workspace.home}/before/oci`, layout);
    await expectImage(layout);
  });

  it('lists the target', async () => {
    const { stdout } = await workspace.mustNx(['show', 'project', 'hand', '--json']);
    const { targets } = JSON.parse(stdout) as { targets: Record<string, object> };
    expect(targets).toMatchObject({
      containerize: {
        executor: 'nx-func:containerize',
        cache: true,
        outputs: ['{projectRoot}/.func/build/oci', '{projectRoot}/.func/build/metadata.json'],
      },
    });
    expect(Object.keys(targets)).toEqual(['containerize']);
  });

  it('explains the options', async () => {
    const { output } = await workspace.mustNx(['run', 'hand:containerize', '--help']);
    const options = [...output.matchAll(/^ {4}--(\w+)/gm)].map(([, name]) => name);
    // The others are not for people.
    expect(options.sort()).toEqual(['env', 'labels', 'platforms']);
    expect(output).toContain('Builds a function');
    expect(output).not.toMatch(/undefined|\[object Object/);
  });
});

describe('the package', () => {
  it('holds what is needed at run time, and no test or source', async () => {
    const { stdout } = await must(['tar', '-tzf', verdict('tarball')]);
    const files = stdout.trim().split('\n');
    expect(files.filter((name) => /\.(spec|test)\.|\/testing\/|\/e2e\/|\.tgz$/.test(name))).toEqual(
      [],
    );
    expect(files.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(
        [
          'package.json',
          'README.md',
          'LICENSE',
          'executors.json',
          'generators.json',
          'dist/src/index.js',
          'dist/src/index.d.ts',
          'dist/src/plugin.js',
          'dist/executors/containerize/executor.js',
          'executors/containerize/schema.json',
        ].map((name) => `package/${name}`),
      ),
    );
  });
});
