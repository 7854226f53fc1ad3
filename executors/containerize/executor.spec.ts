import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type executor from './executor';
import { functionMetadata } from '../../src/workspace/function-metadata';
import { beWorkspace, contextOf } from '../../src/workspace/testing/context';
import { endlessGo, isThere, writeProgram } from '../../src/workspace/testing/programs';
import { TempWorkspace } from '../../src/workspace/testing/temp-workspace';

/** Nx lists the files of a workspace once in a process: one workspace for all of these tests. */
const workspace = new TempWorkspace({ '.gitignore': '.func\n' });
const ROOTS = { fn: 'fn', broken: 'broken', vendored: 'vendored' };

let run: typeof executor;
type Spy = jest.SpiedFunction<typeof process.stdout.write>;

let stdout: Spy;
let stderr: Spy;

beforeAll(() => {
  for (const folder of Object.values(ROOTS)) writeProgram(workspace, folder);
  workspace.write({ 'broken/main.go': 'package main\n', 'vendored/vendor/modules.txt': '' });
  beWorkspace(workspace.root);
  ({ default: run } = jest.requireActual<{ default: typeof executor }>('./executor'));
});

beforeEach(() => {
  stdout = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  stdout.mockRestore();
  stderr.mockRestore();
});

afterAll(() => {
  workspace.remove();
});

function lines(stream: Spy): string[] {
  return stream.mock.calls.map(([text]) => String(text));
}

function build(project: keyof typeof ROOTS, platforms = ['linux/amd64'], isVerbose = false) {
  return run({ platforms }, { ...contextOf(workspace.root, ROOTS, project), isVerbose });
}

const LINE =
  /^hello:latest sha256:[0-9a-f]{64}( \(unchanged\))? · linux\/amd64 · \d\.\d MB · \d+\.\d s\n$/;

describe('the executor containerize', () => {
  it('says what it did in one line, and that nothing has changed', async () => {
    expect(await build('fn')).toEqual({ success: true });
    expect(await build('fn')).toEqual({ success: true });
    const [first, second, ...more] = lines(stdout);
    expect(LINE.exec(first ?? '')?.[1]).toBeUndefined();
    expect(first).toMatch(LINE);
    expect(LINE.exec(second ?? '')?.[1]).toBe(' (unchanged)');
    expect([more, lines(stderr)]).toEqual([[], []]);
    expect(first).toContain(
      (JSON.parse(workspace.read('fn/.func/build/metadata.json')) as Record<string, string>)[
        'containerimage.digest'
      ],
    );
  });

  it('says more under verbose', async () => {
    await build('fn', ['linux/amd64'], true);
    expect(lines(stdout).join('')).toContain('data: /func/main.go');
    expect(lines(stdout).at(-1)).toMatch(LINE);
  });

  it('says what is wrong, without a stack, and fails', async () => {
    expect(await build('broken')).toEqual({ success: false });
    expect(lines(stdout)).toEqual([]);
    const said = lines(stderr).join('');
    expect(said).toMatch(/^broken: go build failed/);
    expect(said).not.toContain('    at ');
  });

  it('warns once, of whatever each platform comes to', async () => {
    expect(await build('vendored', ['linux/amd64', 'linux/arm64'])).toEqual({ success: true });
    expect(lines(stderr)).toEqual([expect.stringMatching(/^warning: vendored\/vendor: not used/)]);
  });

  it('says that the project is called by its path, once', async () => {
    const context = contextOf(workspace.root, ROOTS, 'fn');
    const project = context.projectsConfigurations.projects['fn']!;
    project.metadata = functionMetadata({
      target: 'containerize',
      technologies: ['go', 'oci'],
      nameReason: '"hello" is also the name of lib',
    });
    expect(await run({ platforms: ['linux/amd64'] }, context)).toEqual({ success: true });
    expect(lines(stderr)).toEqual([
      'warning: fn/func.yaml: the project is named fn after its path, for "hello" is also the name of lib; a name of its own, in func.yaml or project.json, would be kept\n',
    ]);
  });

  it('does not hide a bug', async () => {
    const context = contextOf(workspace.root, ROOTS, 'fn');
    const broken = { ...context, projectGraph: undefined } as unknown as typeof context;
    await expect(run({}, broken)).rejects.toThrow(TypeError);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('cleans up at %s', async (signal) => {
    const before = process.listenerCount(signal);
    workspace.remove('compiling');
    const go = process.env['FUNC_GO'];
    process.env['FUNC_GO'] = endlessGo(workspace);
    try {
      const result = build('broken');
      await isThere(workspace.path('compiling'));
      expect(process.listenerCount(signal)).toBe(before + 1);
      process.emit(signal, signal);
      expect(await result).toEqual({ success: false });
      expect(lines(stderr)).toEqual([`the build was ended by ${signal}\n`]);
      expect(process.listenerCount(signal)).toBe(before);
      expect(workspace.has('broken/.func')).toBe(false);
    } finally {
      if (go === undefined) delete process.env['FUNC_GO'];
      else process.env['FUNC_GO'] = go;
    }
  });
});

describe('schema.json of containerize', () => {
  const schema = JSON.parse(readFileSync(join(__dirname, 'schema.json'), 'utf8')) as {
    readonly description: string;
    readonly additionalProperties: boolean;
    readonly properties: Record<string, { description?: string; examples?: unknown[] } & object>;
  };

  it('knows the options, and no others', () => {
    expect(Object.keys(schema.properties)).toEqual([
      'platforms',
      'labels',
      'env',
      'certificates',
      'inferred',
    ]);
    expect(schema.additionalProperties).toBe(false);
  });

  it('describes each, with examples of those that a user sets', () => {
    for (const [name, option] of Object.entries(schema.properties)) {
      expect([name, option.description]).toEqual([name, expect.stringMatching(/^[A-Z].*\.$/)]);
      const isInternal = 'x-priority' in option && option['x-priority'] === 'internal';
      expect([name, (option.examples ?? []).length > 0]).toEqual([name, !isInternal]);
    }
    expect(schema.description).toMatch(/\.$/);
  });
});
