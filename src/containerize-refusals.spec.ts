import { readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { containerize } from './containerize';
import type { BuiltImage, ContainerizeJob } from './job';
import { Lines, jobOf, refusal } from './workspace/testing/build';
import { ImageReader } from './workspace/testing/image';
import { endlessGo, fakeGo, isThere, writeProgram } from './workspace/testing/programs';
import { TempWorkspace } from './workspace/testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace();
  writeProgram(workspace);
});

afterEach(() => {
  workspace.remove();
});

const build = (more: Partial<ContainerizeJob> = {}): Promise<BuiltImage> =>
  containerize(jobOf(workspace, 'fn', more));

/** Every file of the image with its bytes, and when it was written. */
function snapshot(): Record<string, unknown> {
  return Object.fromEntries(
    workspace.list('fn/.func/build').map((name) => {
      const path = workspace.path(`fn/.func/build/${name}`);
      const stat = statSync(path);
      return [name, stat.isFile() ? [stat.mtimeMs, readFileSync(path, 'latin1')] : 'folder'];
    }),
  );
}

describe('containerize refuses, before it writes anything', () => {
  it.each<[string, () => void, Partial<ContainerizeJob>, string]>([
    [
      'no func.yaml',
      () => {
        workspace.remove('fn/func.yaml');
      },
      {},
      'fn: there is no func.yaml',
    ],
    [
      'a func.yaml with a mistake',
      () => {
        workspace.write({ 'fn/func.yaml': 'runtime: go\nname: Hello\n' });
      },
      {},
      'fn/func.yaml:2:7',
    ],
    [
      'a runtime without a builder',
      () => {
        workspace.write({ 'fn/func.yaml': 'runtime: python\n' });
      },
      {},
      'fn/func.yaml:1:10: python functions are not yet supported by the host builder',
    ],
    [
      'an unknown runtime',
      () => {
        workspace.write({ 'fn/func.yaml': 'runtime: constructor\n' });
      },
      {},
      "the language runtime 'constructor' is not a recognized language",
    ],
    [
      'a base image',
      () => {
        workspace.write({ 'fn/func.yaml': 'runtime: go\nbuild:\n  baseImage: alpine\n' });
      },
      {},
      'fn/func.yaml:3:14: build.baseImage is not supported yet',
    ],
    ['no platform', () => undefined, { platforms: [] }, 'option platforms: the list of platforms'],
    [
      'another system',
      () => undefined,
      { platforms: ['linux/amd64', 'windows/amd64'] },
      'option platforms: platform "windows/amd64"',
    ],
    ['no platform at all', () => undefined, { platforms: ['amd64'] }, 'option platforms: "amd64"'],
    [
      'one platform twice, however it is written',
      () => undefined,
      { platforms: ['linux/arm64', 'linux/arm64/v8'] },
      'option platforms: linux/arm64 is named twice',
    ],
  ])('%s', async (_, prepare, more, message) => {
    const job = jobOf(workspace, 'fn', more);
    prepare();
    expect(await refusal(() => containerize(job))).toContain(message);
    expect(workspace.has('fn/.func')).toBe(false);
  });

  it('no base image is what scratch is', async () => {
    workspace.write({ 'fn/func.yaml': 'runtime: go\nbuild:\n  baseImage: scratch\n' });
    await expect(build()).resolves.toMatchObject({ name: 'fn:latest' });
  });
});

describe('containerize refuses to write through', () => {
  it.each(['.func', '.func/build', '.func/build/oci', '.func/build/oci/blobs', '.func/go'])(
    'a link at %s',
    async (name) => {
      workspace.write({ 'elsewhere/kept': '' });
      workspace.folder('elsewhere/oci/blobs/sha256');
      workspace.folder('elsewhere/sha256');
      const before = workspace.list('elsewhere');
      workspace.link(`fn/${name}`, workspace.path('elsewhere'));
      const job = jobOf(workspace, 'fn');
      expect(await refusal(() => containerize(job))).toContain(`fn/${name}: this must be a folder`);
      expect(workspace.list('elsewhere')).toEqual(before);
    },
  );

  it('a file at .func', async () => {
    workspace.write({ 'fn/.func': 'mine' });
    expect(await refusal(build)).toContain('fn/.func: this must be a folder');
    expect(workspace.read('fn/.func')).toBe('mine');
  });
});

describe('containerize, a build that fails', () => {
  const failures: [string, () => Partial<ContainerizeJob>, string][] = [
    [
      'in the compiler',
      () => {
        workspace.write({ 'fn/main.go': 'package main\n\nfunc main() { x }\n' });
        return {};
      },
      'fn/main.go:3:15: undefined: x',
    ],
    [
      'in one platform of two',
      () => {
        workspace.write({
          'fn/other_arm64.go': 'package main\n\nvar _ = y\n',
        });
        return { platforms: ['linux/amd64', 'linux/arm64'] };
      },
      'go build failed for linux/arm64:\n# function\nfn/other_arm64.go:3:9: undefined: y',
    ],
    [
      'over a time that is none',
      () => ({ environment: { ...process.env, SOURCE_DATE_EPOCH: 'yesterday' } }),
      'SOURCE_DATE_EPOCH: "yesterday" is not a time',
    ],
    [
      'over a link that leaves the function',
      () => ({ data: { ...jobOf(workspace, 'fn').data, links: { out: '../..' } } }),
      'fn/out: the link to "../.." leaves the function',
    ],
    [
      'over a file that is gone',
      () => ({ data: { ...jobOf(workspace, 'fn').data, files: ['gone.txt'] } }),
      'fn/gone.txt: cannot read the file: the file is gone',
    ],
  ];

  it.each(failures)('%s leaves nothing behind', async (_, prepare, message) => {
    expect(await refusal(() => build(prepare()))).toContain(message);
    expect(workspace.has('fn/.func')).toBe(false);
  });

  it.each(failures)('%s leaves the image of before as it was', async (_, prepare, message) => {
    await build();
    const before = snapshot();
    expect(await refusal(() => build(prepare()))).toContain(message);
    expect(snapshot()).toEqual(before);
    expect(workspace.list('fn/.func').filter((name) => !name.startsWith('build'))).toEqual([]);
  });

  it('keeps what is not its own in .func', async () => {
    workspace.write({ 'fn/.func/mine': '', 'fn/main.go': 'package main' });
    await refusal(build);
    expect(workspace.list('fn/.func')).toEqual(['mine']);
  });

  it('believes nothing in an index.json that came out of a cache', async () => {
    await build();
    const path = 'fn/.func/build/oci/index.json';
    const index = workspace.read(path).replace(/sha256:[0-9a-f]{64}/, 'sha256:../../../x');
    workspace.write({ [path]: index });
    const before = snapshot();
    expect(await refusal(build)).toContain(`${path}: the image of before is broken`);
    expect(snapshot()).toEqual(before);
  });
});

describe('containerize, a build that is ended', () => {
  it('leaves nothing when it has not begun', async () => {
    const signal = AbortSignal.abort(new RangeError('ended'));
    await expect(build({ signal })).rejects.toThrow('ended');
    expect(workspace.has('fn/.func')).toBe(false);
  });

  it('leaves nothing of a compiler that runs', async () => {
    const controller = new AbortController();
    const environment = { ...process.env, FUNC_GO: endlessGo(workspace) };
    const result = build({ signal: controller.signal, environment });
    await isThere(workspace.path('compiling'));
    expect(workspace.has('fn/.func/go')).toBe(true);
    controller.abort(new RangeError('ended'));
    await expect(result).rejects.toThrow('ended');
    expect(workspace.has('fn/.func')).toBe(false);
  });
});

describe('containerize, two builds at once', () => {
  it('is not finished by one that has lost its lock: another may write there by now', async () => {
    await build();
    const before = snapshot();
    const goOn = workspace.path('go-on');
    const compiling = workspace.path('compiling');
    const wait = `touch '${compiling}'; while [ ! -e '${goOn}' ]; do sleep 0.05; done`;
    const script = `if [ "$1" = build ]; then ${wait}; fi; exec go "$@"`;
    workspace.write({ 'fn/data.txt': 'new' });
    const environment = { ...process.env, FUNC_GO: fakeGo(workspace, script) };
    const result = refusal(() => build({ environment }));
    await isThere(compiling);
    workspace.remove('fn/.func/lock');
    // Longer than the heartbeat, which is what finds out.
    await delay(2_000);
    workspace.write({ 'go-on': '' });
    expect(await result).toContain('fn/.func: the lock of this build was lost');
    // What is staged may be another build's by now, and stays: the next build clears it.
    const image = Object.entries(snapshot()).filter(([name]) => !name.startsWith('staging'));
    expect(Object.fromEntries(image)).toEqual(before);
    await build();
    expect(workspace.has('fn/.func/build/staging')).toBe(false);
  });

  it('come one after the other to the same image', async () => {
    const [one, two] = await Promise.all([build(), build()]);
    expect(one.root).toEqual(two.root);
    expect([one.before, two.before].filter((digest) => digest === one.root.digest)).toHaveLength(1);
    expect(new ImageReader(workspace.path('fn')).root.digest).toBe(one.root.digest);
  });

  it('do not harm each other when the first one fails, and takes its folders with it', async () => {
    const controller = new AbortController();
    const environment = { ...process.env, FUNC_GO: endlessGo(workspace) };
    const first = build({ signal: controller.signal, environment });
    await isThere(workspace.path('compiling'));
    const log = new Lines();
    const told = new Promise<void>((resolve) => {
      jest.spyOn(log, 'info').mockImplementation((line) => {
        log.told.push(line);
        resolve();
      });
    });
    const second = build({ log });
    await Promise.race([told, second]);
    controller.abort(new RangeError('ended'));
    await expect(first).rejects.toThrow('ended');
    expect((await second).name).toBe('hello:latest');
    expect(log.told).toEqual(['waiting for another build of fn']);
  });
});
