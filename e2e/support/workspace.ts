import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { onCleanup, temporaryFolder } from './cleanup';
import { storyEnvironment } from './environment';
import { readImage, type Image } from './image';
import { nxResult, runFile, type NxResult } from './nx-result';
import { must, start, type RunOptions, type RunResult, type Started } from './run';
import { workspaceTemplate } from './template';

/** Path in the workspace to content; what is neither text nor bytes is written as JSON. */
export type Files = Readonly<Record<string, string | Uint8Array | object>>;

export interface WorkspaceOptions {
  /** Written before the first commit. */
  readonly files?: Files;
  /** Own Go caches too (the standard library is compiled anew: half a minute). */
  readonly isolated?: boolean;
}

export interface NxOptions extends Omit<RunOptions, 'cwd' | 'env'> {
  /** Added to the environment of the workspace; undefined takes a variable out. */
  readonly env?: NodeJS.ProcessEnv;
  /** With Nx's daemon, which is stopped when the workspace goes. */
  readonly daemon?: boolean;
}

/** An `nx` that runs: wait for `result`, or `kill` it, and all that it started, with a signal. */
export interface StartedNx extends Pick<Started, 'process' | 'kill'> {
  readonly result: Promise<NxResult>;
}

/** A fresh Nx workspace in a temporary folder, with the packed plugin and one commit. */
export async function createWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const template = await workspaceTemplate();
  const folder = temporaryFolder('workspace');
  const workspace = new Workspace(folder, options.isolated ?? false);
  // A copy of 88 MB takes 0.3 s. Not hard links: a story that edits node_modules would edit all.
  await must(['cp', '-a', template, workspace.root]);
  mkdirSync(workspace.home);
  workspace.write(options.files ?? {});
  await must(['git', 'init', '--quiet', '--initial-branch=main'], { cwd: workspace.root });
  await workspace.commit('a fresh workspace');
  return workspace;
}

export class Workspace {
  readonly root: string;
  /** HOME of all that runs here. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(folder: string, isolated: boolean) {
    this.root = join(folder, 'root');
    this.home = join(folder, 'home');
    this.env = storyEnvironment({ home: this.home, root: this.root, isolated });
    onCleanup(() => {
      this.#stopDaemon();
    });
  }

  path(...names: string[]): string {
    return join(this.root, ...names);
  }

  write(files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      const path = this.path(name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, isRaw(content) ? content : `${JSON.stringify(content, undefined, 2)}\n`);
    }
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  has(path: string): boolean {
    return lstatSync(this.path(path), { throwIfNoEntry: false }) !== undefined;
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true, force: true });
  }

  /** A symbolic link, with just this target. */
  link(path: string, target: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    symlinkSync(target, this.path(path));
  }

  /** The plugin's options in nx.json. */
  pluginOptions(options: object): void {
    const nxJson = JSON.parse(this.read('nx.json')) as object;
    this.write({ 'nx.json': { ...nxJson, plugins: [{ plugin: 'nx-func/plugin', options }] } });
  }

  /** Gives everything to another user, for a story that runs Nx as that one (`nx(..., { uid, gid })`). */
  async own(uid: number, gid: number): Promise<void> {
    chownSync(dirname(this.root), uid, gid);
    await must(['chown', '-R', `${uid}:${gid}`, this.root, this.home]);
  }

  async commit(message = 'an edit'): Promise<void> {
    await this.run(['git', 'add', '--all']);
    const identity = ['-c', 'user.name=story', '-c', 'user.email=story@example.com'];
    await this.run(['git', ...identity, 'commit', '--quiet', '--allow-empty', '-m', message]);
  }

  /** Runs any program in the workspace; a code other than 0 is an error. */
  async run(argv: readonly string[], options: NxOptions = {}): Promise<RunResult> {
    return must(argv, this.#runOptions(options));
  }

  /** Runs `nx` to its end; a code other than 0 is a result. */
  async nx(args: readonly string[], options: NxOptions = {}): Promise<NxResult> {
    return this.#start(args, this.#runOptions(options)).result;
  }

  /** Runs `nx`, which must succeed. */
  async mustNx(args: readonly string[], options: NxOptions = {}): Promise<NxResult> {
    const result = await this.nx(args, options);
    if (result.code !== 0) {
      throw new Error(`nx ${args.join(' ')}: exit code ${result.code}\n${result.output}`);
    }
    return result;
  }

  /** Starts `nx` and comes back at once: for signals, and for two builds at a time. */
  start(args: readonly string[], options: NxOptions = {}): StartedNx {
    return this.#start(args, { ...this.#runOptions(options), group: true });
  }

  /** The projects that `nx affected -t <target>` would run, with respect to a commit. */
  async affected(base = 'HEAD', target = 'containerize'): Promise<string[]> {
    const result = await this.mustNx([
      ...['affected', '-t', target, `--base=${base}`, '--graph=stdout'],
    ]);
    const { tasks } = JSON.parse(result.stdout) as { tasks: { tasks: object } };
    return Object.keys(tasks.tasks)
      .filter((id) => id.split(':')[1] === target)
      .map((id) => id.replace(/:.*/, ''))
      .sort();
  }

  /** The image that a function's containerize wrote. */
  image(projectRoot: string): Image {
    return readImage(this.path(projectRoot, '.func', 'build', 'oci'));
  }

  #start(args: readonly string[], options: RunOptions & { env: NodeJS.ProcessEnv }): StartedNx {
    const report = runFile(this.root, options.env);
    // Nx leaves the report of the run before where this one runs no task.
    rmSync(report, { force: true });
    const started = start([process.execPath, this.#nxProgram(), ...args], options);
    return { ...started, result: started.result.then((result) => nxResult(result, report)) };
  }

  /** Not `.bin/nx`: that is a shell script where pnpm made it. */
  #nxProgram(): string {
    const { bin } = JSON.parse(this.read('node_modules/nx/package.json')) as {
      bin: { nx: string };
    };
    return this.path('node_modules', 'nx', bin.nx);
  }

  #runOptions(options: NxOptions): RunOptions & { env: NodeJS.ProcessEnv } {
    const { env, daemon, ...rest } = options;
    const daemonEnv = daemon === true ? { NX_DAEMON: 'true' } : {};
    return { ...rest, cwd: this.root, env: { ...this.env, ...daemonEnv, ...env } };
  }

  #stopDaemon(): void {
    if (existsSync(this.path('.nx', 'workspace-data', 'd', 'server-process.json'))) {
      spawnSync(process.execPath, [this.#nxProgram(), 'daemon', '--stop'], {
        cwd: this.root,
        env: this.env,
      });
    }
  }
}

function isRaw(content: string | Uint8Array | object): content is string | Uint8Array {
  return typeof content === 'string' || content instanceof Uint8Array;
}
