/** Many processes, and one blob store. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { must, onCleanup, temporaryFolder } from './support';
import { REPOSITORY } from './support/package';
import { build, packedPackage, startBuild } from './support/packed';

const KILL_TEST = join(REPOSITORY, 'tools', 'kill-test');

/** Folders `0`, `1`, ... with the same files. */
async function projects(count: number): Promise<string> {
  const root = temporaryFolder('projects');
  const code = `
    const { fillProject } = await import(process.argv[1]);
    fillProject(process.argv[2], 0);`;
  const argv = [
    '--input-type=module',
    '-e',
    code,
    join(KILL_TEST, 'projects.mjs'),
    join(root, '0'),
  ];
  await must([process.execPath, ...argv]);
  for (let i = 1; i < count; i++)
    cpSync(join(root, '0'), join(root, String(i)), { recursive: true });
  return root;
}

/** What is wrong in a store: each blob is hashed, each entry parsed. */
async function storeProblems(store: string): Promise<unknown> {
  const code = `
    const { checkStore } = await import(process.argv[1]);
    process.stdout.write(JSON.stringify(checkStore(process.argv[2])));`;
  const argv = ['--input-type=module', '-e', code, join(KILL_TEST, 'check-store.mjs'), store];
  return JSON.parse((await must([process.execPath, ...argv])).stdout);
}

it('sixteen that make the same layers at once all get the same image', async () => {
  const root = await projects(17);
  const store = join(root, 'store');
  const expected = await build(root, '16');
  const all = await Promise.all(
    Array.from({ length: 16 }, (_, index) => build(root, String(index), store)),
  );
  expect(new Set(all.map(({ digest }) => digest))).toEqual(new Set([expected.digest]));
  expect(all.flatMap(({ warnings }) => warnings)).toEqual([]);
  // The certificates are less than is worth storing.
  expect(await storeProblems(store)).toEqual({ problems: [], blobs: 2, abandoned: 0 });
  const again = await build(root, '0', store);
  expect(again).toMatchObject({ digest: expected.digest, from: ['made', 'store', 'store'] });
});

const SHARED_MEMORY = '/dev/shm';

(existsSync(SHARED_MEMORY) ? it : it.skip)('a store may be on another file system', async () => {
  const root = await projects(2);
  const disk = mkdtempSync(join(SHARED_MEMORY, 'nx-func-'));
  onCleanup(() => {
    rmSync(disk, { recursive: true });
  });
  expect(statSync(disk).dev).not.toBe(statSync(root).dev);
  const { digest } = await build(root, '0', disk);
  expect(await build(root, '1', disk)).toEqual({
    ...(await build(root, '1')),
    digest,
    from: ['made', 'store', 'store'],
    maxRSS: expect.any(Number) as unknown,
  });
  expect(await storeProblems(disk)).toEqual({ problems: [], blobs: 2, abandoned: 0 });
});

it('killed at any moment, they leave a store and locks of which the next ones build right', async () => {
  const argv = [join(KILL_TEST, 'run.mjs'), '--kills', '30', '--package', await packedPackage()];
  const { stdout } = await must([process.execPath, ...argv], { timeoutSeconds: 300 });
  const counts = JSON.parse(stdout) as Readonly<Record<string, number>>;
  expect(counts['kills']).toBeGreaterThanOrEqual(30);
  expect(counts['builds']).toBeGreaterThan(10);
  expect(counts['fromStore']).toBeGreaterThan(10);
});

describe('a signal while a blob is written into the store', () => {
  /** Comes back when a file has appeared that is not whole yet. */
  async function startWriting(root: string, store: string): ReturnType<typeof startBuild> {
    const temporary = join(store, 'tmp');
    mkdirSync(temporary, { recursive: true, mode: 0o700 });
    const started = await startBuild(root, '0', store);
    const deadline = Date.now() + 30_000;
    while (readdirSync(temporary).length === 0) {
      if (Date.now() > deadline) throw new Error('nothing was written');
      await sleep(0);
    }
    return started;
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('%s leaves nothing half-written', async (signal) => {
    const root = await projects(2);
    const store = join(root, 'store');
    const started = await startWriting(root, store);
    started.kill(signal);
    await started.result;
    expect(await storeProblems(store)).toMatchObject({ problems: [], abandoned: 0 });
    expect((await build(root, '0', store)).digest).toBe((await build(root, '1')).digest);
  });

  it('SIGKILL leaves no more than a file that is not in use', async () => {
    const root = await projects(2);
    const store = join(root, 'store');
    const started = await startWriting(root, store);
    started.kill('SIGKILL');
    await started.result;
    expect(await storeProblems(store)).toMatchObject({ problems: [] });
    expect(readdirSync(store).filter((name) => !['tmp', 'v1'].includes(name))).toEqual([]);
    expect((await build(root, '0', store)).digest).toBe((await build(root, '1')).digest);
  });
});
