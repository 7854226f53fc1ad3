/** The packed plugin without Nx: its modules in processes of their own. */
import { join } from 'node:path';
import { REPOSITORY } from './package';
import { must, start, type Started } from './run';
import { workspaceTemplate } from './template';

/** The folder of the plugin as npm installed it from the package. */
export async function packedPackage(): Promise<string> {
  return join(await workspaceTemplate(), 'node_modules', 'nx-func');
}

/** What `tools/kill-test/build.mjs` prints. */
export interface BuiltLayers {
  readonly digest: string;
  /** Where each layer came from, sorted. */
  readonly from: readonly string[];
  readonly warnings: readonly string[];
}

const BUILD = join(REPOSITORY, 'tools', 'kill-test', 'build.mjs');

/** Nothing of this machine's environment: without a HOME there is no store but the one that is given. */
function environment(store: string | undefined): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], ...(store !== undefined && { NX_FUNC_CACHE: store }) };
}

/** Starts a build of a folder of `root` that needs no compiler. */
export async function startBuild(root: string, project: string, store?: string): Promise<Started> {
  const argv = [process.execPath, BUILD, await packedPackage(), root, project];
  return start(argv, { env: environment(store) });
}

/** Builds a folder of `root`, which must succeed. */
export async function build(root: string, project: string, store?: string): Promise<BuiltLayers> {
  const { result } = await startBuild(root, project, store);
  const { code, stdout, stderr } = await result;
  if (code !== 0) throw new Error(`exit code ${code}\n${stdout}${stderr}`);
  return JSON.parse(stdout) as BuiltLayers;
}

/** Runs a script of this folder with the packed plugin; answers with the JSON that it prints. */
export async function runScript<T>(
  name: string,
  args: readonly string[] = [],
  node = process.execPath,
): Promise<T> {
  const argv = [node, join(__dirname, name), await packedPackage(), ...args];
  const { stdout } = await must(argv, { env: environment(undefined) });
  return JSON.parse(stdout) as T;
}
