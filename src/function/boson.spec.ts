import { checkOldFile, OLD_HEAD, OLD_SPEC, oldFields, type OldFileCase } from '../testing/old-file';

const CASES: readonly OldFileCase[] = [
  {
    title: 'Boson: trigger, envVars, builders by name',
    text: `${OLD_HEAD}trigger: events # what else
envVars:
  A: b
  C: 010
builder: mine
builderMap:
  default: quay.io/boson/faas-go-builder
  mine: example.com/mine
`,
    spec: {
      ...OLD_SPEC,
      invoke: 'cloudevent',
      build: { builderImages: { pack: 'example.com/mine' } },
      run: {
        envs: [
          { name: 'A', value: 'b' },
          { name: 'C', value: '010' },
        ],
      },
    },
    warnings: [
      oldFields(
        '3:1',
        'trigger (now invoke)',
        'envVars (now run.envs)',
        'builder (now build.builderImages.pack)',
      ),
    ],
    located: [
      [['invoke'], '3:10'],
      [['run', 'envs', 0], '5:3'],
      [['run', 'envs', 0, 'name'], '5:3'],
      [['run', 'envs', 1, 'value'], '6:6'],
      [['build', 'builderImages', 'pack'], '10:9'],
    ],
  },
  {
    title: "Boson's defaults",
    text: `${OLD_HEAD}trigger: http\nbuilder: default\nbuilders:\n  default: quay.io/boson/b\nenvVars: {}\n`,
    spec: OLD_SPEC,
    warnings: [oldFields('3:1', 'trigger (unused)', 'builder (unused)')],
  },
  {
    title: 'a list of envVars',
    text: `${OLD_HEAD}envVars:\n- {name: A, value: b}\n`,
    spec: { ...OLD_SPEC, run: { envs: [{ name: 'A', value: 'b' }] } },
    warnings: [oldFields('3:1', 'envVars (now run.envs)')],
  },
  {
    title: 'retired fields',
    text: `specVersion: 0.36.0\n${OLD_HEAD}imageDigest: sha256:0\ndeploy:\n  remote: true\n`,
    spec: { ...OLD_SPEC, deploy: {} },
    warnings: [oldFields('4:1', 'imageDigest (unused)', 'deploy.remote (unused)')],
  },
  {
    title: 'retired fields that say nothing',
    text: `specVersion: 0.36.0\n${OLD_HEAD}imageDigest: ""\ndeploy: {remote: false}\n`,
    spec: { ...OLD_SPEC, deploy: {} },
    warnings: [],
  },
];

describe('what Boson wrote, and what func gave up without a step', () => {
  it.each(CASES)('$title', checkOldFile);
});
