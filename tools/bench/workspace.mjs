// An Nx workspace of its own with the packed plugin, the example hello-go, and an executor that does
// nothing.

import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { emptyFolder, place, REPOSITORY } from './places.mjs';
import { run } from './program.mjs';

const NX_VERSION = '24.0.6';
const NOOP = 'bench-noop';

export function workspaceFolder() {
  return place('workspace');
}

/** The plugin as a user gets it: unpacked from its tarball. */
export function pluginFolder() {
  return join(workspaceFolder(), 'node_modules', 'nx-func');
}

/** A compiled module of the plugin. */
export function pluginModule(name) {
  return join(pluginFolder(), 'dist', name);
}

/** Packs `dist/` as it is and unpacks it over the workspace, which is installed when it must be. */
export async function prepareWorkspace() {
  const folder = workspaceFolder();
  const tarball = await pack();
  const manifest = readFileSync(join(REPOSITORY, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(manifest);
  const wanted = createHash('sha256').update(JSON.stringify([NX_VERSION, dependencies]));
  const mark = `${wanted.digest('hex')}\n`;
  const done = place('workspace-installed');
  if (!existsSync(done) || readFileSync(done, 'utf8') !== mark) {
    console.error('workspace: installing');
    await install(tarball);
    writeFileSync(done, mark);
  }
  rmSync(pluginFolder(), { recursive: true, force: true });
  mkdirSync(pluginFolder());
  await run(['tar', '-xzf', tarball, '--strip-components=1', '-C', pluginFolder()]);
  writeProject(folder);
  await git('init', '--quiet', '--initial-branch=main');
  await git('add', '--all');
  const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
  await git(...identity, 'commit', '--quiet', '--allow-empty', '-m', 'benchmark');
}

async function pack() {
  const folder = emptyFolder('package');
  const { stdout } = await run(
    ['npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    { cwd: REPOSITORY },
  );
  return join(folder, JSON.parse(stdout)[0].filename);
}

async function install(tarball) {
  const folder = emptyFolder('workspace');
  const devDependencies = { nx: NX_VERSION, 'nx-func': `file:${tarball}` };
  write(folder, 'package.json', { name: 'bench', private: true, devDependencies });
  await run(['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
}

function writeProject(folder) {
  write(folder, 'nx.json', { plugins: ['nx-func/plugin'], analytics: false });
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n.nx\n.func\n');
  const example = join(folder, 'hello-go');
  rmSync(example, { recursive: true, force: true });
  cpSync(join(REPOSITORY, 'examples', 'hello-go'), example, {
    recursive: true,
    filter: (path) => !path.endsWith('.func'),
  });
  // Cached, and on the same files: an edit makes Nx run both.
  const inputs = ['{projectRoot}/**/*', '!{projectRoot}/.func/**'];
  write(folder, 'hello-go/project.json', {
    name: 'hello-go',
    targets: { noop: { executor: `${NOOP}:noop`, cache: true, inputs, outputs: [] } },
  });
  const noop = join('node_modules', NOOP);
  write(folder, `${noop}/package.json`, {
    name: NOOP,
    version: '1.0.0',
    executors: './executors.json',
  });
  write(folder, `${noop}/executors.json`, {
    executors: { noop: { implementation: './noop.js', schema: './schema.json' } },
  });
  write(folder, `${noop}/schema.json`, { version: 2, type: 'object', properties: {} });
  writeFileSync(
    join(folder, noop, 'noop.js'),
    'exports.default = () => Promise.resolve({ success: true });\n',
  );
}

function write(folder, path, content) {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), `${JSON.stringify(content, undefined, 2)}\n`);
}

function git(...args) {
  return run(['git', ...args], { cwd: workspaceFolder() });
}

/** The environment of all that runs there: nothing of an Nx or npm around it, and folders of its own. */
export function workspaceEnvironment() {
  const outer = Object.entries(process.env).filter(
    ([name]) => !/^(NX_|npm_|CI$|FUNC_|GOWORK$)/.test(name),
  );
  return {
    ...Object.fromEntries(outer),
    // Nx keeps sockets and caches there; Go's caches stay where they are.
    HOME: place('home'),
    GOCACHE: process.env['GOCACHE'] ?? join(homedir(), '.cache', 'go-build'),
    GOPATH: process.env['GOPATH'] ?? join(homedir(), 'go'),
    NO_COLOR: '1',
    NX_DAEMON: 'true',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
    NX_CACHE_DIRECTORY: join(workspaceFolder(), '.nx', 'cache'),
    NX_FUNC_CACHE: place('store-go'),
  };
}

export function nx(...args) {
  const program = join(workspaceFolder(), 'node_modules', 'nx');
  const { bin } = JSON.parse(readFileSync(join(program, 'package.json'), 'utf8'));
  return run([process.execPath, join(program, bin.nx), ...args], {
    cwd: workspaceFolder(),
    env: workspaceEnvironment(),
  });
}
