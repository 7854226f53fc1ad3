/** A blob store that cannot be used: the build goes on without it, and says so in one line. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  createWorkspace,
  describeImages,
  must,
  onCleanup,
  temporaryFolder,
  type Workspace,
} from './support';
import { goodFunction } from './support/refusals';
import type { NxOptions } from './support/workspace';

const BUILD = ['run', 'fn:containerize', '--skip-nx-cache', '--verbose'];

let workspace: Workspace;
let digest: string;

beforeAll(async () => {
  workspace = await createWorkspace({ files: goodFunction('fn') });
  await workspace.mustNx(BUILD);
  digest = workspace.image('fn').digest;
});

/** Builds anew, and answers with its warnings; the image must be the right one. */
async function warnings(env: NodeJS.ProcessEnv, options: NxOptions = {}): Promise<string[]> {
  workspace.remove('fn/.func');
  const { output } = await workspace.mustNx(BUILD, { ...options, env });
  expect(workspace.image('fn').digest).toBe(digest);
  expect(output).not.toMatch(/^\s+at .*:\d+:\d+\)?$|node:internal/m);
  expect(readdirSync(workspace.path('fn/.func/build')).sort()).toEqual(['metadata.json', 'oci']);
  return output.split('\n').filter((line) => line.startsWith('warning: '));
}

describe('a blob store', () => {
  it('that is a file is not used', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'mine');
    expect(await warnings({ NX_FUNC_CACHE: file })).toEqual([
      `warning: ${file}: not used as the blob store: cannot make the folder (EEXIST)`,
    ]);
    expect(statSync(file).size).toBe(4);
  });

  it('that others may write is not used', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o777);
    expect(await warnings({ NX_FUNC_CACHE: folder })).toEqual([
      `warning: ${folder}: not used as the blob store: other users may write to it`,
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is nowhere without a HOME, and nobody is warned', async () => {
    expect(await warnings({ HOME: undefined, NX_FUNC_CACHE: undefined })).toEqual([]);
    expect(existsSync(join(workspace.home, '.cache', 'nx-func'))).toBe(false);
  });

  it('may lie in the workspace, where git ignores it', async () => {
    workspace.write({ '.gitignore': 'node_modules\n.nx\n.func\n/packages/*.tgz\n/cache\n' });
    expect(await warnings({ NX_FUNC_CACHE: 'cache' })).toEqual([]);
    expect(readdirSync(workspace.path('cache/v1/blobs'))).toHaveLength(1);
    expect(await warnings({ NX_FUNC_CACHE: 'cache' })).toEqual([]);
  });
});

/** A disk of its own, unmounted at the end. */
async function disk(bytes: number): Promise<string> {
  const folder = temporaryFolder('disk');
  await must(['mount', '-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', folder]);
  onCleanup(async () => {
    await must(['umount', folder]);
  });
  return folder;
}

describeImages('a blob store, by root,', () => {
  it('that another user owns is not used', async () => {
    const folder = temporaryFolder();
    chownSync(folder, 65534, 65534);
    expect(await warnings({ NX_FUNC_CACHE: folder })).toEqual([
      `warning: ${folder}: not used as the blob store: it belongs to another user`,
    ]);
  });

  it('on a disk that is full takes nothing, and nothing half-written is left', async () => {
    const folder = await disk(1_000_000);
    expect(await warnings({ NX_FUNC_CACHE: folder })).toEqual([
      `warning: ${folder}: nothing is written to the blob store (ENOSPC)`,
    ]);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    expect(readdirSync(join(folder, 'v1/blobs'))).toEqual([]);
    expect(readdirSync(join(folder, 'v1'))).not.toContain('layers');
  });

  it('that is read-only gives what it has, and takes nothing', async () => {
    const folder = await disk(20_000_000);
    await must(['mount', '-o', 'remount,ro', folder]);
    expect(await warnings({ NX_FUNC_CACHE: folder })).toEqual([
      `warning: ${folder}: nothing is written to the blob store (EROFS)`,
    ]);
    await must(['mount', '-o', 'remount,rw', folder]);
    expect(await warnings({ NX_FUNC_CACHE: folder })).toEqual([]);
    await must(['mount', '-o', 'remount,ro', folder]);
    workspace.remove('fn/.func');
    const { output } = await workspace.mustNx(BUILD, { env: { NX_FUNC_CACHE: folder } });
    expect(output).toMatch(/ store$/m);
    expect(output).not.toContain('warning: ');
    expect(workspace.image('fn').digest).toBe(digest);
  });

  it('that is whole does not help an output that is full', async () => {
    const store = temporaryFolder();
    expect(await warnings({ NX_FUNC_CACHE: store })).toEqual([]);
    const { size } = statSync(join(store, 'v1/blobs', readdirSync(join(store, 'v1/blobs'))[0]!));
    const program = workspace.path('fn/.func/go');
    const programs = readdirSync(program, { recursive: true, withFileTypes: true });
    const written = programs.reduce(
      (sum, entry) =>
        sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
      0,
    );
    workspace.remove('fn/.func');
    mkdirSync(workspace.path('fn/.func'));
    // Enough for the program, and for half of its layer.
    const bytes = written + Math.round(size / 2);
    await must([
      'mount',
      '-t',
      'tmpfs',
      '-o',
      `size=${bytes}`,
      'tmpfs',
      workspace.path('fn/.func'),
    ]);
    onCleanup(async () => {
      await must(['umount', workspace.path('fn/.func')]);
      rmSync(workspace.path('fn/.func'), { recursive: true });
    });
    const result = await workspace.nx(BUILD, { env: { NX_FUNC_CACHE: store } });
    expect(result.code).toBe(1);
    expect(result.output).toContain(
      'fn/.func/build/oci: cannot write the image: the disk is full\n' +
        '  Free some space and build again.\n',
    );
    expect(result.output).not.toContain('damaged');
    expect(readdirSync(workspace.path('fn/.func'))).toEqual([]);
    expect(readdirSync(join(store, 'v1/blobs'))).toHaveLength(1);
  });
});
