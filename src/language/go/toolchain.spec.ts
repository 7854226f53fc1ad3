import { spawnSync } from 'node:child_process';
import { UserError } from '../../errors';
import { parseFunction } from '../../function/func-yaml';
import { parsePlatform } from '../../image/platform';
import { ProcessError, ProgramMissing } from '../../process';
import { jobOf, refusal } from '../../workspace/testing/build';
import { fakeGo } from '../../workspace/testing/programs';
import { TempWorkspace } from '../../workspace/testing/temp-workspace';
import type { LanguageJob } from '../language-builder';
import {
  buildParallelism,
  findToolchain,
  goFailure,
  platformEnv,
  type Toolchain,
  withoutMod,
} from './toolchain';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace();
});

afterEach(() => {
  workspace.remove();
});

function jobWith(environment: NodeJS.ProcessEnv = {}, buildEnvs: string[] = []): LanguageJob {
  const lines = buildEnvs.map((env) => `    - { ${env} }\n`);
  const yaml = `runtime: go\n${lines.length > 0 ? `build:\n  buildEnvs:\n${lines.join('')}` : ''}`;
  const job = jobOf(workspace, 'fn');
  return {
    ...job,
    environment: { ...job.environment, ...environment },
    function: parseFunction(Buffer.from(yaml), 'fn/func.yaml'),
    scratch: workspace.path('fn/.func/go'),
    platforms: [],
  };
}

/** The toolchain with a `go` that answers `go env -json` with this. */
function find(answer: object, more: NodeJS.ProcessEnv = {}): Promise<Toolchain> {
  const program = fakeGo(workspace, `echo '${JSON.stringify(answer)}'`);
  return findToolchain(jobWith({ ...more, FUNC_GO: program }));
}

describe('withoutMod', () => {
  it.each([
    ['', ''],
    ['-mod=vendor', ''],
    ['--mod=mod -tags=a', '-tags=a'],
    ['-tags=a,b -mod=readonly -buildvcs=false', '-tags=a,b -buildvcs=false'],
    ["'-mod=mod' -v", '-v'],
    ['"-mod=mod" -v', '-v'],
    ["'-ldflags=-X main.a=-mod=mod -w' -mod=mod", "'-ldflags=-X main.a=-mod=mod -w'"],
    ['-modcacherw -modfile=x.mod', '-modcacherw -modfile=x.mod'],
    ['  -v\t-x\n', '-v -x'],
  ])('makes of %j %j', (flags, rest) => {
    expect(withoutMod(flags)).toBe(rest);
  });
});

describe('platformEnv', () => {
  const COMMON = { CGO_ENABLED: '0', GO111MODULE: 'on', GOOS: 'linux' };

  const PLATFORMS: [string, Record<string, string>][] = [
    ['linux/386', { GOARCH: '386', GO386: 'sse2' }],
    ['linux/amd64', { GOARCH: 'amd64', GOAMD64: 'v1' }],
    ['linux/amd64/v1', { GOARCH: 'amd64', GOAMD64: 'v1' }],
    ['linux/amd64/v2', { GOARCH: 'amd64', GOAMD64: 'v2' }],
    ['linux/amd64/v3', { GOARCH: 'amd64', GOAMD64: 'v3' }],
    ['linux/amd64/v4', { GOARCH: 'amd64', GOAMD64: 'v4' }],
    ['linux/arm', { GOARCH: 'arm', GOARM: '7' }],
    ['linux/arm/v5', { GOARCH: 'arm', GOARM: '5' }],
    ['linux/arm/v6', { GOARCH: 'arm', GOARM: '6' }],
    ['linux/arm/v7', { GOARCH: 'arm', GOARM: '7' }],
    ['linux/arm64', { GOARCH: 'arm64', GOARM64: 'v8.0' }],
    ['linux/arm64/v8', { GOARCH: 'arm64', GOARM64: 'v8.0' }],
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((minor): [string, Record<string, string>] => [
      `linux/arm64/v8.${minor}`,
      { GOARCH: 'arm64', GOARM64: `v8.${minor}` },
    ]),
    ['linux/arm64/v9', { GOARCH: 'arm64', GOARM64: 'v9.0' }],
    ...[1, 2, 3, 4, 5].map((minor): [string, Record<string, string>] => [
      `linux/arm64/v9.${minor}`,
      { GOARCH: 'arm64', GOARM64: `v9.${minor}` },
    ]),
    ['linux/loong64', { GOARCH: 'loong64' }],
    ['linux/mips', { GOARCH: 'mips', GOMIPS: 'hardfloat' }],
    ['linux/mipsle', { GOARCH: 'mipsle', GOMIPS: 'hardfloat' }],
    ['linux/mips64', { GOARCH: 'mips64', GOMIPS64: 'hardfloat' }],
    ['linux/mips64le', { GOARCH: 'mips64le', GOMIPS64: 'hardfloat' }],
    ['linux/ppc64', { GOARCH: 'ppc64', GOPPC64: 'power8' }],
    ['linux/ppc64le', { GOARCH: 'ppc64le', GOPPC64: 'power8' }],
    ['linux/riscv64', { GOARCH: 'riscv64', GORISCV64: 'rva20u64' }],
    ['linux/s390x', { GOARCH: 's390x' }],
  ];

  it.each(PLATFORMS)('says all that matters for %s, and Go takes it', (text, wanted) => {
    const env = platformEnv(parsePlatform(text));
    expect(env).toEqual({ ...COMMON, ...wanted });
    const { status, stderr } = spawnSync('go', ['list', 'unsafe'], {
      cwd: workspace.root,
      encoding: 'utf8',
      env: { ...process.env, ...env, GOWORK: 'off' },
    });
    expect([stderr, status]).toEqual(['', 0]);
  });

  it('knows every architecture that this Go has for Linux', () => {
    const { stdout } = spawnSync('go', ['tool', 'dist', 'list'], { encoding: 'utf8' });
    const names = stdout.split('\n').filter((line) => line.startsWith('linux/'));
    expect(names.length).toBeGreaterThan(10);
    const known = new Set(PLATFORMS.map(([, env]) => `linux/${env['GOARCH'] ?? ''}`));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('buildParallelism', () => {
  it.each([
    [1, 8, 8],
    [2, 8, 4],
    [3, 8, 2],
    [8, 8, 1],
    [20, 8, 1],
    [3, 2, 1],
    [1, 1, 1],
  ])('gives each of %d builds on %d cores %d', (platforms, cores, each) => {
    expect(buildParallelism(platforms, cores)).toBe(each);
  });
});

describe('findToolchain', () => {
  it('takes `go`, and its settings without -mod', async () => {
    const { program, env } = await findToolchain(
      jobWith({ GOFLAGS: '-mod=mod -tags=special', GOWORK: '/elsewhere/go.work' }),
    );
    expect(program).toBe('go');
    expect(env['GOFLAGS']).toBe('-tags=special');
    expect(env).not.toHaveProperty('GOWORK');
    expect(env['PWD']).toBe(workspace.root);
  });

  it('takes the program that FUNC_GO names, unless it is empty', async () => {
    const { program } = await find({ GOVERSION: 'go1.26.1', GOFLAGS: '' });
    expect(program).toBe(workspace.path('bin/go'));
    expect((await findToolchain(jobWith({ FUNC_GO: '' }))).program).toBe('go');
  });

  it('keeps -mod of `go env -w` out too, which an empty GOFLAGS would not', async () => {
    workspace.write({
      goenv: 'GOFLAGS=-mod=mod\n',
      'fn/go.mod': 'module function\n\ngo 1.21\n',
      'fn/main.go': 'package main\n',
      'go.work': 'go 1.21\nuse ./fn\n',
    });
    const { env } = await findToolchain(jobWith({ GOENV: workspace.path('goenv'), GOFLAGS: '' }));
    const { status, stderr } = spawnSync('go', ['list', './fn'], {
      cwd: workspace.root,
      encoding: 'utf8',
      env: { ...env, GOWORK: workspace.path('go.work') },
    });
    expect([stderr, status]).toEqual(['', 0]);
  });

  it.each(['go1.20', 'go1.20.14', 'go1.9', 'go1.20.3 X:boringcrypto'])(
    'refuses %s',
    async (version) => {
      const message = await refusal(() => find({ GOVERSION: version, GOFLAGS: '' }));
      const { 0: number } = version.slice(2).split(' ');
      expect(message).toContain(`Go ${number ?? ''} (${workspace.path('bin/go')}) is too old`);
      expect(message).toContain('FUNC_GO');
    },
  );

  it.each(['go1.21', 'go1.21.0', 'go1.26rc1', 'go2.0', 'devel go1.27-abc', 'unknown'])(
    'takes %s',
    async (version) => {
      await expect(find({ GOVERSION: version })).resolves.toHaveProperty('program');
    },
  );

  it('says when there is none, and how to get one', async () => {
    const FUNC_GO = workspace.path('bin/none');
    const message = await refusal(() => findToolchain(jobWith({ FUNC_GO })));
    expect(message).toContain(`FUNC_GO: the Go compiler is missing: ${FUNC_GO} is no program`);
    expect(message).toContain('https://go.dev/dl');
    expect(await refusal(() => findToolchain(jobWith({ PATH: '/nowhere' })))).toContain(
      'missing: go is not in PATH',
    );
  });

  it.each(['true', 'echo go1.26'])(
    'says when FUNC_GO names another program: %s',
    async (script) => {
      const message = await refusal(() =>
        findToolchain(jobWith({ FUNC_GO: fakeGo(workspace, script) })),
      );
      expect(message).toContain(
        `${workspace.path('bin/go')} does not answer as the go command does`,
      );
    },
  );

  it('passes on what a compiler says that cannot even tell its settings', async () => {
    const FUNC_GO = fakeGo(workspace, 'echo "no space on $PWD/x" >&2; exit 3');
    const message = await refusal(() => findToolchain(jobWith({ FUNC_GO })));
    expect(message).toContain('fn: go env failed:\nno space on x');
  });

  it('sets the variables of build.buildEnvs, over those of the machine', async () => {
    const job = jobWith({ LOCAL: 'value', GOPRIVATE: 'old', KEPT: '1' }, [
      'name: GOPRIVATE, value: example.com',
      'name: TAKEN, value: "{{ env:LOCAL }}"',
      'name: GOFLAGS, value: "-mod=vendor -tags=x"',
    ]);
    expect((await findToolchain(job)).env).toMatchObject({
      GOPRIVATE: 'example.com',
      TAKEN: 'value',
      KEPT: '1',
      GOFLAGS: '-tags=x',
    });
  });

  it.each(['GOOS', 'GOARCH', 'GOAMD64', 'CGO_ENABLED', 'GOWORK'])(
    'refuses %s in build.buildEnvs: the platform says it',
    async (name) => {
      const message = await refusal(() => findToolchain(jobWith({}, [`name: ${name}, value: x`])));
      expect(message).toContain(`fn/func.yaml:4:15: ${name} is set by the builder`);
    },
  );
});

describe('goFailure', () => {
  const failure = (stderr: string): Error => {
    const error = goFailure(
      new ProcessError('go build', 1, '', stderr),
      'build',
      'go',
      jobWith(),
      parsePlatform('linux/arm'),
    );
    expect(error).toBeInstanceOf(UserError);
    return error as Error;
  };

  it('has the words of the compiler, with paths below the workspace', () => {
    const { message } = failure(`# function\n${workspace.root}/fn/a.go:1:2: undefined: x\n`);
    expect(message).toBe(
      'fn: go build failed for linux/arm/v7:\n# function\nfn/a.go:1:2: undefined: x',
    );
  });

  it.each([
    [
      'go: module . requires go >= 1.99.1 (running go 1.26.8)',
      'install Go 1.99.1 or later, or set GOTOOLCHAIN',
    ],
    ["go.work:1: invalid go version '1.25.0': must match format 1.23", 'this Go is too old for it'],
    ['go.mod:5: unknown directive: toolchain', 'this Go is too old for it'],
    ['fn/.func/go/linux_amd64/main.go:9:2: cannot use f.New()', 'main.go is what the function is'],
  ])('says what to do about %j', (words, todo) => {
    const [said, advice] = failure(words).message.split('\n').slice(-2);
    expect(said).toBe(words);
    expect(advice).toContain(todo);
  });

  it('leaves other errors as they are', () => {
    const error = new RangeError('a bug');
    expect(goFailure(error, 'build', 'go', jobWith())).toBe(error);
    const missing = goFailure(new ProgramMissing('x'), 'build', 'my-go', jobWith());
    expect((missing as Error).message).toContain('my-go is not in PATH');
  });
});
