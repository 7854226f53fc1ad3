import { UserError } from '../errors';

import { looksLikeKnative, parseFunction, peek } from './func-yaml';
import { migrateFunction, newFunction } from './write';

const MEGABYTE = 1024 * 1024;

/** Each line stands for ten of the line above: 10^10 texts in 500 bytes. */
const LAUGHS = `runtime: go\nx0: &x0 [lol,lol,lol,lol,lol,lol,lol,lol,lol,lol]\n${Array.from(
  { length: 9 },
  (_, index) => `x${index + 1}: &x${index + 1} [${Array(10).fill(`*x${index}`).join(',')}]\n`,
).join('')}`;

const utf8 = '\n  Save it as UTF-8 text.';
const check = '\n  Check that it is a func.yaml.';

/** How the readers of a whole file refuse it: the message is the same for all of them. */
const REFUSED: readonly (readonly [title: string, bytes: Buffer, message: RegExp | string])[] = [
  [
    'billion laughs',
    Buffer.from(LAUGHS),
    /^func.yaml:6:38: the aliases stand for more than 100000 nodes\n {2}Write out what they stand for\.$/,
  ],
  [
    'billion laughs among old fields',
    Buffer.from(`${LAUGHS}envs: *x9\nlabels: *x9\n`),
    /^func.yaml:6:38: the aliases stand for more than 100000 nodes\n/,
  ],
  [
    '10 MB',
    Buffer.alloc(10 * MEGABYTE, 'runtime: go\n'),
    `func.yaml:1:1: the file has 10485760 bytes; the limit is 1048576 (1 MiB)${check}`,
  ],
  [
    'a megabyte of brackets',
    Buffer.alloc(MEGABYTE, '['),
    `func.yaml:1:1001: not valid YAML: nested too deep${check}`,
  ],
  [
    'a thousand lists in lists',
    Buffer.from(`runtime: go\nx:\n${'- '.repeat(200)}a\n`),
    `func.yaml:3:199: nested more than 100 levels deep${check}`,
  ],
  [
    'a NUL byte',
    Buffer.from('runtime: go\nname: "\0"\n'),
    `func.yaml:2:8: the file is binary: it has a NUL byte${utf8}`,
  ],
  [
    'no UTF-8',
    Buffer.from([...Buffer.from('runtime: go\nx: '), 0xc3, 0x28]),
    `func.yaml:2:4: the file is binary: it is not UTF-8${utf8}`,
  ],
  [
    'UTF-16',
    Buffer.from('\uFEFFruntime: go\n', 'utf16le'),
    `func.yaml:1:4: the file is binary: it has a NUL byte${utf8}`,
  ],
];

const CREATED = new Date(0);

describe.each([
  ['parseFunction', (bytes: Buffer) => parseFunction(bytes, 'func.yaml')],
  ['migrateFunction', (bytes: Buffer) => migrateFunction(bytes, 'func.yaml', CREATED)],
  [
    'newFunction',
    (bytes: Buffer) =>
      newFunction({ name: 'a', runtime: 'go', created: CREATED }, { bytes, file: 'func.yaml' }),
  ],
])('%s refuses', (_, read) => {
  it.each(REFUSED)('%s', (__, bytes, message) => {
    expect(() => read(bytes)).toThrow(UserError);
    expect(() => read(bytes)).toThrow(message);
  });
});

describe('what no one may throw at', () => {
  it.each([
    ...REFUSED.map(([title, bytes]) => [title, bytes] as const),
    ['nothing', Buffer.alloc(0)] as const,
    ['a name that is a bomb', Buffer.from(`${LAUGHS}name: *x9\n`)] as const,
    ['merge keys of merge keys', Buffer.from('a: &a\n  <<: *a\n<<: [*a, *a]\n')] as const,
  ])('%s: peek and looksLikeKnative', (_, bytes) => {
    expect(peek(bytes).buildEnvVariables).toEqual([]);
    expect(typeof looksLikeKnative(bytes.toString())).toBe('boolean');
  });
});

describe('100,000 lines', () => {
  const lines = (line: (index: number) => string, count = 50_000) =>
    Array.from({ length: count }, (_, index) => line(index)).join('');

  it('of fields that nobody knows are told in twenty', () => {
    const text = `${lines((index) => `a${index}:\n`, 100_000)}runtime: go\nimageDigest: x\n`;
    const { warnings } = parseFunction(Buffer.from(text), 'func.yaml');
    expect(warnings).toHaveLength(22);
    expect(warnings.at(-1)).toBe('and 99980 more');
    expect(migrateFunction(Buffer.from(text), 'func.yaml', CREATED).text).toContain('\na99999:\n');
  });

  it('of one field', () => {
    const text = `runtime: go\n${lines(() => 'envs: []\n')}`;
    const { text: written } = migrateFunction(Buffer.from(text), 'func.yaml', CREATED);
    expect(written).not.toContain('envs');
  });

  it('that are merged', () => {
    const text =
      `runtime: go\ndeploy:\n  annotations:\n${lines((index) => `    a${index}: b\n`, 30_000)}` +
      `annotations:\n${lines((index) => `  a${index}: c\n`, 30_000)}`;
    const { spec } = parseFunction(Buffer.from(text), 'func.yaml');
    expect(Object.keys(spec.deploy?.annotations ?? {})).toHaveLength(30_000);
    expect(spec.deploy?.annotations?.['a29999']).toBe('c');
  });

  it('of wrong variables', () => {
    const text = `runtime: go\nenvs:\n${lines(() => '- {name: A}\n')}`;
    expect(() => parseFunction(Buffer.from(text), 'func.yaml')).toThrow(/\nand 99979 more$/);
  });

  it('of comments', () => {
    const text = `runtime: go\n${lines(() => '# c\n')}version: 1\n${lines(() => '# d\n')}`;
    const { text: written } = migrateFunction(Buffer.from(text), 'func.yaml', CREATED);
    expect(written.match(/# [cd]\n/g)).toHaveLength(100_000);
  });
});
