import { mkdirSync } from 'node:fs';
import { parseFunction } from '../../function/func-yaml';
import { parsePlatform } from '../../image/platform';
import { reachModules } from '../../workspace/go-modules';
import { jobOf, Lines, refusal } from '../../workspace/testing/build';
import { goModule } from '../../workspace/testing/go-module';
import { TempWorkspace } from '../../workspace/testing/temp-workspace';
import type { LanguageJob } from '../language-builder';
import { writeBuildWorkspace } from './build-workspace';
import type { GoModules } from './modules';
import { listPackages, type PackageList } from './package-list';
import { findToolchain, platformEnv } from './toolchain';

let workspace: TempWorkspace;
let log: Lines;

beforeEach(() => {
  workspace = new TempWorkspace();
  log = new Lines();
  goModule(workspace, 'fn', { name: 'function' });
});

afterEach(() => {
  workspace.remove();
});

/** Lists the packages of `fn` while Nx has hashed all files but these. */
async function list(
  unhashed: string[] = [],
  platform = 'linux/amd64',
  used: GoModules['used'] = [],
): Promise<PackageList> {
  const job: LanguageJob = {
    ...jobOf(workspace, 'fn', { log, hashed: (file) => !unhashed.includes(file) }),
    function: parseFunction(Buffer.from('runtime: go\n'), 'fn/func.yaml'),
    scratch: workspace.path('fn/.func/go'),
    platforms: [],
  };
  const folder = workspace.path('fn/.func/go/x');
  mkdirSync(folder, { recursive: true });
  const { modules } = reachModules(workspace.root, 'fn')!;
  const wrapper = { goMod: 'module wrapper\n\ngo 1.21\n', goSum: '' };
  const GOWORK = await writeBuildWorkspace(
    folder,
    { ...modules, used: [...modules.used, ...used] },
    wrapper,
  );
  const { program, env } = await findToolchain(job);
  const parsed = parsePlatform(platform);
  const toolchain = { program, env: { ...env, ...platformEnv(parsed), GOWORK } };
  return listPackages(job, toolchain, parsed, folder);
}

/** What the overlay hides, relative to the workspace. */
function hidden({ overlay }: PackageList): string[] {
  expect(overlay).toBe(workspace.path('fn/.func/go/x/overlay.json'));
  const { Replace } = JSON.parse(workspace.read('fn/.func/go/x/overlay.json')) as {
    Replace: Record<string, string>;
  };
  for (const target of Object.values(Replace)) expect(target).toBe('');
  return Object.keys(Replace).map((path) => path.replace(`${workspace.root}/`, ''));
}

describe('listPackages', () => {
  it("finds the function's package, last of all that it imports", async () => {
    workspace.write({
      'fn/code.go': 'package code\n\nimport (\n\t_ "net/http"\n\t_ "function/sub"\n)\n',
      'fn/sub/sub.go': 'package sub\n',
      'fn/code_test.go': 'package code\n',
    });
    const packages = await list();
    expect(packages.root).toMatchObject({
      Dir: workspace.path('fn'),
      ImportPath: 'function',
      Name: 'code',
      GoFiles: ['code.go'],
    });
    expect(hidden(packages)).toEqual([]);
  });

  it('takes the files of the platform', async () => {
    workspace.write({
      'fn/a_linux.go': 'package code\n',
      'fn/a_arm64.go': 'package code\n',
      'fn/a_windows.go': 'package code\n',
      'fn/tagged.go': '//go:build !amd64\n\npackage code\n',
    });
    expect((await list()).root.GoFiles).toEqual(['a_linux.go', 'code.go']);
    expect((await list([], 'linux/arm64')).root.GoFiles).toEqual([
      'a_arm64.go',
      'a_linux.go',
      'code.go',
      'tagged.go',
    ]);
  });

  it('hides every file that could take part and that Nx has not hashed', async () => {
    const names = ['b.go', 'c.s', 'd.h', 'b_test.go', 'e.syso'];
    workspace.write(Object.fromEntries(names.map((name) => [`fn/${name}`, 'package code\n'])));
    workspace.write({ 'fn/notes.txt': '', 'fn/folder.go/x': '' });
    const packages = await list([...names, 'notes.txt', 'folder.go'].map((name) => `fn/${name}`));
    expect(hidden(packages)).toEqual(names.map((name) => `fn/${name}`).sort());
    expect(packages.root.GoFiles).toEqual(['code.go']);
    expect(log.details).toContain('hidden from the compiler, not hashed by Nx: fn/b.go');
  });

  it('hides a link that Nx has not hashed', async () => {
    workspace.write({ 'outside.txt': 'package code\n' });
    workspace.link('fn/link.go', '../outside.txt');
    expect(hidden(await list(['fn/link.go']))).toEqual(['fn/link.go']);
  });

  it('hides embedded files', async () => {
    workspace.write({
      'fn/code.go': 'package code\n\nimport _ "embed"\n\n//go:embed static\nvar x string\n',
      'fn/static/a.txt': '',
      'fn/static/deep/b.txt': '',
    });
    const packages = await list(['fn/static/deep/b.txt']);
    expect(hidden(packages)).toEqual(['fn/static/deep/b.txt']);
    expect(packages.root.EmbedFiles).toEqual(['static/a.txt']);
  });

  it('hides files of the modules that are used, and of those that are replaced', async () => {
    const mod = 'replace example.com/b => ../libs/b\nrequire example.com/b v0.0.0\n';
    goModule(workspace, 'fn', { name: 'function', mod, imports: ['a', 'b'] });
    goModule(workspace, 'libs/a');
    goModule(workspace, 'libs/b');
    workspace.write({ 'go.work': 'go 1.21\nuse ./libs/a\n' });
    const unhashed = ['libs/a/x.go', 'libs/b/y.go'];
    workspace.write(Object.fromEntries(unhashed.map((name) => [name, 'package code\n'])));
    expect(hidden(await list(unhashed))).toEqual(unhashed);
  });

  it('goes on where a hidden file was the only one of its package', async () => {
    workspace.write({
      'fn/code.go': 'package code\n\nimport _ "function/sub"\n',
      'fn/sub/sub.go': 'package sub\n',
    });
    const packages = await list(['fn/sub/sub.go']);
    expect(hidden(packages)).toEqual(['fn/sub/sub.go']);
    expect(packages.root.GoFiles).toEqual(['code.go']);
  });

  it('tells of a function without a file that is left', async () => {
    const { root } = await list(['fn/code.go']);
    expect(root.Error?.Err).toMatch(/no Go files|build constraints exclude all/);
  });

  it('does not stumble over an import that leads nowhere', async () => {
    workspace.write({ 'fn/code.go': 'package code\n\nimport _ "function/none"\n' });
    expect((await list()).root).toMatchObject({ Name: 'code', GoFiles: ['code.go'] });
  });

  it('refuses a package that lies outside the workspace', async () => {
    const outside = new TempWorkspace({
      'go.mod': 'module example.com/out\n',
      'out.go': 'package out\n',
    });
    try {
      goModule(workspace, 'fn', { name: 'function', imports: ['out'] });
      const used = [{ path: 'example.com/out', folder: outside.root }];
      const message = await refusal(() => list([], 'linux/amd64', used));
      expect(message).toContain('the package example.com/out lies outside the workspace');
      expect(message).not.toContain(workspace.root);
    } finally {
      outside.remove();
    }
  });

  it('passes on what the go command says', async () => {
    workspace.write({ 'fn/go.mod': 'module function\n\ngo 1.21\n\nwhat is this\n' });
    const message = await refusal(list);
    expect(message).toContain('fn: go list failed for linux/amd64:');
    expect(message).toContain('fn/go.mod:5: unknown directive: what');
    expect(message).not.toContain(workspace.root);
  });
});
