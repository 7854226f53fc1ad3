/** Where a function lies, and what else is there. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  createWorkspace,
  describeImages,
  must,
  onCleanup,
  run,
  validate,
  type Workspace,
} from './support';
import { readDataLayer } from './support/data-layer';
import { GOOD, goodFunction } from './support/refusals';

const SAY = { executor: 'nx:run-commands', options: { command: 'echo said' } };

describe('a workspace with all kinds of neighbours', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      files: {
        ...goodFunction('apps/plain'),
        ...goodFunction('apps/known'),
        'apps/known/project.json': { name: 'known-by-another-name', targets: { say: SAY } },
        ...goodFunction('apps/two-platforms'),
        'apps/two-platforms/project.json': {
          targets: { containerize: { options: { platforms: ['linux/amd64', 'linux/arm64'] } } },
        },
        ...goodFunction('renamed/fn'),
        'broken/yaml/func.yaml': 'runtime: [go\n',
        'broken/bytes/func.yaml': Buffer.from([0, 1, 2, 255]),
        'broken/empty/func.yaml': '',
        'broken/go/func.yaml': 'runtime: go\n',
        'broken/go/go.mod': 'module (\n',
        'broken/ignore/func.yaml': 'runtime: go\n',
        'broken/ignore/.funcignore': '[a-\n',
        'broken/twice-1/func.yaml': 'name: twice\nruntime: go\n',
        'broken/twice-2/func.yaml': 'name: twice\nruntime: go\n',
        'fn-project/func.yaml':
          'schema_version: 20180708\nname: fn-project\nruntime: go\nentrypoint: ./func\n',
        'nx.json': {
          analytics: false,
          plugins: [
            { plugin: 'nx-func/plugin', exclude: ['renamed/**'] },
            {
              plugin: 'nx-func/plugin',
              include: ['renamed/**'],
              options: { containerizeTargetName: 'image' },
            },
          ],
        },
      },
    });
  });

  it('lists every function, the broken ones too, and no func.yaml of another tool', async () => {
    const { stdout } = await workspace.mustNx(['show', 'projects', '--json']);
    expect((JSON.parse(stdout) as string[]).sort()).toEqual([
      ...['broken-twice-1', 'broken-twice-2', 'bytes', 'empty', 'fn', 'go', 'ignore'],
      ...['known-by-another-name', 'plain', 'two-platforms', 'yaml'],
    ]);
  });

  it('builds those that are not broken, an Nx project with its own name', async () => {
    const projects = 'plain,known-by-another-name,two-platforms';
    const result = await workspace.mustNx(['run-many', '-t', 'containerize,say', '-p', projects]);
    expect(Object.keys(result.tasks).sort()).toEqual([
      ...['known-by-another-name:containerize', 'known-by-another-name:say'],
      ...['plain:containerize', 'two-platforms:containerize'],
    ]);
    for (const root of ['apps/plain', 'apps/known', 'apps/two-platforms']) {
      expect(await validate(workspace.image(root).dir)).toEqual([]);
    }
  });

  it('builds for the platforms of project.json', () => {
    const { platforms } = workspace.image('apps/two-platforms');
    expect(platforms.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    expect(workspace.image('apps/plain').platforms).toHaveLength(1);
  });

  it('calls the target as the plugin is told to', async () => {
    expect((await workspace.nx(['run', 'fn:containerize'])).code).toBe(1);
    expect(await workspace.mustNx(['run', 'fn:image'])).toMatchObject({ cached: false });
    expect(await workspace.mustNx(['run', 'fn:image'])).toMatchObject({ cached: true });
  });
});

describe('a function that is the whole workspace', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({ files: { ...GOOD, 'data/a.txt': 'a' } });
  });

  it('is built, and built no second time', async () => {
    await workspace.mustNx(['run', 'root:containerize']);
    const names = (await readDataLayer(workspace.image('.'))).map(({ name }) => name);
    expect(names).toEqual([
      ...['func/', 'func/data/', 'func/data/a.txt', 'func/func.yaml', 'func/go.mod'],
      ...['func/handle.go', 'func/nx.json', 'func/package-lock.json', 'func/package.json'],
    ]);
    expect(await validate(workspace.image('.').dir)).toEqual([]);
    expect(await workspace.mustNx(['run', 'root:containerize'])).toMatchObject({ cached: true });
  });
});

describe('a workspace that is reached by a link', () => {
  it('gives the same image, and names in messages that are relative to it', async () => {
    const workspace = await createWorkspace({ files: goodFunction('fn') });
    await workspace.mustNx(['run', 'fn:containerize']);
    const { digest } = workspace.image('fn');
    const link = join(dirname(workspace.root), 'link');
    symlinkSync(workspace.root, link);
    const nx = [process.execPath, join(link, 'node_modules/.bin/nx')];
    const options = { cwd: link, env: { ...workspace.env, PWD: link } };
    const build = [...nx, 'run', 'fn:containerize', '--skipNxCache'];
    expect((await must(build, options)).stdout).toContain(`${digest} (unchanged)`);
    workspace.write({ 'fn/handle.go': `${GOOD['handle.go'] ?? ''}\nfunc {` });
    const { code, stdout, stderr } = await run(build, options);
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toMatch(/^fn\/handle\.go:12:6: syntax error/m);
  });
});

describeImages('a source tree that cannot be written', () => {
  it('is built, for all that is written is under .func', async () => {
    const workspace = await createWorkspace({ files: goodFunction('fn') });
    const folder = workspace.path('fn');
    mkdirSync(join(folder, '.func'));
    await mount(['--bind', folder, folder], folder);
    await must(['mount', '-o', 'remount,ro,bind', folder]);
    await mount(['-t', 'tmpfs', 'tmpfs', join(folder, '.func')], join(folder, '.func'));
    await workspace.mustNx(['run', 'fn:containerize']);
    expect(await validate(workspace.image('fn').dir)).toEqual([]);
  });
});

async function mount(args: readonly string[], folder: string): Promise<void> {
  await must(['mount', ...args]);
  onCleanup(async () => {
    await must(['umount', folder]);
  });
}
