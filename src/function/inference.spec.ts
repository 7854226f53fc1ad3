import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { looksLikeKnative, peek } from './func-yaml';

describe('looksLikeKnative', () => {
  it.each([
    // 1 and 2
    ['specVersion: 0.36.0\nname: a\nruntime: go\n', true],
    ['\uFEFFspecVersion: 0.36.0\r\nname: a\r\n', true],
    ['schema_version: 20180708\nname: a\nruntime: node\n', false],
    ['schema_version: 20180708\nspecVersion: 0.36.0\n', false],
    ['{"schema_version": 1, "runtime": "go"}', false],
    ['{"specVersion": "0.36.0", "runtime": "go"}', true],
    ['"specVersion": 0.36.0\n', true],
    // 3 and 4
    ['version: 0.0.1\nruntime: node\nentrypoint: node func.js\n', false],
    ['version: 0.0.1\nruntime: java\ncmd: com.example.Fn::handle\nformat: http\n', false],
    ['name: a\nruntime: go\nbuild_image: x\n', false],
    ['name: a\nruntime: go\nrun_image: x\n', false],
    ['specVersion: 0.36.0\nentrypoint: x\n', true],
    ['name: a\nruntime: go\n', true],
    ['runtime: go\nbuild:\n  cmd: x\n  entrypoint: y\n', true],
    ['name: a\nruntime: go\nbuilderMap:\n  default: x\n', true],
    ['name: test\nruntime: unknown', false],
    ['name: test\r\nruntime: "unknown" # none\r\n', false],
    ['{"name": "test", "runtime": "unknown"}', false],
    ['specVersion: 0.36.0\nname: test\nruntime: unknown\n', true],
    ['name: test\nruntime: unknowns\n', true],
    ['x-defaults: &d\n  runtime: go\nother: 1\n<<: *d\n', true],
    // 5
    ['', true],
    ['# nothing yet\n', true],
    ['name: "hel', true],
    ['kind: [', true],
    ['- a\n- b\n', true],
    ['hello', true],
    ['<<<<<<< HEAD\nruntime: go\n=======\nruntime: node\n>>>>>>> x\n', true],
    // 6
    ['name: a\n', true],
    ['name: a\nbuilder:\n- type: grog\n', true],
    ['name: a\nversion: 0.1.0\ndigest: x\nregistry: r\ncontext: c\nrun: {}\n', false],
    // 7
    ["logLevel: 'info'\n", false],
    ['envs:\n- name: MODULE_NAME\n  value: main\n', false],
    ['service: a\nprovider:\n  name: aws\n  runtime: nodejs20.x\nfunctions: {}\n', false],
    ['apiVersion: fission.io/v1\nkind: Function\nmetadata:\n  name: a\n', false],
    ['description: |\n  runtime: go\n', false],
  ])('%j: %s', (text, expected) => {
    expect(looksLikeKnative(text)).toBe(expected);
  });
});

/** Beside a checkout of this repository, for those who work on it. */
const SAMPLES = join(__dirname, '..', '..', '..', 'shared', 'reference', 'func-yaml');
const INDEX = join(SAMPLES, 'INDEX.tsv');

describe('looksLikeKnative, on real files', () => {
  const isHere = existsSync(INDEX);

  it(isHere ? 'knows those of func from those of other tools' : 'not run: no samples here', () => {
    const rows = isHere ? readFileSync(INDEX, 'utf8').trim().split(/\r?\n/).slice(1) : [];
    const wrong = rows.filter((row) => {
      const columns = row.split('\t');
      const isFunc = /^(?:knative|boson)/.test(columns.at(-1) ?? '');
      return looksLikeKnative(readFileSync(join(SAMPLES, columns[0] ?? ''), 'utf8')) !== isFunc;
    });
    expect(wrong).toEqual([]);
    expect(rows.length > 100).toBe(isHere);
  });
});

describe('peek', () => {
  it.each([
    ['name: a\nruntime: go\n', { name: 'a', runtime: 'go', buildEnvVariables: [] }],
    ['\uFEFFname: a\r\nruntime: go\r\n', { name: 'a', runtime: 'go', buildEnvVariables: [] }],
    ['name: 123\nruntime: ""\n', { buildEnvVariables: [] }],
    ['name: [a]\nruntime:\n', { buildEnvVariables: [] }],
    ['x: &x go\nruntime: *x\n', { runtime: 'go', buildEnvVariables: [] }],
    ['x: &x {runtime: go}\n<<: *x\n', { runtime: 'go', buildEnvVariables: [] }],
    ['name: a\nruntime: "go\n', { name: 'a', runtime: 'go', buildEnvVariables: [] }],
    ['name: a\nname: b\n', { name: 'a', buildEnvVariables: [] }],
    // At the top, as before specVersion 0.34.
    [
      "name: a\nruntime: go\nbuildEnvs:\n- name: X\n  value: '{{ env:Y }}'\n",
      { name: 'a', runtime: 'go', buildEnvVariables: ['Y'] },
    ],
    ['', { buildEnvVariables: [] }],
    ['- a', { buildEnvVariables: [] }],
    ['a: &a [*a]\n<<: *a\nruntime: go', { runtime: 'go', buildEnvVariables: [] }],
    ['build: {buildEnvs: 3}', { buildEnvVariables: [] }],
    ['build: 3', { buildEnvVariables: [] }],
  ])('%j', (text, expected) => {
    expect(peek(Buffer.from(text))).toEqual(expected);
  });

  it('finds the variables that the build reads', () => {
    const text = `
build:
  buildEnvs:
  - {name: A, value: '{{ env:HOME }}'}
  - {name: B, value: '{{env:GOFLAGS}}'}
  - {name: C, value: literal}
  - {name: D, value: '{{ secret:x:y }}'}
  - {name: E, value: 12}
  - {name: F, value: '{{ env:HOME }}'}
  - {name: G}
  - wrong
run:
  envs:
  - {name: A, value: '{{ env:NOT_THIS }}'}
`;
    expect(peek(Buffer.from(text)).buildEnvVariables).toEqual(['HOME', 'GOFLAGS']);
  });

  it.each([
    ['binary', Buffer.from([0x72, 0x00, 0x01])],
    ['not UTF-8', Buffer.from([0x72, 0xff])],
    ['too large', Buffer.alloc(1024 * 1024 + 1, 'a')],
  ])('of a file that is %s', (_, bytes) => {
    expect(peek(bytes)).toEqual({ buildEnvVariables: [] });
  });

  it('is fast enough for a thousand files', () => {
    const bytes = Buffer.from(
      `specVersion: 0.36.0\nname: a\nruntime: go\nrun:\n  envs:\n${'  - name: A\n    value: b\n'.repeat(10)}`,
    );
    const start = performance.now();
    for (let index = 0; index < 1000; index++) {
      looksLikeKnative(bytes.toString());
      peek(bytes);
    }
    // Half a second on the slow machine that it was written on; the bound only catches a blow-up.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
