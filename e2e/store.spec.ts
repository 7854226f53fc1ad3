/** The blob store as a user meets it: by the builds of `nx run`, and by `npx nx-func store`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace, must, type Workspace } from './support';
import { goodFunction } from './support/refusals';
import type { RunResult } from './support/run';

const USAGE = `nx-func store           shows where the blob store is, and what is in it
nx-func store --clear   empties it
`;
const BUILD = ['run', 'hello:containerize', '--verbose'];

let workspace: Workspace;
let store: string;
let digest: string;

beforeAll(async () => {
  workspace = await createWorkspace({ files: goodFunction('hello') });
  store = join(workspace.home, 'nx-func-cache');
});

/** The rows of the table that `--verbose` ends with, by step: the columns after it. */
function table(output: string): Record<string, string[]> {
  const lines = output.split('\n');
  const head = lines.findIndex((line) =>
    /^step +files +bytes in +bytes out +seconds +from$/.test(line),
  );
  expect(head).toBeGreaterThan(0);
  const rows = lines.slice(head + 1).map((line) => line.split(/ {2,}/).map((cell) => cell.trim()));
  return Object.fromEntries(rows.map(([step = '', ...cells]) => [step, cells]));
}

/** Where the layer of the program came from, and its sizes. */
function program(output: string): { from: string; bytesIn: number; bytesOut: number } {
  const rows = Object.entries(table(output)).filter(([, cells]) => Number(cells[1]) > 1e6);
  const [cells = []] = rows.map(([, columns]) => columns);
  expect(rows).toHaveLength(1);
  return { from: cells.at(-1) ?? '', bytesIn: Number(cells[1]), bytesOut: Number(cells[2]) };
}

function nxFunc(args: string[], env: NodeJS.ProcessEnv = {}): Promise<RunResult> {
  return workspace.run(['npx', '--no-install', 'nx-func', ...args], { env });
}

async function refused(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const argv = [process.execPath, workspace.path('node_modules/nx-func/dist/src/cli.js'), ...args];
  const error = await must(argv, { cwd: workspace.root, env: { ...workspace.env, ...env } }).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  return error?.message.slice(error.message.indexOf('exit code')) ?? 'it was accepted';
}

it('is empty at first', async () => {
  const { stdout, stderr } = await nxFunc(['store']);
  expect([stdout, stderr]).toEqual([`${store}: 0 blobs, 0.0 MB\n`, '']);
});

it('takes the program of the first build, and gives it to the next one', async () => {
  const first = await workspace.mustNx(BUILD);
  expect(program(first.output).from).toBe('made');
  digest = workspace.image('hello').digest;
  workspace.remove('hello/.func');
  await workspace.mustNx(['reset']);
  const second = await workspace.mustNx(BUILD);
  expect(second.cached).toBe(false);
  expect(program(second.output)).toEqual({ ...program(first.output), from: 'store' });
  expect(workspace.image('hello').digest).toBe(digest);
  const again = await workspace.mustNx([...BUILD, '--skip-nx-cache']);
  expect(program(again.output).from).toBe('store');
  expect(again.output).toContain('(unchanged)');
});

it('says what is in it, and is emptied', async () => {
  const { output } = await workspace.mustNx([...BUILD, '--skip-nx-cache']);
  const size = `${(program(output).bytesOut / 1e6).toFixed(1)} MB`;
  expect((await nxFunc(['store'])).stdout).toBe(`${store}: 1 blobs, ${size}\n`);
  const { stdout, stderr } = await nxFunc(['store', '--clear']);
  expect([stdout, stderr]).toEqual([`${store}: 1 blobs, ${size}\nfreed ${size}\n`, '']);
  expect(existsSync(join(store, 'v1'))).toBe(false);
  const made = await workspace.mustNx([...BUILD, '--skip-nx-cache']);
  expect(program(made.output).from).toBe('made');
  expect(workspace.image('hello').digest).toBe(digest);
});

it('says how it is used, and refuses the rest', async () => {
  expect((await nxFunc(['--help'])).stdout).toBe(USAGE);
  expect((await nxFunc([])).stdout).toBe(USAGE);
  expect((await nxFunc(['store', '--help'])).stdout).toBe(USAGE);
  const usage = `exit code 1\n${USAGE.trimEnd()}`;
  expect(await refused(['store', '--empty'])).toBe(usage);
  expect(await refused(['stroe'])).toBe(usage);
  expect(await refused(['store'], { HOME: '', NX_FUNC_CACHE: '' })).toBe(
    'exit code 1\nthere is no blob store: set NX_FUNC_CACHE to a folder of your own',
  );
});
