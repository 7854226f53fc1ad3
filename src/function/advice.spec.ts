import { parseFunction } from './func-yaml';

function parse(text: string) {
  return parseFunction(Buffer.from(text), 'apps/a/func.yaml');
}

describe('warnings', () => {
  it('are none for a file as func writes it', () => {
    const text =
      'specVersion: 0.36.0\nname: a\nruntime: go\ncreated: 2024-05-31T12:00:00Z\nrun:\n  envs: []\n';
    expect(parse(text).warnings).toEqual([]);
  });

  it('tell old fields in one line, at the first of them, in the order of the file', () => {
    const text = 'runtime: go\nenvs:\n- {name: A, value: b}\nimageDigest: x\nbuilder: s2i\n';
    expect(parse(text).warnings).toEqual([
      'apps/a/func.yaml:2:1: old fields of func.yaml: envs (now run.envs), imageDigest (unused), ' +
        'builder (now build.builder); `nx g nx-func:configuration --migrate` writes it anew',
    ]);
  });

  it('say nothing of an old version without old fields', () => {
    expect(parse('specVersion: 0.34.0\nruntime: go\n').warnings).toEqual([]);
    expect(parse('runtime: go\n').warnings).toEqual([]);
  });

  it.each([
    ['0.37.0', '', ''],
    ['0.38.0', 'scale: {min: 1}\nbuild: {source: {url: x}}\n', '; ignored: scale, build.source'],
    ['1.0.0', 'x: 1\n', '; ignored: x'],
  ])('tell a version from the future: %s', (version, rest, ignored) => {
    const file = parse(`runtime: go\nspecVersion: ${version}\n${rest}`);
    expect(file.spec.specVersion).toBe(version);
    expect(file.warnings).toEqual([
      `apps/a/func.yaml:2:14: specVersion ${version} is newer than 0.36.0, which this version of ` +
        `nx-func knows${ignored}`,
    ]);
  });

  it('stop after twenty of one kind', () => {
    const fields = Array.from({ length: 30 }, (_, index) => `x${index}:\nx${index}:\n`).join('');
    const { warnings } = parse(`specVersion: 0.36.0\nruntime: go\n${fields}`);
    expect(warnings).toHaveLength(42);
    expect(warnings[20]).toBe('and 10 more');
    expect(warnings[41]).toBe('and 10 more');
  });
});

describe('notices', () => {
  const HEAD = 'specVersion: 0.36.0\nruntime: go\n';
  it.each([
    ['', undefined],
    ['build: {builder: host, baseImage: debian, buildEnvs: []}\n', undefined],
    ['build: {builder: "", buildpacks: [], builderImages: {}, git: {}, pvcSize: ""}\n', undefined],
    ['build: {builder: s2i}\n', '3:18: not used by a build on the host: build.builder'],
    [
      `build:
  git: {url: https://example.com/x.git, revision: main}
  builder: pack
  buildpacks: [a]
  builderImages: {pack: b}
  pvcSize: 1Gi
  remoteStorageClass: fast
  volumes:
  - {hostPath: /a, path: /b}
  - {hostPath: /c, path: /d}
deploy: {namespace: x, options: {scale: {min: 1}}}
run: {startTimeout: 1m}
`,
      '4:14: not used by a build on the host: build.git.url, build.git.revision, build.builder, ' +
        'build.buildpacks, build.builderImages, build.pvcSize, build.remoteStorageClass, build.volumes',
    ],
    ['x: &x {builder: pack}\nbuild: *x\n', '3:17: not used by a build on the host: build.builder'],
    ['x: {builder: pack}\n', undefined],
  ])('of %j: %s', (text, expected) => {
    const notices = expected === undefined ? [] : [`apps/a/func.yaml:${expected}`];
    expect(parse(HEAD + text).notices).toEqual(notices);
  });

  it('point to the place in an old file', () => {
    expect(parse('runtime: go\nbuildpacks: [a]\nbuilder: pack\n').notices).toEqual([
      'apps/a/func.yaml:2:1: not used by a build on the host: build.buildpacks, build.builder',
    ]);
  });
});
