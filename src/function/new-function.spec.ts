import { parse as parseYaml } from 'yaml';

import { UserError } from '../errors';
import { CREATED, HEADER, TIME } from '../testing/written';

import { parseFunction } from './func-yaml';
import { newFunction, type NewFunction } from './write';

const BASIC: NewFunction = { name: 'hello', runtime: 'go', created: CREATED };

describe('newFunction', () => {
  it('writes what func writes, in its order', () => {
    expect(newFunction(BASIC)).toBe(
      `${HEADER}specVersion: 0.36.0\nname: hello\nruntime: go\ncreated: ${TIME}\n`,
    );
    expect(
      newFunction({ ...BASIC, invoke: 'cloudevent', registry: 'quay.io/alice', namespace: 'prod' }),
    ).toBe(`${HEADER}specVersion: 0.36.0
name: hello
runtime: go
registry: quay.io/alice
namespace: prod
created: ${TIME}
invoke: cloudevent
`);
  });

  it.each([
    ['1234', '"1234"'],
    ['1e3', '"1e3"'],
    ['0x1f', '"0x1f"'],
    ['true', '"true"'],
    ['null', '"null"'],
    ['y', 'y'],
    ['no', 'no'],
    ['a-b', 'a-b'],
  ])('the name %s is written as %s', (name, written) => {
    const text = newFunction({ ...BASIC, name });
    expect(text).toContain(`\nname: ${written}\n`);
    expect(parseFunction(Buffer.from(text), 'func.yaml').spec.name).toBe(name);
  });

  it('refuses what breaks a rule', () => {
    expect(() => newFunction({ ...BASIC, name: 'A_B' })).toThrow(
      new UserError(
        'func.yaml:1:1: "A_B" is not a name of a function\n' +
          '  Use lower-case letters, digits and "-", beginning and ending without "-".',
      ),
    );
  });

  describe('on the func.yaml of a template', () => {
    const file = 'tools/templates/mine/func.yaml';
    const onBase = (base: string, values = BASIC) =>
      newFunction(values, { bytes: Buffer.from(base), file });

    it('keeps comments, order, unknown fields and what is not its own', () => {
      const text = onBase(
        `# $schema: https://example.com/other.json
# ours

# who
name: template # a name
registry: quay.io/team # always
created: 2020-01-01
run:
  # what it says
  envs:
  - name: GREETING
    value: "010" # quoted
x-mine: [a, b]
# end
`,
        { ...BASIC, invoke: 'cloudevent' },
      );
      expect(text).toBe(`${HEADER}# ours

# who
specVersion: 0.36.0
name: hello # a name
runtime: go
registry: quay.io/team # always
created: ${TIME}
invoke: cloudevent
run:
  # what it says
  envs:
  - name: GREETING
    value: "010" # quoted
x-mine: [ a, b ]

# end
`);
    });

    it('brings an old one to the newest version', () => {
      expect(onBase('name: a\nruntime: node\nbuilder: s2i\nenvs:\n- {name: A, value: b}\n')).toBe(
        `${HEADER}specVersion: 0.36.0
name: hello
runtime: go
created: ${TIME}
build:
  builder: s2i
run:
  envs:
  - { name: A, value: b }
`,
      );
    });

    it('keeps a version from the future', () => {
      expect(onBase('specVersion: 0.38.0\nscale: {min: 1}\n')).toBe(
        `${HEADER}specVersion: 0.38.0\nname: hello\nruntime: go\ncreated: ${TIME}\nscale: { min: 1 }\n`,
      );
    });

    it.each([
      ['', ''],
      ['# only\n# comments\n', '# only\n# comments\n'],
      ['---\n# c\n', '---\n# c\n'],
      ['{}', ''],
    ])('takes %j', (base, above) => {
      const text = onBase(base);
      const body = `specVersion: 0.36.0\nname: hello\nruntime: go\ncreated: ${TIME}\n`;
      expect(text.replace(/\n\n+/g, '\n')).toBe(`${HEADER}${above}${body}`);
    });

    it('what stands twice, and what has an alias, has one new value', () => {
      const text = onBase('name: &n x\nregistry:\nregistry: ~\nimage: quay.io/a/b\nx-name: *n\n');
      expect(parseYaml(text)).toEqual({
        specVersion: '0.36.0',
        name: 'hello',
        registry: null,
        runtime: 'go',
        image: 'quay.io/a/b',
        created: TIME,
        'x-name': 'hello',
      });
    });

    it.each([
      [
        '- a\n',
        '1:1: the file must be a mapping\n  Write keys with values, at least the language: "runtime: go".',
      ],
      [
        'x: 1\nrun: {envs: [{name: A}]}\n',
        '2:14: run.envs[0] (A) has no value\n  Give it a value ("" for an empty one), or remove it.',
      ],
      [
        'name: "a\n',
        '2:1: not valid YAML: Missing closing "quote\n  Correct it: the file is YAML 1.2.',
      ],
      ['a: 1\na: 2\n', '2:1: the key "a" occurs twice in one mapping\n  Remove one of the two.'],
      [
        'envs:\n- {name: "1"}\n',
        '2:3: run.envs[0] (1) has no value\n  Give it a value ("" for an empty one), or remove it.',
      ],
    ])('refuses %j, and says where it is', (base, message) => {
      expect(() => onBase(base)).toThrow(new UserError(`${file}:${message}`));
    });

    it('refuses what is no text', () => {
      expect(() => newFunction(BASIC, { bytes: Buffer.from([0xff]), file })).toThrow(
        new UserError(`${file}:1:1: the file is binary: it is not UTF-8\n  Save it as UTF-8 text.`),
      );
    });
  });
});
