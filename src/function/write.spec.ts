import { UserError } from '../errors';
import { checked, CREATED, HEADER, migrated, TIME } from '../testing/written';

import { migrateFunction } from './write';

const REFUSED =
  'func.yaml: the file cannot be written anew without changing what it says\n' +
  '  Write out its anchors and aliases, and try again.';

describe('migrateFunction', () => {
  it('leaves alone what is at the newest version, byte for byte', () => {
    const text =
      '\r\nspecVersion:   0.36.0\nname:  a   \nruntime: go\ncreated: 2020-01-01\r\nx: {a:   b}';
    expect(migrateFunction(Buffer.from(text), 'func.yaml', CREATED)).toEqual({ text, changes: [] });
    const newer = 'specVersion: 1.0.0\nruntime: go\ncreated: 2020-01-01\nenvs: []\n';
    expect(migrated(newer)).toBe(newer);
  });

  it('tells what was changed', () => {
    const text =
      'specVersion: 0.25.0\nruntime: go\nimageDigest: x\nenvs: [{name: A, value: b}]\nlabels: []\n';
    expect(migrateFunction(Buffer.from(text), 'func.yaml', CREATED).changes).toEqual([
      'specVersion: 0.25.0, now 0.36.0',
      'envs: now run.envs',
      'imageDigest: removed, nothing uses it',
      'created: set',
    ]);
    const none = 'specVersion: ""\nruntime: go\ncreated: 2020-01-01\n';
    expect(migrateFunction(Buffer.from(none), 'func.yaml', CREATED).changes).toEqual([
      'specVersion: none, now 0.36.0',
    ]);
  });

  it('keeps quotes, literals, numbers and unknown fields as they are', () => {
    const envs = `- name: "A"
    value: 'it''s "x"'
  - name: B
    value: "\\t\\u00e9"
  - name: C
    value: |+
      lit
        more

  - name: D
    value: >-
      folded text

      para
  - { name: E, value: 010 }
  - { name: F, value: 1.10 }
  - { name: G, value: 1e3 }
  - { name: H, value: 0x1F }
  - { name: I, value: 12345678901234567890123 }
  - { name: J, value: +5 }
  - { name: K, value: .5 }
  - { name: L, value: True }
  - { name: M, value: 2020-01-01 }
  - { name: N, value: -0 }
  - { name: O, value: .inf }
`;
    const top = `name: "1234"
runtime: 'go'
registry: "true"
created: 2022-06-28T18:33:40.585047-04:00
`;
    const unknown = `x-é: [ 1.0, { a: ~ } ]
? [ a, b ]
: c
`;
    const dedented = envs.replaceAll(/^ {2}/gm, '');
    expect(checked(`${top}envs:\n${dedented}${unknown}`)).toBe(
      `specVersion: 0.36.0\n${top}run:\n  envs:\n  ${envs.replace(
        '"\\t\\u00e9"',
        '"\\té"',
      )}${unknown}`,
    );
  });

  it('keeps blank lines, and makes none within a new block', () => {
    expect(
      checked(
        'runtime: go\n\nimageDigest: ""\nimage: a\n\n# b\nbuilder: s2i\n\nenvs:\n\n- {name: A, value: b}\n\nx: y\n',
      ),
    ).toBe(`specVersion: 0.36.0
runtime: go
created: ${TIME}

image: a

build:
  # b
  builder: s2i

run:
  envs:

  - { name: A, value: b }

x: y
`);
  });

  it.each([
    ['not indented', '- a\n', 'build:\n  buildpacks:\n  - a\n'],
    ['indented', '  - a\n', 'build:\n  buildpacks:\n    - a\n'],
  ])('writes lists as the file does: %s', (_, list, expected) => {
    expect(checked(`runtime: go\nbuildpacks:\n${list}`)).toBe(
      `specVersion: 0.36.0\nruntime: go\ncreated: ${TIME}\n${expected}`,
    );
  });

  it('writes the flow style on', () => {
    expect(checked('{runtime: go, envs: [{name: A, value: b}], builder: s2i}')).toBe(
      `{ specVersion: 0.36.0, runtime: go, created: ${TIME}, run: { envs: [ { name: A, value: b } ] }, build: { builder: s2i } }\n`,
    );
  });

  it('keeps CRLF, drops a byte order mark, ends with a new line', () => {
    const text = migrated(
      '\uFEFFruntime: go\r\n# c\r\nbuilder: "s2i"\r\nx: |\r\n  a\r\n  b\r\n# end',
    );
    expect(text.replaceAll('\r\n', '\n')).toBe(
      `${HEADER}specVersion: 0.36.0\nruntime: go\ncreated: ${TIME}\nbuild:\n  # c\n  builder: "s2i"\nx: |\n  a\n  b\n\n# end\n`,
    );
    expect(text.match(/\n/g)).toHaveLength(text.match(/\r\n/g)?.length ?? 0);
    expect(migrated(text)).toBe(text);
  });

  it.each([
    [
      'of another version',
      '# $schema: https://raw.githubusercontent.com/knative/func/release-1.21/schema/func_yaml-schema.json\n' +
        '# yaml-language-server: $schema=https://raw.githubusercontent.com/knative/func/main/schema/func_yaml-schema.json\n',
    ],
    ['of this version', HEADER],
    ['twice', HEADER + HEADER],
    ['without a space', '#yaml-language-server: $schema=../schema.json\n'],
    ['with CRLF', HEADER.replaceAll('\n', '\r\n')],
    ['none', ''],
  ])('has the header lines once: %s', (_, header) => {
    const text = migrated(`${header}# mine\nruntime: go\n`).replaceAll('\r\n', '\n');
    expect(text).toBe(`${HEADER}# mine\nspecVersion: 0.36.0\nruntime: go\ncreated: ${TIME}\n`);
  });

  describe('anchors, aliases and merge keys', () => {
    it('stay where they do no harm', () => {
      expect(
        checked(`x-env: &env {name: A, value: b}
x-run: &run
  startTimeout: 1m
runtime: &go go
x-go: *go
envs: &envs
- *env
buildEnvs: *envs
deploy:
  <<: {namespace: a}
`),
      ).toBe(`specVersion: 0.36.0
x-env: &env { name: A, value: b }
x-run: &run
  startTimeout: 1m
runtime: &go go
created: ${TIME}
x-go: *go
run:
  envs: &envs
    - *env
build:
  buildEnvs: *envs
deploy:
  <<: { namespace: a }
`);
    });

    it('are written out where a field moves into what others see, too', () => {
      expect(
        checked(
          'x-run: &run {startTimeout: 1m} # shared\nruntime: go\nrun: *run\nenvs: [{name: A, value: b}]\n',
        ),
      ).toBe(`specVersion: 0.36.0
x-run: &run { startTimeout: 1m } # shared
runtime: go
created: ${TIME}
run: { startTimeout: 1m, envs: [ { name: A, value: b } ] }
`);
    });

    it.each([
      ['the anchor is on a dropped field', 'runtime: go\nimageDigest: &d quay.io/a/b\nimage: *d\n'],
      ['the anchor is on the version', 'specVersion: &v 0.25.0\nruntime: go\nx: *v\n'],
      [
        'the alias would stand before its anchor',
        'build: {builder: host}\nruntime: go\nenvs: &e [{name: A, value: b}]\nbuildEnvs: *e\n',
      ],
      [
        'a list that two places share would grow in both',
        'runtime: go\nrun: {envs: &e [{name: B, value: c}]}\nbuild: {buildEnvs: *e}\nenvs: [{name: A, value: b}]\n',
      ],
    ])('refused: %s', (_, text) => {
      expect(() => migrated(text)).toThrow(UserError);
      expect(() => migrated(text)).toThrow(REFUSED);
    });
  });

  it('tells of mistakes as the reader does', () => {
    const text = 'runtime: go\nenvs:\n- name: A\n';
    expect(() => migrated(text)).toThrow(
      new UserError(
        'func.yaml:3:3: run.envs[0] (A) has no value\n' +
          '  Give it a value ("" for an empty one), or remove it.',
      ),
    );
  });
});
