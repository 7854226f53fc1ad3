import { UserError } from '../errors';

import type { FunctionFile } from './func-yaml';
import { parseFunction } from './func-yaml';

function parse(text: string): FunctionFile {
  return parseFunction(Buffer.from(text), 'func.yaml');
}

const YAML = '\n  Correct it: the file is YAML 1.2.';
const DEEP = '\n  Check that it is a func.yaml.';
const ANCHOR = '\n  Define the anchor before the alias, or write the value out.';
const TWICE = '\n  Remove one of the two.';
const MERGE =
  'the merge key << takes mappings only\n  Give it an alias of a mapping ("<<: *defaults"), or a list of them.';
const EMPTY =
  'func.yaml:1:1: the file is empty\n  Write at least the language of the function: "runtime: go".';
const NO_MAPPING =
  'the file must be a mapping\n  Write keys with values, at least the language: "runtime: go".';
const SECOND =
  'not valid YAML here: a second document begins\n  Keep one: remove the line "---" and what is not to be used.';

describe('what is refused', () => {
  it.each([
    ['', EMPTY],
    ['\uFEFF', EMPTY],
    ['\n\n', EMPTY],
    ['# only\n# comments\n', EMPTY],
    ['---\n', EMPTY],
    ['~', EMPTY],
    ['# c\n- a\n', `func.yaml:2:1: ${NO_MAPPING}`],
    ['hello\n', `func.yaml:1:1: ${NO_MAPPING}`],
    ['runtime: go\n---\nruntime: node\n', `func.yaml:2:1: ${SECOND}`],
    ['runtime: go\n---\n', `func.yaml:2:1: ${SECOND}`],
    ['runtime: "go\n', `func.yaml:2:1: not valid YAML: Missing closing "quote${YAML}`],
    [
      'runtime: go\nrun:\n\tenvs: []\n',
      `func.yaml:3:1: not valid YAML: Tabs are not allowed as indentation${YAML}`,
    ],
    [
      'runtime: go\nname: a: b\n',
      `func.yaml:2:7: not valid YAML: Nested mappings are not allowed in compact mappings${YAML}`,
    ],
    ['runtime: !lang go\n', `func.yaml:1:10: not valid YAML: Unresolved tag: !lang${YAML}`],
    // keys that occur twice
    [
      'runtime: go\nname: a\nname: b\n',
      `func.yaml:3:1: the key "name" occurs twice in one mapping${TWICE}`,
    ],
    [
      'runtime: go\n"runtime": b\n',
      `func.yaml:2:1: the key "runtime" occurs twice in one mapping${TWICE}`,
    ],
    [
      'runtime: go\nrun: {envs: [], envs: [{}]}\n',
      `func.yaml:2:17: the key "envs" occurs twice in one mapping${TWICE}`,
    ],
    // what is equal to a parser is no equal text
    [
      'runtime: go\nx: 1.10\nx: 1.1\n',
      `func.yaml:3:1: the key "x" occurs twice in one mapping${TWICE}`,
    ],
    [
      'runtime: go\nx: [1]\nx: [1]\n',
      `func.yaml:3:1: the key "x" occurs twice in one mapping${TWICE}`,
    ],
    [
      'runtime: go\nx: &x a\ny: *x\ny: *x\n',
      `func.yaml:4:1: the key "y" occurs twice in one mapping${TWICE}`,
    ],
    // anchors and aliases
    ['runtime: *x\n', `func.yaml:1:10: the alias *x has no anchor${ANCHOR}`],
    ['runtime: *x\nx: &x go\n', `func.yaml:1:10: the alias *x has no anchor${ANCHOR}`],
    [
      'runtime: go\na: &a [*a]\n',
      `func.yaml:2:8: the alias *a stands for something that contains itself${ANCHOR}`,
    ],
    [
      'runtime: go\na: &a\n  <<: *a\n',
      `func.yaml:3:7: the alias *a stands for something that contains itself${ANCHOR}`,
    ],
    ['runtime: go\n<<: 3\n', `func.yaml:2:1: ${MERGE}`],
    ['runtime: go\n<<:\n', `func.yaml:2:1: ${MERGE}`],
    ['runtime: go\na: &a x\n<<: *a\n', `func.yaml:3:1: ${MERGE}`],
    ['runtime: go\na: &a {}\n<<: [*a, b]\n', `func.yaml:3:1: ${MERGE}`],
    ['runtime: go\n<<: *a\n', `func.yaml:2:5: the alias *a has no anchor${ANCHOR}`],
    // nesting
    [
      `runtime: go\na: ${'['.repeat(150)}${']'.repeat(150)}\n`,
      `func.yaml:2:103: nested more than 100 levels deep${DEEP}`,
    ],
    [
      `runtime: go\na: ${'['.repeat(1_000_000)}`,
      `func.yaml:2:1004: not valid YAML: nested too deep${DEEP}`,
    ],
    [`a: ${'{a: '.repeat(200_000)}`, `func.yaml:1:4004: not valid YAML: nested too deep${DEEP}`],
  ])('%.40j', (text, message) => {
    expect(() => parse(text)).toThrow(new UserError(message));
    expect(() => parse(text)).toThrow(UserError);
  });

  it('nested block sequences without end', () => {
    expect(() => parse('- '.repeat(100_000))).toThrow(
      /^func.yaml:1:\d+: not valid YAML: nested too deep/,
    );
  });

  it('two keys that occur twice, at once', () => {
    expect(() => parse('runtime: go\na: 1\na: 2\nb: 1\nb: 2\n')).toThrow(
      new UserError(
        `func.yaml:3:1: the key "a" occurs twice in one mapping${TWICE}\n` +
          `func.yaml:5:1: the key "b" occurs twice in one mapping${TWICE}`,
      ),
    );
  });
});

describe('a key that occurs twice, empty both times', () => {
  it.each([
    ['run: {envs: [], envs: []}', 'envs', '3:17'],
    ['x-a: {b: {}, b: {}}', 'b', '3:14'],
    ['x:\nx: ~', 'x', '4:1'],
    ['x:\nx:', 'x', '4:1'],
    ['x: []\nx: {}', 'x', '4:1'],
  ])('%j', (text, key, where) => {
    const source = `specVersion: 0.36.0\nruntime: go\n${text}\n`;
    expect(parse(source).warnings).toContain(
      `func.yaml:${where}: the key "${key}" occurs twice, empty both times`,
    );
  });
});

describe('an alias bomb', () => {
  const LINES = 'runtime: go\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n';
  it.each([
    [
      'of lists',
      LINES +
        Array.from(
          { length: 30 },
          (_, index) =>
            `a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(',')}]\n`,
        ).join(''),
    ],
    [
      'of merge keys',
      'runtime: go\na0: &a0 {x: 1}\n' +
        Array.from(
          { length: 60 },
          (_, index) => `a${index + 1}: &a${index + 1} {<<: [*a${index}, *a${index}]}\n`,
        ).join(''),
    ],
    ['that is wide, not deep', `${LINES}a1: [${'*a0,'.repeat(20_000)}]\n`],
  ])('%s is refused at once', (_, text) => {
    const start = performance.now();
    expect(() => parse(text)).toThrow(
      /^func.yaml:\d+:\d+: the aliases stand for more than 100000 nodes\n {2}Write out what they stand for.$/,
    );
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('anchors, aliases and merge keys', () => {
  it('work', () => {
    const { spec } = parse(`x-name: &name hello
x-envs: &envs
- {name: A, value: *name}
x-run: &run
  envs: *envs
  startTimeout: 1m
x-more: &more {startTimeout: 2m, volumes: []}
runtime: go
name: *name
run:
  <<: [*run, *more]
build:
  <<: {builder: pack, pvcSize: 1Gi}
  builder: host
  buildEnvs: *envs
deploy:
  ? namespace
  : *name
`);
    expect(spec).toEqual({
      specVersion: '0.36.0',
      runtime: 'go',
      name: 'hello',
      run: { envs: [{ name: 'A', value: 'hello' }], startTimeout: '1m', volumes: [] },
      build: { builder: 'host', pvcSize: '1Gi', buildEnvs: [{ name: 'A', value: 'hello' }] },
      deploy: { namespace: 'hello' },
    });
  });

  it('take the last anchor of a name before the alias', () => {
    expect(parse('a: &x node\nb: &x go\nruntime: *x\nc: &x rust\n').spec.runtime).toBe('go');
  });

  it('merge the whole file', () => {
    expect(parse('x: &x {runtime: go, name: a}\n<<: *x\nname: b\n').spec).toEqual({
      specVersion: '0.36.0',
      runtime: 'go',
      name: 'b',
    });
  });

  it('know where a mistake is', () => {
    expect(() => parse('x: &x\n  name: A_B\nruntime: go\n<<: *x\n')).toThrow('func.yaml:2:9: ');
    expect(() => parse('x: &x A_B\nruntime: go\nname: *x\n')).toThrow('func.yaml:3:7: ');
  });

  it('name the place of use in a message', () => {
    const text = 'x: &x [{name: A}]\nruntime: go\nrun: {envs: *x}\nbuild: {buildEnvs: *x}\n';
    expect(() => parse(text)).toThrow(/: build\.buildEnvs\[0\] \(A\)[^]*: run\.envs\[0\] \(A\)/);
  });

  it('a quoted << is a key like others', () => {
    expect(parse('runtime: go\n"<<": 3\n').spec).toEqual({
      specVersion: '0.36.0',
      runtime: 'go',
    });
  });
});
