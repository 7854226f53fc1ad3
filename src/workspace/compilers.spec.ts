import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { supportedRuntimes } from '../function/runtime';
import { containerize } from '../containerize';
import { temporaryFolder } from '../testing/temporary-folder';
import { builtRuntimes, missingCompilers } from './compilers';
import type { FoundFunction } from './functions-in-tree';

const INSTALL = 'install Go 1.25 or later (https://go.dev/dl), or name the program in FUNC_GO';

const folder = temporaryFolder();

function found(name: string, runtime: string | undefined): FoundFunction {
  return { file: `${name}/func.yaml`, root: name, name, runtime };
}

/** A folder with a program `go`, and one with a file of that name that is none. */
function twoPaths(): { readonly good: string; readonly bad: string } {
  const [good, bad] = [folder('good'), folder('bad')];
  mkdirSync(good);
  mkdirSync(bad);
  writeFileSync(`${good}/go`, '');
  writeFileSync(`${bad}/go`, '');
  chmodSync(`${good}/go`, 0o755);
  chmodSync(`${bad}/go`, 0o644);
  return { good, bad };
}

describe('missingCompilers', () => {
  it('finds a program in PATH, and starts none', () => {
    const { good, bad } = twoPaths();
    // An empty file cannot be started.
    expect(missingCompilers([found('a', 'go')], { PATH: `${bad}${delimiter}${good}` })).toEqual([]);
  });

  it('does not take for one what is no program', () => {
    const { bad } = twoPaths();
    mkdirSync(folder('folder/go'), { recursive: true });
    expect(missingCompilers([], { PATH: `${bad}${delimiter}${folder('folder')}` })).toEqual([
      `the Go compiler is missing: go is not in PATH: ${INSTALL}`,
    ]);
    expect(missingCompilers([], {})).toHaveLength(1);
  });

  it('asks FUNC_GO first', () => {
    const { good, bad } = twoPaths();
    expect(missingCompilers([], { FUNC_GO: `${good}/go` })).toEqual([]);
    expect(missingCompilers([], { FUNC_GO: 'go', PATH: good })).toEqual([]);
    expect(missingCompilers([], { FUNC_GO: '', PATH: good })).toEqual([]);
    expect(missingCompilers([], { FUNC_GO: `${bad}/go`, PATH: good })).toEqual([
      'the Go compiler is missing: FUNC_GO names no program: set it to one, or unset it',
    ]);
  });

  it('names the functions that need it, not too many', () => {
    const go = ['a', 'b', 'c', 'd', 'e'].map((name) => found(name, 'go'));
    expect(missingCompilers([...go.slice(0, 2), found('p', 'python')], {})).toEqual([
      `the Go compiler is missing (for a, b): go is not in PATH: ${INSTALL}`,
    ]);
    expect(missingCompilers(go, {})).toEqual([
      `the Go compiler is missing (for a, b, c and 2 more): go is not in PATH: ${INSTALL}`,
    ]);
  });

  it('asks for none that no function needs', () => {
    expect(missingCompilers([found('p', 'python'), found('x', undefined)], {})).toEqual([]);
  });
});

it('knows which runtimes containerize can build', async () => {
  const other = supportedRuntimes.find((runtime) => !builtRuntimes.includes(runtime))!;
  mkdirSync(folder('f'));
  writeFileSync(folder('f/func.yaml'), `runtime: ${other}\n`);
  const log = { info: jest.fn(), warn: jest.fn(), verbose: jest.fn() };
  const job = {
    workspaceRoot: folder(),
    projectRoot: 'f',
    log,
  } as unknown as Parameters<typeof containerize>[0];
  const error = await containerize(job).catch((thrown: unknown) => thrown);
  expect((error as Error).message).toContain(`Builders exist for: ${builtRuntimes.join(', ')}.`);
});
