/** A func.yaml, options or variables that make no sense: one error that says where, and nothing else. */
import type { Files } from './support/workspace';
import { itRefuses } from './support/refusals';

/** A func.yaml of these lines. */
const yaml = (...lines: string[]): Files => ({ 'func.yaml': `${lines.join('\n')}\n` });

/** A project.json that sets options of the target. */
const options = (set: object): Files => ({
  'project.json': { targets: { containerize: { options: set } } },
});

/** Nx reads it for the tasks of the project. */
const dotEnv = (line: string): Files => ({ '.env': `${line}\n` });

const TODO_DATE = '  Set it to whole seconds since 1970, at most 2147483647, or unset it.';
const TODO_EMPTY = '  Write at least the language of the function: "runtime: go".';

const ARCHITECTURES =
  '386, amd64, arm, arm64, loong64, mips, mips64, mips64le, mipsle, ppc64, ppc64le, riscv64, s390x';

describe('refused', () => {
  itRefuses({
    'no func yaml': {
      files: {
        'func.yaml': undefined,
        'project.json': { targets: { containerize: { executor: 'nx-func:containerize' } } },
      },
      says: [
        '<fn>: there is no func.yaml',
        '  A function is a folder with a func.yaml: write one with at least `runtime: go`.',
      ],
    },
    'an empty func yaml': {
      files: { 'func.yaml': '' },
      says: ['<fn>/func.yaml:1:1: the file is empty', TODO_EMPTY],
    },
    'a comment alone': {
      files: yaml('# runtime: go'),
      says: ['<fn>/func.yaml:1:1: the file is empty', TODO_EMPTY],
    },
    'a binary func yaml': {
      files: { 'func.yaml': Buffer.from('runtime: go\nname: \0\n') },
      says: [
        '<fn>/func.yaml:2:7: the file is binary: it has a NUL byte',
        '  Save it as UTF-8 text.',
      ],
    },
    'a func yaml that is not UTF-8': {
      files: { 'func.yaml': Buffer.from('runtime: go\nname: caf\xe9\n', 'latin1') },
      says: [
        '<fn>/func.yaml:2:10: the file is binary: it is not UTF-8',
        '  Save it as UTF-8 text.',
      ],
    },
    'a func yaml of ten megabytes': {
      files: { 'func.yaml': `runtime: go\n${'# filler\n'.repeat(1_200_000)}` },
      says: [
        '<fn>/func.yaml:1:1: the file has 10800012 bytes; the limit is 1048576 (1 MiB)',
        '  Check that it is a func.yaml.',
      ],
    },
    'duplicate keys': {
      files: yaml('runtime: go', 'run:', '  envs: []', 'runtime: go'),
      says: [
        '<fn>/func.yaml:4:1: the key "runtime" occurs twice in one mapping',
        '  Remove one of the two.',
      ],
    },
    'broken YAML': {
      files: yaml('runtime: go', 'run: [a'),
      neverBuilt: true,
      says: [
        '<fn>/func.yaml:3:1: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
        '  Correct it: the file is YAML 1.2.',
      ],
    },
    'no runtime': {
      files: yaml('name: no-runtime'),
      says: [
        '<fn>/func.yaml:1:1: runtime is missing',
        '  Add the language of the function: "runtime: go".',
      ],
    },
    'an unknown runtime': {
      files: yaml('name: an-unknown-runtime', 'runtime: cobol'),
      says: [
        "<fn>/func.yaml:2:10: the language runtime 'cobol' is not a recognized language by the host builder",
        '  Correct it. Builders exist for: go.',
      ],
    },
    'a runtime without a builder': {
      files: yaml('runtime: quarkus'),
      says: [
        '<fn>/func.yaml:1:10: quarkus functions are not yet supported by the host builder.',
        '  Builders exist for: go. Until this one is there: func build --builder=pack.',
      ],
    },
    'a base image': {
      files: yaml('runtime: go', 'build:', '  baseImage: alpine:3'),
      says: [
        '<fn>/func.yaml:3:14: build.baseImage is not supported yet: Go functions are built on scratch',
        '  Remove the line: the program is static and needs no base.',
      ],
    },
    'a variable that is not set': {
      files: yaml(
        ...['runtime: go', 'build:', '  buildEnvs:', '    - name: A'],
        '      value: "{{ env:NX_FUNC_STORY }}"',
      ),
      says: [
        "<fn>/func.yaml:5:14: expected environment variable 'NX_FUNC_STORY' not found",
        '  Set NX_FUNC_STORY where the build runs, or remove it from build.buildEnvs.',
      ],
    },
    'two mistakes': {
      files: yaml('runtime: go', 'invoke: grpc', 'run:', '  envs:', '    - value: "1"'),
      says: [
        '<fn>/func.yaml:2:9: invoke must be http or cloudevent, not "grpc"',
        '  Correct it, or remove the line.',
        '<fn>/func.yaml:5:7: run.envs[0] has no name',
        '  Add a name, or make the value {{ secret:NAME }} or {{ configMap:NAME }}.',
      ],
    },
    'an unknown architecture': {
      files: options({ platforms: ['linux/amd64', 'linux/amd65'] }),
      neverBuilt: true,
      says: [
        `option platforms: platform "linux/amd65": no architecture "amd65": known are ${ARCHITECTURES}`,
      ],
    },
    'another system': {
      files: options({ platforms: ['windows/amd64'] }),
      says: ['option platforms: platform "windows/amd64": functions run on linux, not on windows'],
    },
    'no platform': {
      files: options({ platforms: [] }),
      says: [
        'option platforms: the list of platforms is empty',
        '  Name at least one, as in linux/amd64, or leave the option out.',
      ],
    },
    'an empty platform': {
      files: options({ platforms: [''] }),
      says: ['option platforms: "" is not a platform: write os/arch[/variant], as in linux/arm64'],
    },
    'a platform twice': {
      files: options({ platforms: ['linux/amd64', 'linux/arm64', 'linux/amd64/v1'] }),
      says: ['option platforms: linux/amd64 is named twice', '  Name each platform once.'],
    },
    'an architecture alone': {
      files: options({ platforms: ['amd64'] }),
      says: [
        'option platforms: "amd64" is not a platform: write os/arch[/variant], as in linux/arm64',
      ],
    },
    'an unknown variant': {
      files: options({ platforms: ['linux/arm/v9'] }),
      says: ['option platforms: platform "linux/arm/v9": no variant "v9": arm has v7, v6, v5'],
    },
    // Nx itself holds options against schema.json.
    'a name that is no option': {
      files: options({ foo: true }),
      says: ["NX   'foo' is not found in schema"],
    },
    'certificates on a target': {
      files: options({ certificates: 'ca.pem' }),
      says: [
        'option certificates: certificates is an option of the plugin, not of a target',
        '  Move it to the plugin nx-func/plugin in nx.json, so that Nx hashes the file.',
      ],
    },
    'a secret as a literal': {
      files: options({ env: { TOKEN: '{{ secret:name:key }}' } }),
      says: [
        'option env: TOKEN has a reference as its value, which is resolved at deploy time',
        '  Put it under run.envs in func.yaml; only literal values are baked into an image.',
      ],
    },
    'a variable without a name': {
      files: options({ env: { '1A': 'x' } }),
      says: [
        'option env: "1A" is not the name of a variable',
        '  Use letters, digits, "_", "-" and ".", not a digit first.',
      ],
    },
    'a date that is none': {
      files: dotEnv('SOURCE_DATE_EPOCH=yesterday'),
      says: ['environment variable SOURCE_DATE_EPOCH: "yesterday" is not a time', TODO_DATE],
    },
    'a date before 1970': {
      files: dotEnv('SOURCE_DATE_EPOCH=-1'),
      says: ['environment variable SOURCE_DATE_EPOCH: "-1" is not a time', TODO_DATE],
    },
    'a pattern that is none': {
      files: { '.funcignore': '# fine\n*.log\n[a-\n' },
      says: [
        '<fn>/.funcignore:3: "[a-": malformed pattern: a "[" has no "]"',
        '  Put a backslash before a character that stands for itself, or correct the pattern.',
      ],
    },
  });
});
