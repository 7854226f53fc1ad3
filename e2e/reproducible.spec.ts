/**
 * Two clones of one commit that have nothing in common but the commit and the tools: the same image.
 * They share no cache of Nx, of Go or of this plugin, or they would agree by sharing.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { createWorkspace, expectSameImage, must, temporaryFolder } from './support';
import { workspaceTemplate } from './support/template';
import { Workspace, type Files, type NxOptions } from './support/workspace';

const TASK = 'web:containerize';
const FUNCTION = 'apps/web';
const PLATFORMS = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'];
const NOBODY = 65534;

const FILES: Files = {
  'go.work': 'go 1.21\n\nuse (\n\t./apps/web\n\t./libs/used\n)\n',
  'apps/other/data.txt': 'data',
  'apps/web/func.yaml': 'name: web\nruntime: go\n',
  'apps/web/go.mod': [
    'module function',
    'go 1.21',
    'require example.com/replaced v0.0.0',
    'replace example.com/replaced => ../../libs/replaced\n',
  ].join('\n'),
  'apps/web/handle.go': `package function

import (
	"fmt"
	"net/http"

	"example.com/replaced"
	"example.com/used"
)

func Handle(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, used.Text(), replaced.Text())
}
`,
  'apps/web/data.txt': 'data',
  'apps/web/bin/tool': '#!/bin/sh\n',
  'apps/web/bin/größe.txt': 'the order of names is no matter of the locale',
  'apps/web/bin/Zeta.txt': 'z',
  'libs/used/go.mod': 'module example.com/used\n\ngo 1.21\n',
  'libs/used/used.go': 'package used\n\nfunc Text() string { panic("where is this file?") }\n',
  'libs/replaced/go.mod': 'module example.com/replaced\n\ngo 1.21\n',
  'libs/replaced/replaced.go':
    'package replaced\n\nfunc Text() string { panic("and this one?") }\n',
};

/** A clone with its own HOME and caches, ready to build. */
async function clone(origin: Workspace, ...folders: string[]): Promise<Workspace> {
  const folder = join(temporaryFolder('clone'), ...folders);
  const workspace = new Workspace(folder, true);
  mkdirSync(workspace.home, { recursive: true });
  await must(['git', 'clone', '--quiet', origin.root, workspace.root]);
  const modules = join(await workspaceTemplate(), 'node_modules');
  await must(['cp', '-a', modules, workspace.path('node_modules')]);
  return workspace;
}

/** Another state of git: on no branch, a commit further, with edits of what is not the function's. */
async function disturbGit(workspace: Workspace): Promise<void> {
  await workspace.run(['git', 'checkout', '--quiet', '-b', 'another']);
  workspace.write({ 'apps/other/data.txt': 'edited' });
  await workspace.commit();
  await workspace.run(['git', '-c', 'core.fsmonitor=false', 'checkout', '--quiet', '--detach']);
  workspace.write({ 'apps/other/data.txt': 'edited again', 'apps/other/untracked.txt': '' });
}

/** Every file another time and another mode, and folders another time and another umask. */
function disturbFiles(workspace: Workspace): void {
  const modes = [0o600, 0o777, 0o755, 0o640];
  const files = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(workspace.path(folder), { recursive: true, withFileTypes: true }),
  );
  expect(files.length).toBeGreaterThan(15);
  for (const [index, entry] of files.entries()) {
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, entry.isDirectory() ? 0o700 : modes[index % modes.length]!);
    utimesSync(path, index, 1_900_000_000 + index);
  }
}

/** Variables of a machine that must not reach the image. */
const ELSEWHERE = {
  TZ: 'Asia/Tokyo',
  LANG: 'de_DE.UTF-8',
  LC_ALL: 'de_DE.UTF-8',
  USER: 'somebody',
  LOGNAME: 'somebody',
  HOSTNAME: 'elsewhere',
  GOOS: 'windows',
  GOARCH: 'riscv64',
  GOAMD64: 'v3',
  GOARM: '5',
  GOARM64: 'v9.0',
  CGO_ENABLED: '1',
  GOWORK: 'off',
  GO111MODULE: 'off',
  GOFLAGS: '-mod=mod',
};

/** An nx that runs on one core alone, where the system can be told so. */
function oneCore(): string[] {
  if (process.platform !== 'linux') return [process.execPath];
  const core = /Cpus_allowed_list:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return ['taskset', '-c', core ?? '0', process.execPath];
}

/** The path of a Node of another major version than the one that runs this. */
async function otherNode(): Promise<string> {
  const other = process.version.startsWith('v22.') ? 24 : 22;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = temporaryFolder('node');
  const npm = ['npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await must([...npm, '--prefix', folder, `${name}@${other}`]);
  return join(folder, 'node_modules', name, 'bin', 'node');
}

/** Builds anew, whatever is in Nx's cache; returns the layout. */
async function build(
  workspace: Workspace,
  options: NxOptions = {},
  prefix: string[] = [process.execPath],
): Promise<string> {
  const layout = workspace.path(FUNCTION, '.func', 'build', 'oci');
  workspace.remove(`${FUNCTION}/.func`);
  const nx = workspace.path('node_modules', '.bin', 'nx');
  const args = ['run', TASK, `--platforms=${PLATFORMS.join(',')}`, '--skip-nx-cache'];
  await workspace.run([...prefix, nx, ...args], options);
  return layout;
}

/** Gives all to a user, who can also reach it; and a proxy that has the modules of another clone. */
async function leaveTo(user: number, workspace: Workspace, other: Workspace): Promise<NxOptions> {
  const proxy = join(workspace.home, 'proxy');
  await must(['cp', '-a', join(other.home, 'go-mod', 'cache', 'download'), proxy]);
  workspace.env['GOPROXY'] = `file://${proxy.split('/').map(encodeURIComponent).join('/')}`;
  await workspace.own(user, user);
  let folder = workspace.root;
  do {
    folder = dirname(folder);
    chmodSync(folder, 0o755);
  } while (!basename(folder).startsWith('clone-'));
  return { uid: user, gid: user };
}

describe('an image', () => {
  let plain: Workspace;
  let odd: Workspace;
  let options: NxOptions;
  let first: string;

  beforeAll(async () => {
    const origin = await createWorkspace({ files: FILES });
    plain = await clone(origin, 'a');
    // The machine's own, which the other clone does not use: half a minute less.
    plain.env['GOCACHE'] = origin.env['GOCACHE'];
    odd = await clone(origin, 'deep', 'down ümläut', 'b');
    first = await build(plain);
    await disturbGit(odd);
    disturbFiles(odd);
    const user = process.getuid?.() === 0 ? await leaveTo(NOBODY, odd, plain) : {};
    options = { ...user, umask: 0o077, env: ELSEWHERE };
  });

  it('is the same in another clone, of another user, with other settings', async () => {
    expect(plain.image(FUNCTION).platforms.map(({ platform }) => platform)).toEqual(PLATFORMS);
    await expectSameImage(first, await build(odd, options));
  });

  it('is the same on one core', async () => {
    const env = { ...ELSEWHERE, UV_THREADPOOL_SIZE: '1' };
    await expectSameImage(first, await build(odd, { ...options, env }, oneCore()));
  });

  it('is the same with another Node', async () => {
    const node = await otherNode();
    const PATH = `${dirname(node)}${delimiter}${plain.env['PATH'] ?? ''}`;
    await expectSameImage(first, await build(plain, { env: { PATH } }, [node]));
    const { stdout } = await must([node, '--version']);
    expect(stdout.trim()).not.toBe(process.version);
  });

  it('has nothing in it of where it was built', () => {
    const own = [plain, odd].flatMap(({ root, home }) => [root, home, 'somebody', 'elsewhere']);
    const { platforms } = plain.image(FUNCTION);
    for (const text of new Set(own)) {
      for (const { config, layers } of [...platforms, ...odd.image(FUNCTION).platforms]) {
        expect(JSON.stringify(config)).not.toContain(text);
        expect(layers.filter((layer) => layer.tar().includes(text))).toEqual([]);
      }
    }
  });
});
