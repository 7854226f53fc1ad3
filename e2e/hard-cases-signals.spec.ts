/** Builds that are ended, and builds that meet. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWorkspace, temporaryFolder, validate, type Workspace } from './support';
import { GOOD, goodFunction } from './support/refusals';
import { snapshot } from './support/snapshot';
import type { StartedNx } from './support/workspace';

let workspace: Workspace;

beforeAll(async () => {
  workspace = await createWorkspace({ files: goodFunction('fn') });
  await workspace.mustNx(['run', 'fn:containerize']);
  workspace.remove('fn/.func/go');
  // Another image than the one that is there.
  workspace.write({ 'fn/handle.go': (GOOD['handle.go'] ?? '').replace('Hello', 'Good day') });
});

/** As Ctrl-C in a terminal does it, and as a CI system does. */
const ENDS: [string, (running: StartedNx) => void][] = [
  [
    'SIGINT to all of them',
    (running) => {
      running.kill('SIGINT');
    },
  ],
  [
    'SIGTERM to all of them',
    (running) => {
      running.kill('SIGTERM');
    },
  ],
  [
    'SIGTERM to Nx alone',
    (running) => {
      running.process.kill('SIGTERM');
    },
  ],
];

/** Whether the compiler is gone, /proc tells. */
const describeLinux = process.platform === 'linux' ? describe : describe.skip;

describeLinux.each(ENDS)('%s', (_, end) => {
  it('ends a build, the compiler too, and leaves the image of before', async () => {
    const before = snapshot(workspace.root);
    const { running, goCache } = await startCompiling();
    end(running);
    const { code, output } = await running.result;
    expect(code).not.toBe(0);
    expect(output).not.toMatch(/^\s+at .*:\d+:\d+\)?$|node:internal/m);
    await expectGone(goCache);
    expect(snapshot(workspace.root)).toEqual(before);
  });
});

describeLinux('SIGKILL', () => {
  it('leaves the image of before, and the next build clears what is left', async () => {
    const image = workspace.path('fn/.func/build/oci');
    const before = snapshot(image);
    const { running } = await startCompiling();
    running.kill('SIGKILL');
    await running.result;
    expect(snapshot(image)).toEqual(before);
    expect(workspace.has('fn/.func/lock')).toBe(true);
    expect(workspace.has('fn/.func/build/staging')).toBe(true);
    const { seconds } = await workspace.mustNx(['run', 'fn:containerize', '--skipNxCache']);
    expect(seconds).toBeLessThan(12);
    expect(await validate(image)).toEqual([]);
    expect(snapshot(image)).not.toEqual(before);
    expect(readdirSync(workspace.path('fn/.func')).sort()).toEqual(['build', 'go']);
    expect(readdirSync(workspace.path('fn/.func/build')).sort()).toEqual(['metadata.json', 'oci']);
  });
});

describe('two builds of one project at once', () => {
  it('wait for each other, and both succeed', async () => {
    workspace.write({ 'fn/handle.go': (GOOD['handle.go'] ?? '').replace('Hello', 'Good night') });
    const build = ['run', 'fn:containerize', '--skipNxCache'];
    const both = await Promise.all([workspace.nx(build), workspace.nx(build)]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ output }) => output.includes('(unchanged)'))).toHaveLength(1);
    expect(both.filter(({ output }) => output.includes('waiting for another'))).toHaveLength(1);
    expect(await validate(workspace.path('fn/.func/build/oci'))).toEqual([]);
    expect(readdirSync(workspace.path('fn/.func')).sort()).toEqual(['build', 'go']);
  });
});

/** Comes back while Go compiles: with an empty cache it has the whole standard library to do. */
async function startCompiling(): Promise<{ running: StartedNx; goCache: string }> {
  const goCache = temporaryFolder('go-build');
  const running = workspace.start(['run', 'fn:containerize', '--skipNxCache'], {
    env: { GOCACHE: goCache },
  });
  const deadline = Date.now() + 60_000;
  while (!isCompiling(goCache)) {
    if (Date.now() > deadline) {
      throw new Error('the compiler was never seen');
    }
    await sleep(20);
  }
  return { running, goCache };
}

/** Whether `go build` has started compilers by now. */
function isCompiling(goCache: string): boolean {
  return processesWith(goCache).some((name) => name === 'compile');
}

/** Nothing that the build started is there any more. */
async function expectGone(goCache: string): Promise<void> {
  // The last ones are reaped a moment after the build has ended.
  for (let i = 0; i < 40 && processesWith(goCache).length > 0; i++) {
    await sleep(50);
  }
  expect(processesWith(goCache)).toEqual([]);
}

/** The names of the processes that have this Go cache, as /proc tells. */
function processesWith(goCache: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(join('/proc', pid, 'environ'), 'latin1');
        const isOne = environment.split('\0').includes(`GOCACHE=${goCache}`);
        return isOne ? [readFileSync(join('/proc', pid, 'comm'), 'latin1').trim()] : [];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}
