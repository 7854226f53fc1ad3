import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { containerize } from '../containerize';
import { formatPlatform, hostPlatform } from '../image/platform';
import type { BuiltImage, ContainerizeJob } from '../job';
import { jobOf, Lines, refusal } from '../workspace/testing/build';
import { ImageReader } from '../workspace/testing/image';
import { writeProgram } from '../workspace/testing/programs';
import { TempWorkspace } from '../workspace/testing/temp-workspace';

let workspace: TempWorkspace;
let log: Lines;

beforeEach(() => {
  workspace = new TempWorkspace();
  log = new Lines();
  writeProgram(workspace);
});

afterEach(() => {
  workspace.remove();
});

const build = (more: Partial<ContainerizeJob> = {}, root = 'fn'): Promise<BuiltImage> =>
  containerize(jobOf(workspace, root, { log, ...more }));

async function program(root = 'fn'): Promise<Buffer> {
  const files = await new ImageReader(workspace.path(root)).files();
  return files.get('func/f')!.content;
}

/** Builds for this machine, and answers with what the program says. */
async function say(more: Partial<ContainerizeJob> = {}, root = 'fn'): Promise<string> {
  await build({ platforms: [formatPlatform(hostPlatform())], ...more }, root);
  const path = workspace.path('program');
  writeFileSync(path, await program(root));
  chmodSync(path, 0o755);
  return spawnSync(path, { encoding: 'utf8' }).stderr;
}

/** Programs for Linux do not start elsewhere. */
const onLinux = process.platform === 'linux' ? it : it.skip;

function functionOf(...parts: string[]): void {
  workspace.remove('fn/main.go');
  workspace.write({
    'fn/handle.go': `package function\n\nimport "net/http"\n\nvar _ http.Handler\n\n${parts.join('\n')}`,
  });
}

describe('Go, a whole program', () => {
  onLinux('is built as it is', async () => {
    expect(await say()).toBe('hello from main\n');
    expect((await program()).includes('knative.dev/func-go')).toBe(false);
  });

  onLinux('may use packages of its module, and embed files', async () => {
    workspace.write({
      'fn/main.go': `package main

import (
	_ "embed"
	"function/sub"
)

//go:embed data/text.txt
var text string

func main() { println(text, sub.Text) }
`,
      'fn/sub/sub.go': 'package sub\n\nconst Text = "from sub"\n',
      'fn/data/text.txt': 'embedded',
    });
    expect(await say()).toBe('embedded from sub\n');
  });

  onLinux('may be at the root of the workspace, or in a folder that needs quotes', async () => {
    writeProgram(workspace, 'a b/(fn) ü');
    expect(await say({}, 'a b/(fn) ü')).toBe('hello from main\n');
    const root = workspace.path('fn');
    const { goModules, data } = jobOf(workspace, 'fn');
    const job = { workspaceRoot: root, projectRoot: '.', data, ...(goModules && { goModules }) };
    expect(await say(job)).toBe('hello from main\n');
  });

  it('does not depend on where it is built, or on what the machine has set', async () => {
    const mono = (): void => {
      workspace.write({
        'fn/go.mod':
          'module function\n\ngo 1.21\n\nrequire example.com/lib v0.0.0\nreplace example.com/lib => ../lib\n',
        'fn/main.go': 'package main\n\nimport "example.com/lib"\n\nfunc main() { lib.Do() }\n',
        'lib/go.mod': 'module example.com/lib\n\ngo 1.21\n',
        'lib/lib.go': 'package lib\n\nfunc Do() { panic("here") }\n',
      });
    };
    mono();
    const one = await build();
    workspace.remove();
    workspace = new TempWorkspace();
    writeProgram(workspace);
    mono();
    const settings = { GOAMD64: 'v3', GOARCH: 'arm64', GOOS: 'windows', CGO_ENABLED: '1' };
    const more = { GOFLAGS: '-mod=mod', GO111MODULE: 'off', GOWORK: 'off' };
    const two = await build({ environment: { ...process.env, ...settings, ...more } });
    expect(two.root).toEqual(one.root);
  });

  onLinux('follows the flags and the variables of the build', async () => {
    workspace.write({
      'fn/special.go': '//go:build special\n\npackage main\n\nfunc init() { println("special") }\n',
    });
    expect(await say()).toBe('hello from main\n');
    const environment = { ...process.env, GOFLAGS: '-mod=vendor -tags=special' };
    expect(await say({ environment })).toBe('special\nhello from main\n');
    const envs = 'build:\n  buildEnvs:\n    - { name: GOFLAGS, value: "{{ env:X }}" }\n';
    workspace.write({ 'fn/func.yaml': `name: hello\nruntime: go\n${envs}` });
    expect(await refusal(say)).toContain("fn/func.yaml:5:31: expected environment variable 'X'");
    expect(await say({ environment: { ...process.env, X: '-tags=special' } })).toContain('special');
  });

  it('is told that its vendor folder is not used', async () => {
    workspace.write({ 'fn/vendor/modules.txt': '' });
    await build();
    expect(log.warned).toEqual([expect.stringContaining('fn/vendor: not used')]);
  });
});

describe('Go, modules of the monorepo', () => {
  onLinux('are reached through go.work, beside another module called function', async () => {
    writeProgram(workspace, 'other');
    workspace.write({
      'fn/main.go':
        'package main\n\nimport "example.com/lib/sub"\n\nfunc main() { println(sub.Text) }\n',
      'lib/go.mod': 'module example.com/lib\n\ngo 1.21\n',
      'lib/sub/sub.go': 'package sub\n\nconst Text = "from lib"\n',
      'go.work': 'go 1.21\n\nuse (\n\t./fn\n\t./other\n\t./lib\n)\n',
    });
    expect(await say()).toBe('from lib\n');
    expect(await say({}, 'other')).toBe('hello from main\n');
  });

  onLinux('are reached transitively through replace, under another name too', async () => {
    workspace.write({
      'fn/go.mod':
        'module function\n\ngo 1.21\n\nrequire example.com/a v0.0.0\nreplace example.com/a => ../libs/fork\n',
      'fn/main.go': 'package main\n\nimport "example.com/a"\n\nfunc main() { println(a.Text) }\n',
      'libs/fork/go.mod':
        'module example.com/fork\n\ngo 1.21\n\nreplace example.com/b => ../b\nrequire example.com/b v0.0.0\n',
      'libs/fork/a.go': 'package a\n\nimport "example.com/b"\n\nconst Text = b.Text\n',
      'libs/b/go.mod': 'module example.com/b\n\ngo 1.25.0\n',
      'libs/b/b.go': 'package b\n\nconst Text = "from b"\n',
    });
    expect(await say()).toBe('from b\n');
  });

  onLinux('may be that of the whole workspace', async () => {
    workspace.write({
      'go.mod': 'module example.com/mono\n\ngo 1.21\n',
      'pkg/pkg.go': 'package pkg\n\nconst Text = "from mono"\n',
      'fn/go.mod':
        'module function\n\ngo 1.21\n\nrequire example.com/mono v0.0.0\nreplace example.com/mono => ..\n',
      'fn/main.go':
        'package main\n\nimport "example.com/mono/pkg"\n\nfunc main() { println(pkg.Text) }\n',
    });
    expect(await say()).toBe('from mono\n');
  });

  it('are built into a function that func-go serves', async () => {
    functionOf(
      'type F struct{}\n\nfunc New() *F { return &F{} }\n',
      'func (*F) Handle(w http.ResponseWriter, r *http.Request) { w.Write([]byte(lib.Text)) }\n',
    );
    const source = workspace.read('fn/handle.go');
    workspace.write({
      'fn/handle.go': source.replace(
        'import "net/http"',
        'import (\n"net/http"\n"example.com/lib"\n)',
      ),
      'lib/go.mod': 'module example.com/lib\n',
      'lib/lib.go': 'package lib\n\nconst Text = "a marker that only this library has"\n',
      'go.work': 'go 1.21\n\nuse ./lib\n',
    });
    await build();
    expect((await program()).includes('a marker that only this library has')).toBe(true);
    expect((await program()).includes('knative.dev/func-go')).toBe(true);
    expect(workspace.list('fn').filter((name) => !name.startsWith('.func'))).toEqual([
      'func.yaml',
      'go.mod',
      'handle.go',
    ]);
  });
});

describe('Go, what Nx has not hashed', () => {
  it('is hidden from the compiler', async () => {
    workspace.write({ 'fn/ignored.go': 'package main\n\nvar _ = undefinedHere\n' });
    expect(await refusal(build)).toContain('fn/ignored.go:3:9: undefined: undefinedHere');
    await build({ hashed: (file) => file !== 'fn/ignored.go' });
    expect(log.details).toContain('hidden from the compiler, not hashed by Nx: fn/ignored.go');
  });

  it('is missed where the function needs it', async () => {
    workspace.write({
      'fn/main.go': 'package main\n\nfunc main() { println(secret) }\n',
      'fn/secret.go': 'package main\n\nconst secret = "x"\n',
    });
    await build();
    const hashed = (file: string): boolean => file !== 'fn/secret.go';
    expect(await refusal(() => build({ hashed }))).toContain('fn/main.go:3:23: undefined: secret');
  });

  it('is not embedded', async () => {
    workspace.write({
      'fn/main.go':
        'package main\n\nimport _ "embed"\n\n//go:embed secret.txt\nvar secret string\n\nfunc main() { println(secret) }\n',
      'fn/secret.txt': 'a marker that only this file has',
    });
    await build();
    expect((await program()).includes('a marker that only this file has')).toBe(true);
    const hashed = (file: string): boolean => file !== 'fn/secret.txt';
    expect(await refusal(() => build({ hashed }))).toContain(
      'fn/main.go:5:12: pattern secret.txt: no matching files found',
    );
  });
});
