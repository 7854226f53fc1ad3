import { UserError } from '../errors';

import { parseFunction } from './func-yaml';

/** The message of the UserError, without the path in front. */
function failure(text: string): string {
  try {
    parseFunction(Buffer.from(text), 'apps/hello/func.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message.replaceAll('apps/hello/func.yaml:', '');
  }
  throw new Error('not refused');
}

describe('wrong types', () => {
  const remove = 'Correct it, or remove it.';
  it.each([
    ['name: a\n', '1:1: runtime is missing\n  Add the language of the function: "runtime: go".'],
    [
      'name: a\nruntime:\n',
      '2:1: runtime is missing: it is empty\n  Add the language of the function: "runtime: go".',
    ],
    [
      'runtime: ""\n',
      '1:10: runtime is missing: it is empty\n  Add the language of the function: "runtime: go".',
    ],
    ['runtime: 1\n', '1:10: runtime must be a string, but 1 is a number\n  Quote it: "1".'],
    ['runtime: [go]\n', `1:1: runtime must be a string, but it is a list\n  ${remove}`],
    [
      'runtime: go\nname: 123\n',
      '2:7: name must be a string, but 123 is a number\n  Quote it: "123".',
    ],
    [
      'runtime: go\nname: 1.10\n',
      '2:7: name must be a string, but 1.10 is a number\n  Quote it: "1.10".',
    ],
    [
      'runtime: go\nname: true\n',
      '2:7: name must be a string, but true is a boolean\n  Quote it: "true".',
    ],
    [
      'runtime: go\nname:\n  a: b\n',
      `2:1: name must be a string, but it is a mapping\n  ${remove}`,
    ],
    [
      'runtime: go\nregistry: 5000\n',
      '2:11: registry must be a string, but 5000 is a number\n  Quote it: "5000".',
    ],
    ['runtime: go\nimage: []\n', `2:1: image must be a string, but it is a list\n  ${remove}`],
    [
      'runtime: go\ninvoke: false\n',
      '2:9: invoke must be a string, but false is a boolean\n  Quote it: "false".',
    ],
    [
      'runtime: go\ncreated: 2022\n',
      '2:10: created must be a string, but 2022 is a number\n  Quote it: "2022".',
    ],
    [
      'runtime: go\nregistryInsecure: "yes"\n',
      '2:19: registryInsecure must be true or false\n  Write it without quotes.',
    ],
    [
      // Before 0.34 it said where to build.
      'specVersion: 0.34.0\nruntime: go\nbuild: local\n',
      `3:8: build must be a mapping, but it is a single value\n  ${remove}`,
    ],
    [
      'runtime: go\nbuild:\n  buildEnvs: {A: b}\n',
      `3:3: build.buildEnvs must be a list, but it is a mapping\n  ${remove}`,
    ],
    [
      'runtime: go\nbuild:\n  baseImage: 12\n',
      '3:14: build.baseImage must be a string, but 12 is a number\n  Quote it: "12".',
    ],
    [
      'runtime: go\nrun:\n  envs: A=b\n',
      `3:9: run.envs must be a list, but it is a single value\n  ${remove}`,
    ],
    [
      'runtime: go\nrun:\n  envs:\n  - A=b\n',
      `4:5: run.envs[0] must be a mapping, but it is a single value\n  ${remove}`,
    ],
    [
      'runtime: go\nrun:\n  envs:\n  - {name: 1, value: x}\n',
      '4:12: run.envs[0].name must be a string, but 1 is a number\n  Quote it: "1".',
    ],
    [
      'runtime: go\nrun:\n  envs:\n  - name: A\n    value: [s3cret]\n',
      `5:5: run.envs[0].value must be a string, but it is a list\n  ${remove}`,
    ],
    [
      'runtime: go\nrun:\n  envs:\n  - null\n',
      '4:5: run.envs[0] is empty\n  Fill it in, or remove the line.',
    ],
    [
      'runtime: go\nrun:\n  volumes: /data\n',
      `3:12: run.volumes must be a list, but it is a single value\n  ${remove}`,
    ],
    [
      'runtime: go\nrun:\n  volumes: [{path: 1}]\n',
      '3:20: run.volumes[0].path must be a string, but 1 is a number\n  Quote it: "1".',
    ],
    [
      'runtime: go\nrun:\n  kafka: x\n',
      `3:10: run.kafka must be a mapping, but it is a single value\n  ${remove}`,
    ],
    [
      'runtime: go\ndeploy:\n  labels: {a: b}\n',
      `3:3: deploy.labels must be a list, but it is a mapping\n  ${remove}`,
    ],
    [
      'runtime: go\ndeploy: {options: {scale: {min: "a"}}}\n',
      '2:33: deploy.options.scale.min must be a number\n  Write it without quotes.',
    ],
    [
      'runtime: go\ndeploy: {annotations: [a]}\n',
      `2:10: deploy.annotations must be a mapping, but it is a list\n  ${remove}`,
    ],
  ])('%j', (text, message) => {
    expect(failure(text)).toBe(message);
  });

  it('tells all at once, in the order of the file', () => {
    const text = `name: Hello
run:
  envs:
  - name: 1
  - {name: A, value: {b: c}}
  - {name: B}
  kafka: {topic: t, brokers: b}
image: UPPER
`;
    const told = failure(text)
      .split('\n')
      .filter((line) => !line.startsWith('  '));
    expect(told).toEqual([
      '1:1: runtime is missing',
      '1:7: "Hello" is not a name of a function',
      '4:11: run.envs[0].name must be a string, but 1 is a number',
      '5:15: run.envs[1].value must be a string, but it is a mapping',
      '6:5: run.envs[2] (B) has no value',
      '7:3: run.kafka.consumerGroup is missing',
      '8:8: "UPPER" is not a name of an image',
    ]);
  });

  it('stops telling after twenty', () => {
    const lines = failure(`runtime: go\nrun: {envs: [${'{name: 1},'.repeat(30)}]}`).split('\n');
    expect(lines).toHaveLength(41);
    expect(lines[40]).toBe('and 10 more');
  });
});
