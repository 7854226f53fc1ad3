import { checkOldFile, OLD_HEAD, OLD_SPEC, oldFields, type OldFileCase } from '../testing/old-file';

import { compareVersions } from './migrations';

/** The six steps of func. */
const CASES: readonly OldFileCase[] = [
  { title: '0.19 asks no clock', text: OLD_HEAD, spec: OLD_SPEC, warnings: [] },
  {
    title: '0.23: builder was an image',
    text: `${OLD_HEAD}builder: example.com/user/custom-builder\n`,
    spec: { ...OLD_SPEC, build: { builderImages: { pack: 'example.com/user/custom-builder' } } },
    warnings: [oldFields('3:1', 'builder (now build.builderImages.pack)')],
    located: [
      [['build', 'builderImages', 'pack'], '3:10'],
      [['build'], '3:1'],
    ],
  },
  {
    title: "0.23: func's own default is dropped without a word",
    text: `${OLD_HEAD}builder: gcr.io/paketo-buildpacks/builder:base\nbuilders:\n  base: x\n`,
    spec: OLD_SPEC,
    warnings: [],
  },
  {
    title: '0.23 does not take the word s2i for an image',
    text: `${OLD_HEAD}builder: s2i\n`,
    spec: { ...OLD_SPEC, build: { builder: 's2i' } },
    warnings: [oldFields('3:1', 'builder (now build.builder)')],
    located: [[['build', 'builder'], '3:10']],
  },
  {
    title: '0.23 is over in a file of 0.23',
    text: `specVersion: 0.23.0\n${OLD_HEAD}builder: pack\nbuilderImages:\n  pack: x\n`,
    spec: { ...OLD_SPEC, build: { builder: 'pack', builderImages: { pack: 'x' } } },
    warnings: [
      oldFields('4:1', 'builder (now build.builder)', 'builderImages (now build.builderImages)'),
    ],
    located: [[['build', 'builderImages', 'pack'], '6:9']],
  },
  {
    title: '0.25: version',
    text: `version: 0.23.0\n${OLD_HEAD}`,
    spec: OLD_SPEC,
    warnings: [],
    located: [[['specVersion'], '2:1']],
  },
  {
    title: '0.34: everything flat',
    text: `specVersion: 0.25.0
name: a
namespace: prod
runtime: go
build: git
git:
  url: https://example.com/x.git
  revision: main
  contextDir: fn
builder: pack
builderImages:
  s2i: example.com/s
buildpacks:
- x/y
buildEnvs:
- name: GOFLAGS
  value: -mod=mod
volumes:
- secret: s
  path: /s
envs:
- name: A
  value: '{{ env:A }}'
annotations:
  division: finance
options:
  scale:
    min: 1
labels:
- key: k
  value: v
healthEndpoints:
  liveness: /l
  readiness: /r
`,
    spec: {
      ...OLD_SPEC,
      namespace: 'prod',
      build: {
        git: { url: 'https://example.com/x.git', revision: 'main', contextDir: 'fn' },
        builder: 'pack',
        builderImages: { s2i: 'example.com/s' },
        buildpacks: ['x/y'],
        buildEnvs: [{ name: 'GOFLAGS', value: '-mod=mod' }],
      },
      run: {
        volumes: [{ secret: 's', path: '/s' }],
        envs: [{ name: 'A', value: '{{ env:A }}' }],
      },
      deploy: {
        namespace: 'prod',
        annotations: { division: 'finance' },
        options: { scale: { min: 1 } },
        labels: [{ key: 'k', value: 'v' }],
        healthEndpoints: { liveness: '/l', readiness: '/r' },
      },
    },
    warnings: [
      oldFields(
        '5:1',
        'build (unused)',
        'git (now build.git)',
        'builder (now build.builder)',
        'builderImages (now build.builderImages)',
        'buildpacks (now build.buildpacks)',
        'buildEnvs (now build.buildEnvs)',
        'volumes (now run.volumes)',
        'envs (now run.envs)',
        'annotations (now deploy.annotations)',
        'options (now deploy.options)',
        'labels (now deploy.labels)',
        'healthEndpoints (now deploy.healthEndpoints)',
      ),
    ],
    located: [
      [['build', 'git', 'url'], '7:8'],
      [['build', 'builder'], '10:10'],
      [['build', 'builderImages', 's2i'], '12:8'],
      [['build', 'buildEnvs', 0, 'value'], '17:10'],
      [['run', 'volumes', 0, 'path'], '20:9'],
      [['run', 'envs'], '21:1'],
      [['run', 'envs', 0], '22:3'],
      [['deploy', 'namespace'], '3:12'],
      [['deploy', 'options', 'scale', 'min'], '28:10'],
      [['deploy', 'labels', 0, 'value'], '31:10'],
      [['deploy', 'healthEndpoints', 'liveness'], '33:13'],
    ],
  },
  {
    title: '0.34: what is empty is dropped without a word',
    text: `specVersion: 0.25.0
${OLD_HEAD}namespace: ""
build: ""
git: {}
builder: ""
builderImages: {}
buildpacks: []
buildEnvs:
volumes: []
envs: {}
annotations: {}
options: {}
labels: ~
healthEndpoints: {}
`,
    spec: { ...OLD_SPEC, namespace: '' },
    warnings: [],
  },
  {
    title: '0.35: invocation.format',
    text: `specVersion: 0.34.0\n${OLD_HEAD}invocation:\n  format: cloudevent\n`,
    spec: { ...OLD_SPEC, invoke: 'cloudevent' },
    warnings: [oldFields('4:1', 'invocation.format (now invoke)')],
    located: [[['invoke'], '5:11']],
  },
  {
    title: '0.35: http is what a function takes anyway',
    text: `specVersion: 0.34.0\n${OLD_HEAD}invocation:\n  format: http\n`,
    spec: OLD_SPEC,
    warnings: [],
  },
  {
    title: '0.35: the old one overrules the new one',
    text: `specVersion: 0.34.0\n${OLD_HEAD}invoke: http\ninvocation: {format: cloudevent}\n`,
    spec: { ...OLD_SPEC, invoke: 'cloudevent' },
    warnings: [oldFields('5:1', 'invocation.format (now invoke)')],
    located: [[['invoke'], '5:22']],
  },
  {
    title: '0.36: presistentVolumeClaim',
    text: `specVersion: 0.35.0
${OLD_HEAD}run:
  volumes:
  - {secret: s, path: /s}
  - presistentVolumeClaim:
      claimName: c
    path: /c
`,
    spec: {
      ...OLD_SPEC,
      run: {
        volumes: [
          { secret: 's', path: '/s' },
          { persistentVolumeClaim: { claimName: 'c' }, path: '/c' },
        ],
      },
    },
    warnings: [
      oldFields(
        '7:5',
        'run.volumes[1].presistentVolumeClaim (now run.volumes[1].persistentVolumeClaim)',
      ),
    ],
    located: [[['run', 'volumes', 1, 'persistentVolumeClaim', 'claimName'], '8:18']],
  },
  {
    title: 'presistentVolumeClaim in a flat file',
    text: `${OLD_HEAD}volumes:\n- {presistentVolumeClaim: {claimName: c}, path: /c}\n`,
    spec: {
      ...OLD_SPEC,
      run: { volumes: [{ persistentVolumeClaim: { claimName: 'c' }, path: '/c' }] },
    },
    warnings: [
      oldFields(
        '3:1',
        'volumes (now run.volumes)',
        'run.volumes[0].presistentVolumeClaim (now run.volumes[0].persistentVolumeClaim)',
      ),
    ],
  },
];

describe('what func once wrote', () => {
  it.each(CASES)('$title', checkOldFile);
});

describe('compareVersions', () => {
  it.each([
    ['0.19.0', '0.36.0', -1],
    ['0.36.0', '0.36.0', 0],
    ['0.36.0-rc.1+x', '0.36.0', 0],
    ['0.100.0', '0.36.0', 1],
    ['1.0.0', '0.36.0', 1],
    ['0.36.1', '0.36.0', 1],
    ['0.36', '0.36.0', NaN],
    ['v0.36.0', '0.36.0', NaN],
    ['', '0.36.0', NaN],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(Math.sign(compareVersions(a, b))).toBe(expected);
  });
});
