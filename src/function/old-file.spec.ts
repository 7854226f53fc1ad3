import { UserError } from '../errors';
import { OLD_HEAD, OLD_SPEC, oldFields, parseText } from '../testing/old-file';

describe('old and new fields in one file', () => {
  it('lists one after the other, mappings into one, the old one before the new one', () => {
    const file = parseText(`${OLD_HEAD}namespace: old
build:
  builder: pack
  buildEnvs: [{name: A, value: new}]
  builderImages: {pack: new, s2i: new}
  git: {url: https://example.com/new.git, revision: new}
deploy:
  namespace: new
  annotations: {a: new, b: new}
builder: s2i
buildEnvs: [{name: B, value: old}]
builderImages: {pack: old}
git: {url: https://example.com/old.git, revision: ''}
annotations: {b: old, c: old}
labels: []
`);
    expect(file.spec).toEqual({
      ...OLD_SPEC,
      specVersion: '0.36.0',
      namespace: 'old',
      build: {
        builder: 's2i',
        buildEnvs: [
          { name: 'A', value: 'new' },
          { name: 'B', value: 'old' },
        ],
        builderImages: { pack: 'old', s2i: 'new' },
        git: { url: 'https://example.com/old.git', revision: 'new' },
      },
      deploy: { namespace: 'old', annotations: { a: 'new', b: 'old', c: 'old' } },
    });
    expect(file.locate('build', 'buildEnvs', 0, 'value')).toBe('func.yaml:6:32');
    expect(file.locate('build', 'buildEnvs', 1, 'value')).toBe('func.yaml:13:30');
    expect(file.locate('build', 'builderImages', 'pack')).toBe('func.yaml:14:23');
  });

  it.each([
    ['no specVersion, new shape', '', 'run: {envs: [{name: A, value: b}]}\nbuild: {builder: host}'],
    ['an empty specVersion', 'specVersion: ""\n', 'run: {envs: [{name: A, value: b}]}'],
    ['a null specVersion', 'specVersion:\n', 'envs: [{name: A, value: b}]'],
    ['empty mappings', '', 'run: {}\nbuild: {}\ndeploy:\nenvs: [{name: A, value: b}]'],
    ['empty values', '', 'run: {envs: ~}\nenvs: [{name: A, value: b}]'],
    ['an empty old one', '', 'run: {envs: [{name: A, value: b}]}\nenvs: []'],
    ['twice the same', '', 'run: {envs: [{name: A, value: b}]}\nenvs: []\nenvs: []'],
  ])('%s', (_, version, rest) => {
    const { spec } = parseText(`${version}${OLD_HEAD}${rest}\n`);
    expect(spec.specVersion).toBe('0.36.0');
    expect(spec.run).toEqual({ envs: [{ name: 'A', value: 'b' }] });
  });

  it('a repeated old field is no unknown field', () => {
    expect(
      parseText(`${OLD_HEAD}envs: []\nenvs: []\nvolumes:\nvolumes: ~\nbuilder: s2i\n`).warnings,
    ).toEqual([
      'func.yaml:4:1: the key "envs" occurs twice, empty both times',
      'func.yaml:6:1: the key "volumes" occurs twice, empty both times',
      oldFields('7:1', 'builder (now build.builder)'),
    ]);
  });

  it.each(['0.34.0', '0.35.0', '0.36.0', '0.37.0', '1.0.0'])(
    'old fields of a file of %s are unknown, as func has it',
    (version) => {
      const file = parseText(`specVersion: ${version}\n${OLD_HEAD}envs: [{name: A, value: b}]\n`);
      expect(file.spec.run).toBeUndefined();
      expect(file.warnings.join('\n')).toMatch(/envs/);
    },
  );
});

describe('aliases and merge keys in an old file', () => {
  const ENVS = '- {name: A, value: b}\n';

  it('an alias is moved, and what it stands for stays', () => {
    const file = parseText(`x-envs: &envs\n${ENVS}${OLD_HEAD}envs: *envs\nbuildEnvs: *envs\n`);
    const list = [{ name: 'A', value: 'b' }];
    expect(file.spec.run?.envs).toEqual(list);
    expect(file.spec.build?.buildEnvs).toEqual(list);
    expect(file.locate('run', 'envs', 0, 'value')).toBe('func.yaml:2:20');
  });

  it('nothing is moved into what others see, too', () => {
    const file = parseText(`x: &x {}
y: &y {startTimeout: 1m}
${OLD_HEAD}run: *y
deploy: *x
build: &b {buildEnvs: []}
z: *b
envs:
${ENVS}labels:
- {key: k}
builder: s2i
`);
    expect(file.spec.run).toEqual({ startTimeout: '1m', envs: [{ name: 'A', value: 'b' }] });
    expect(file.spec.deploy).toEqual({ labels: [{ key: 'k' }] });
    expect(file.spec.build).toEqual({ buildEnvs: [], builder: 's2i' });
  });

  it('a list that two places share grows in one place', () => {
    const file = parseText(
      `${OLD_HEAD}run: {envs: &e [{name: B, value: c}]}\nbuild: {buildEnvs: *e}\nenvs:\n${ENVS}`,
    );
    expect(file.spec.build?.buildEnvs).toEqual([{ name: 'B', value: 'c' }]);
    expect(file.spec.run?.envs).toEqual([
      { name: 'B', value: 'c' },
      { name: 'A', value: 'b' },
    ]);
  });

  it('old fields come through merge keys, too', () => {
    const file = parseText(`x: &x
  envs: [{name: A, value: b}]
  name: x
  <<: {builder: s2i}
${OLD_HEAD}<<: *x
`);
    expect(file.spec).toEqual({
      ...OLD_SPEC,
      specVersion: '0.36.0',
      run: { envs: [{ name: 'A', value: 'b' }] },
      build: { builder: 's2i' },
    });
    expect(file.warnings).toEqual([
      oldFields('2:3', 'envs (now run.envs)', 'builder (now build.builder)'),
      'func.yaml:1:1: unknown field x, which is ignored',
    ]);
  });

  it.each([
    ['an alias', 'x: &x 0.36.0\nspecVersion: *x\n'],
    ['a merge key', 'x: &x {specVersion: 0.36.0}\n<<: *x\n'],
    ['a merge key in a merge key', 'x: &x {<<: {specVersion: 0.36.0}}\n<<: [*x]\n'],
  ])('specVersion through %s', (_, version) => {
    const { spec } = parseText(`${version}${OLD_HEAD}namespace: a\ndeploy: {namespace: b}\n`);
    expect(spec.deploy?.namespace).toBe('b');
  });
});

describe('a mistake in an old field', () => {
  it.each([
    [
      `${OLD_HEAD}envs:\n- name: A\n`,
      '4:3: run.envs[0] (A) has no value\n  Give it a value ("" for an empty one), or remove it.',
    ],
    [
      `${OLD_HEAD}envs: A=b\n`,
      '3:7: run.envs must be a list, but it is a single value\n  Correct it, or remove it.',
    ],
    [
      `${OLD_HEAD}envVars:\n  A: [s3cret]\n`,
      '4:3: run.envs[0].value must be a string, but it is a list\n  Correct it, or remove it.',
    ],
    [
      `${OLD_HEAD}envVars:\n  1A: x\n`,
      '4:3: "1A" is not a name of an environment variable\n  Use letters, digits, "_", "-" and ".", no digit first.',
    ],
    [
      `${OLD_HEAD}volumes:\n- secret: s\n`,
      '4:3: run.volumes[0].path is missing\n  Add where it is mounted: "path: /data".',
    ],
    [
      `${OLD_HEAD}options:\n  scale: {min: a}\n`,
      '4:16: deploy.options.scale.min must be a number\n  Write it without quotes.',
    ],
    [
      `${OLD_HEAD}invocation:\n  format: grpc\n`,
      '4:11: invoke must be http or cloudevent, not "grpc"\n  Correct it, or remove the line.',
    ],
    [
      `${OLD_HEAD}builder: [a]\n`,
      '3:1: build.builder must be a string, but it is a list\n  Correct it, or remove it.',
    ],
    [
      `${OLD_HEAD}run: yes\nenvs:\n- {name: A, value: b}\n`,
      '3:6: run must be a mapping, but it is a single value\n  Correct it, or remove it.',
    ],
    [
      `specVersion: [a]\n${OLD_HEAD}`,
      '1:1: specVersion must be a string, but it is a list\n  Correct it, or remove it.',
    ],
    [
      `specVersion: 0.36\n${OLD_HEAD}envs: [{name: A}]\n`,
      '1:14: specVersion must be a version, not "0.36"\n  Write it with three numbers: "0.36.0".',
    ],
  ])('%j', (text, message) => {
    expect(() => parseText(text)).toThrow(new UserError(`func.yaml:${message}`));
  });
});
