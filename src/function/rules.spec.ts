import { UserError } from '../errors';

import { parseFunction } from './func-yaml';

function parse(text: string): void {
  parseFunction(Buffer.from(`runtime: go\n${text}`), 'func.yaml');
}

const DNS = 'Use lower-case letters, digits and "-", beginning and ending without "-".';
const IMAGE = 'Write it as "quay.io/alice/hello:latest", in lower case.';
const REGISTRY = 'Write it as "quay.io/alice" or "localhost:5000".';
const CREATED = 'Write it as 2024-05-31T12:00:00Z, or remove the line.';
const VERSION = 'Write it with three numbers: "0.36.0".';
const GIT =
  'Write it as "https://example.com/alice/hello.git" or "git@example.com:alice/hello.git".';
const ENV_NAME = 'Use letters, digits, "_", "-" and ".", no digit first.';
const NO_VALUE = 'Give it a value ("" for an empty one), or remove it.';
const NAMELESS = 'Add a name, or make the value {{ secret:NAME }} or {{ configMap:NAME }}.';
const REFERENCE = 'Write {{ env:NAME }}, {{ secret:NAME:KEY }} or {{ configMap:NAME:KEY }}.';
const BUILD_REFERENCE =
  'Write {{ env:NAME }}: secrets and config maps are not there while building.';

describe('what is refused', () => {
  it.each([
    // name
    ['name: Hello', `2:7: "Hello" is not a name of a function\n  ${DNS}`],
    ['name: a_b', `2:7: "a_b" is not a name of a function\n  ${DNS}`],
    ['name: a.b', `2:7: "a.b" is not a name of a function\n  ${DNS}`],
    ['name: -a', `2:7: "-a" is not a name of a function\n  ${DNS}`],
    ['name: a-', `2:7: "a-" is not a name of a function\n  ${DNS}`],
    ['name: "a\\n"', `2:7: "a\n" is not a name of a function\n  ${DNS}`],
    [`name: ${'a'.repeat(64)}`, '2:7: the name has 64 characters; the limit is 63\n  Shorten it.'],
    // invoke
    [
      'invoke: grpc',
      '2:9: invoke must be http or cloudevent, not "grpc"\n  Correct it, or remove the line.',
    ],
    // created
    ['created: yesterday', `2:10: "yesterday" is not a date and time\n  ${CREATED}`],
    ['created: 2022-13-01', `2:10: "2022-13-01" is not a date and time\n  ${CREATED}`],
    // references
    ['image: a b', `2:8: "a b" is not a name of an image\n  ${IMAGE}`],
    ['image: quay.io/Alice/x', `2:8: "quay.io/Alice/x" is not a name of an image\n  ${IMAGE}`],
    ['registry: https://quay.io', `2:11: "https://quay.io" is not a registry\n  ${REGISTRY}`],
    ['registry: /', `2:11: "/" is not a registry\n  ${REGISTRY}`],
    [
      'build:\n  baseImage: A:b:c',
      '3:14: "A:b:c" is not a name of an image\n' +
        '  Write it as "docker.io/library/python:3.13-slim", in lower case.',
    ],
    [
      'registry: https://alice:s3/cr@et@quay.io/alice',
      `2:11: "https://...@quay.io/alice" is not a registry\n  ${REGISTRY}`,
    ],
    ['image: alice:s3cret@quay.io/x', `2:8: "...@quay.io/x" is not a name of an image\n  ${IMAGE}`],
    [
      'image: quay.io/Alice/x:1@sha256:0',
      `2:8: "quay.io/Alice/x:1@sha256:0" is not a name of an image\n  ${IMAGE}`,
    ],
    ['image: X:1@sha256:0', `2:8: "X:1@sha256:0" is not a name of an image\n  ${IMAGE}`],
    [
      'build:\n  baseImage: http://alice:s3cret@quay.io/x',
      '3:14: "http://...@quay.io/x" is not a name of an image\n' +
        '  Write it as "docker.io/library/python:3.13-slim", in lower case.',
    ],
    [
      'domain: https://alice:s3cret@example.com',
      '2:9: domain must be a DNS name, not "https://...@example.com"\n' +
        '  Write it as "hello.example.com", in lower case.',
    ],
    // specVersion
    ['specVersion: abc', `2:14: specVersion must be a version, not "abc"\n  ${VERSION}`],
    ['specVersion: 0.36', `2:14: specVersion must be a version, not "0.36"\n  ${VERSION}`],
    ['specVersion: 1', `2:14: specVersion must be a version, not "1"\n  ${VERSION}`],
    ['specVersion: v0.36.0', `2:14: specVersion must be a version, not "v0.36.0"\n  ${VERSION}`],
    ['specVersion: 0.36.0.1', `2:14: specVersion must be a version, not "0.36.0.1"\n  ${VERSION}`],
    // build
    [
      'build:\n  builder: docker',
      '3:12: build.builder must be pack, s2i or host, not "docker"\n' +
        '  Correct it, or remove the line.',
    ],
    [
      'build: {pvcSize: 1GB}',
      '2:18: build.pvcSize must be a quantity, not "1GB"\n' +
        '  Write a number, and a unit if need be: "256Mi" or "1Gi".',
    ],
    ['build:\n  git: {url: ./hello}', `3:14: build.git.url is not a URL that git knows\n  ${GIT}`],
    [
      'build:\n  git: {url: "svn+ssh://alice:s3cret@example.com/hello"}',
      `3:14: build.git.url is not a URL that git knows\n  ${GIT}`,
    ],
    // startTimeout
    [
      'run: {startTimeout: 1 minute}',
      '2:21: run.startTimeout must be a duration, not "1 minute"\n' +
        '  Write it as "90s" or "1m30s".',
    ],
    // kafka
    [
      'invoke: cloudevent\nrun:\n  kafka: {brokers: b, topic: "", consumerGroup: g}',
      '4:30: run.kafka.topic is missing: it is empty\n  Add the topic: "topic: orders".',
    ],
    [
      'invoke: cloudevent\nrun:\n  kafka: {brokers: b, topic: t}',
      '4:3: run.kafka.consumerGroup is missing\n' +
        '  Add the consumer group: "consumerGroup: my-function".',
    ],
    [
      'run:\n  kafka: {brokers: b, topic: t, consumerGroup: g}',
      '3:3: run.kafka needs a function that takes CloudEvents\n' +
        '  Add "invoke: cloudevent", or remove run.kafka.',
    ],
    // environment
    [
      'run:\n  envs:\n  - {}',
      '4:5: run.envs[0] has neither name nor value\n  Fill it in, or remove it.',
    ],
    ['run:\n  envs:\n  - name: A', `4:5: run.envs[0] (A) has no value\n  ${NO_VALUE}`],
    ['run:\n  envs:\n  - name: A\n    value:', `5:5: run.envs[0] (A) has no value\n  ${NO_VALUE}`],
    [
      'run:\n  envs:\n  - name: A\n    value: ~',
      `5:12: run.envs[0] (A) has no value\n  ${NO_VALUE}`,
    ],
    ['run:\n  envs:\n  - value: s3cret', `4:5: run.envs[0] has no name\n  ${NAMELESS}`],
    ["run:\n  envs:\n  - value: '{{ env:A }}'", `4:5: run.envs[0] has no name\n  ${NAMELESS}`],
    ["run:\n  envs:\n  - value: '{{ secret:a:b }}'", `4:5: run.envs[0] has no name\n  ${NAMELESS}`],
    [
      'run:\n  envs:\n  - {name: "1A", value: x}',
      `4:12: "1A" is not a name of an environment variable\n  ${ENV_NAME}`,
    ],
    [
      'run:\n  envs:\n  - {name: "", value: x}',
      `4:12: "" is not a name of an environment variable\n  ${ENV_NAME}`,
    ],
    [
      'run:\n  envs:\n  - {name: .., value: x}\n  - {name: ., value: x}',
      `4:12: ".." is not a name of an environment variable\n  ${ENV_NAME}\n` +
        `func.yaml:5:12: "." is not a name of an environment variable\n  ${ENV_NAME}`,
    ],
    // A name that holds the value, too.
    [
      'run:\n  envs:\n  - {name: TOKEN=s3=cret, value: ""}',
      `4:12: "TOKEN=..." is not a name of an environment variable\n  ${ENV_NAME}`,
    ],
    [
      'build:\n  buildEnvs:\n  - name: TOKEN=s3cret\n  - name: TOKEN=s3cret',
      `4:5: build.buildEnvs[0] (TOKEN=...) has no value\n  ${NO_VALUE}\n` +
        `func.yaml:5:5: build.buildEnvs[1] (TOKEN=...) has no value\n  ${NO_VALUE}\n` +
        'func.yaml:5:11: build.buildEnvs sets TOKEN=... twice\n  Remove one of the two.',
    ],
    [
      "run:\n  envs:\n  - name: A\n    value: '{{ s3cret'",
      `5:12: run.envs[0] (A) has a malformed reference\n  ${REFERENCE}`,
    ],
    [
      "run:\n  envs:\n  - name: A\n    value: '{{ secret:whole }}'",
      `5:12: run.envs[0] (A) has a malformed reference\n  ${REFERENCE}`,
    ],
    [
      'run:\n  envs:\n  - {name: A, value: x}\n  - {name: A, value: y}',
      '5:12: run.envs sets A twice\n  Remove one of the two.',
    ],
    [
      'build:\n  buildEnvs:\n  - name: A',
      `4:5: build.buildEnvs[0] (A) has no value\n  ${NO_VALUE}`,
    ],
    [
      "build:\n  buildEnvs:\n  - value: '{{ secret:a }}'",
      '4:5: build.buildEnvs[0] has no name\n  Add a name.',
    ],
    [
      "build:\n  buildEnvs:\n  - name: A\n    value: '{{ secret:a:b }}'",
      `5:12: build.buildEnvs[0] (A) has a malformed reference\n  ${BUILD_REFERENCE}`,
    ],
    [
      'build:\n  buildEnvs:\n  - {name: A, value: x}\n  - {name: A, value: y}',
      '5:12: build.buildEnvs sets A twice\n  Remove one of the two.',
    ],
  ])('%j', (text, message) => {
    expect(() => {
      parse(text);
    }).toThrow(new UserError(`func.yaml:${message}`));
  });

  it('Kafka for another language', () => {
    const text =
      'runtime: node\ninvoke: cloudevent\nrun: {kafka: {brokers: b, topic: t, consumerGroup: g}}';
    expect(() => parseFunction(Buffer.from(text), 'func.yaml')).toThrow(
      new UserError(
        'func.yaml:3:7: run.kafka needs the runtime go, not node\n' +
          '  Remove run.kafka, or write the function in Go.',
      ),
    );
  });
});

describe('what is taken', () => {
  it.each([
    'name: a',
    'name: 0-a',
    `name: ${'a'.repeat(63)}`,
    'name:',
    'invoke: http',
    'invoke: cloudevent',
    'invoke:',
    'created: 2022-06-28T18:33:40.585047-04:00',
    'created: 2022-06-28T18:33:40Z',
    'created: 0001-01-01T00:00:00Z',
    'created: 2001-12-14 21:59:43.10',
    'created: 2022-06-28',
    'registry: quay.io/alice/',
    'registry: /alice/',
    'registry: localhost:5000',
    'build: {baseImage: scratch}',
    'specVersion: 0.36.0',
    'specVersion: 0.25.0',
    'specVersion: 1.0.0-rc.1+build-5',
    'specVersion: ""',
    'specVersion:',
    'build: {builder: pack}',
    'build: {builder: s2i}',
    'build: {builder: host, builderImages: {any: x}}',
    'build: {builder: "", pvcSize: "", git: {url: ""}}',
    'build: {pvcSize: 1Gi, git: {url: "https://alice:s3cret@example.com/hello"}}',
    'build: {pvcSize: 256Mi, git: {url: "git@example.com:alice/hello.git"}}',
    'run: {startTimeout: 1m30s}',
    'run: {startTimeout: 60000000000}',
    'run: {startTimeout: }',
    'run: {startTimeout: ""}',
    'invoke: cloudevent\nrun: {kafka: {brokers: b, topic: t, consumerGroup: g}}',
    'run: {envs: [{name: A, value: ""}, {name: a, value: x}, {name: .b-c, value: "{ {"}]}',
    "run: {envs: [{value: '{{ secret:s }}'}, {value: '{{ configMap:s }}'}]}",
    "run: {envs: [{name: A, value: '{{ secret:s:k }}'}, {name: B, value: '{{ env:A }}'}]}",
    "build: {buildEnvs: [{name: A, value: '{{ env:A }}'}, {name: B, value: x}]}",
    'build: {buildEnvs: [{name: A, value: x}]}\nrun: {envs: [{name: A, value: x}]}',
    'build:\nrun: {envs: [], volumes: null, kafka: }',
  ])('%j', (text) => {
    expect(() => {
      parse(text);
    }).not.toThrow();
  });
});
