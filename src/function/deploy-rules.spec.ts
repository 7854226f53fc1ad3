import { UserError } from '../errors';

import { parseFunction } from './func-yaml';

function parse(text: string): void {
  parseFunction(Buffer.from(`runtime: go\n${text}`), 'func.yaml');
}

const SCALE = 'deploy.options.scale';
const RESOURCES = 'deploy.options.resources';
const COUNT = 'Write 0 or more, without a fraction.';
const LIMIT = 'Raise max, lower min, or remove max: then there is no limit.';
const CPU = 'Write a number, and a unit if need be: "500m" or "2".';
const MEMORY = 'Write a number, and a unit if need be: "256Mi" or "1Gi".';
const WORD = 'Correct it, or remove the line.';
const NAMESPACE =
  'Use at most 63 lower-case letters, digits and "-", a letter first and no "-" last.';
const DOMAIN = 'Write it as "hello.example.com", in lower case.';
const KEY =
  'Use at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends; ' +
  'before it may be a DNS name and "/": "example.com/team".';
const VALUE =
  'Use at most 63 letters, digits, "-", "_" and ".", a letter or digit at both ends, ' +
  'or write {{ env:NAME }}.';

const A63 = 'a'.repeat(63);

function scale(text: string): string {
  return `deploy:\n  options:\n    scale: {${text}}`;
}

function resources(text: string): string {
  return `deploy:\n  options:\n    resources: {${text}}`;
}

function labels(text: string): string {
  return `deploy:\n  labels:\n  - ${text}`;
}

describe('what is refused', () => {
  it.each([
    // scale
    [scale('min: -1'), `4:18: ${SCALE}.min must be an integer of at least 0, not -1\n  ${COUNT}`],
    [scale('min: 1.5'), `4:18: ${SCALE}.min must be an integer of at least 0, not 1.5\n  ${COUNT}`],
    [scale('max: -1'), `4:18: ${SCALE}.max must be an integer of at least 0, not -1\n  ${COUNT}`],
    [
      scale('max: .inf'),
      `4:18: ${SCALE}.max must be an integer of at least 0, not Infinity\n  ${COUNT}`,
    ],
    [scale('min: 2, max: 1'), `4:26: ${SCALE}.max is 1, less than the min of 2\n  ${LIMIT}`],
    [scale('min: 1, max: 0'), `4:26: ${SCALE}.max is 0, less than the min of 1\n  ${LIMIT}`],
    // Of a max that is none no more is said.
    [
      scale('min: 1, max: -1'),
      `4:26: ${SCALE}.max must be an integer of at least 0, not -1\n  ${COUNT}`,
    ],
    [
      scale('metric: cpu'),
      `4:21: ${SCALE}.metric must be concurrency or rps, not "cpu"\n  ${WORD}`,
    ],
    [scale('metric: ""'), `4:21: ${SCALE}.metric must be concurrency or rps, not ""\n  ${WORD}`],
    [
      scale('target: 0.009'),
      `4:21: ${SCALE}.target must be at least 0.01, not 0.009\n` +
        '  Write how much one instance takes: "target: 100".',
    ],
    [
      scale('target: .nan'),
      `4:21: ${SCALE}.target must be at least 0.01, not NaN\n` +
        '  Write how much one instance takes: "target: 100".',
    ],
    [
      scale('target: .inf'),
      `4:21: ${SCALE}.target must be at least 0.01, not Infinity\n` +
        '  Write how much one instance takes: "target: 100".',
    ],
    [
      scale('utilization: 0.9'),
      `4:26: ${SCALE}.utilization must be from 1 to 100, not 0.9\n` +
        '  Write percent: "utilization: 70".',
    ],
    [
      scale('utilization: 100.1'),
      `4:26: ${SCALE}.utilization must be from 1 to 100, not 100.1\n` +
        '  Write percent: "utilization: 70".',
    ],
    // resources
    [
      resources('requests: {cpu: 1K}'),
      `4:33: ${RESOURCES}.requests.cpu must be a quantity, not "1K"\n  ${CPU}`,
    ],
    [
      resources('requests: {memory: 1 GB}'),
      `4:36: ${RESOURCES}.requests.memory must be a quantity, not "1 GB"\n  ${MEMORY}`,
    ],
    [
      resources('limits: {cpu: ""}'),
      `4:31: ${RESOURCES}.limits.cpu must be a quantity, not ""\n  ${CPU}`,
    ],
    [
      resources('limits: {memory: 1.5Gib}'),
      `4:34: ${RESOURCES}.limits.memory must be a quantity, not "1.5Gib"\n  ${MEMORY}`,
    ],
    [
      resources('limits: {concurrency: -1}'),
      `4:39: ${RESOURCES}.limits.concurrency must be an integer of at least 0, not -1\n  ${COUNT}`,
    ],
    [
      resources('limits: {concurrency: 0.5}'),
      `4:39: ${RESOURCES}.limits.concurrency must be an integer of at least 0, not 0.5\n  ${COUNT}`,
    ],
    // labels
    [labels('{value: v}'), '4:5: deploy.labels[0].key is missing\n  Add the key of the label.'],
    [labels('key: ""'), `4:10: deploy.labels[0].key must be a key of a label, not ""\n  ${KEY}`],
    [
      labels('{key: a}\n  - {key: a b}'),
      `5:11: deploy.labels[1].key must be a key of a label, not "a b"\n  ${KEY}`,
    ],
    [
      labels(`key: ${A63}a`),
      `4:10: deploy.labels[0].key must be a key of a label, not "${A63}a"\n  ${KEY}`,
    ],
    [
      labels('key: Example.com/a'),
      `4:10: deploy.labels[0].key must be a key of a label, not "Example.com/a"\n  ${KEY}`,
    ],
    [
      labels('key: a\n    value: a b'),
      `5:12: deploy.labels[0].value is not a value of a label\n  ${VALUE}`,
    ],
    [
      labels(`key: a\n    value: ${A63}a`),
      `5:12: deploy.labels[0].value is not a value of a label\n  ${VALUE}`,
    ],
    [
      labels('key: a\n    value: "x {{ env:A }}"'),
      `5:12: deploy.labels[0].value is not a value of a label\n  ${VALUE}`,
    ],
    [
      labels('key: a\n    value: "{{ secret:s:k }}"'),
      '5:12: deploy.labels[0].value has a malformed reference\n  Write {{ env:NAME }}.',
    ],
    [
      labels('key: a\n    value: "{{ env:A }} "'),
      '5:12: deploy.labels[0].value has a malformed reference\n  Write {{ env:NAME }}.',
    ],
    // names
    ['domain: Example.com', `2:9: domain must be a DNS name, not "Example.com"\n  ${DOMAIN}`],
    [
      'domain: https://example.com',
      `2:9: domain must be a DNS name, not "https://example.com"\n  ${DOMAIN}`,
    ],
    [
      'namespace: My_Space',
      `2:12: namespace must be a name of a namespace, not "My_Space"\n  ${NAMESPACE}`,
    ],
    [
      `namespace: ${A63}a`,
      `2:12: namespace must be a name of a namespace, not "${A63}a"\n  ${NAMESPACE}`,
    ],
    [
      'deploy:\n  namespace: 0-a',
      `3:14: deploy.namespace must be a name of a namespace, not "0-a"\n  ${NAMESPACE}`,
    ],
    [
      'specVersion: 0.36.0\nnamespace: A\ndeploy:\n  namespace: B',
      `3:12: namespace must be a name of a namespace, not "A"\n  ${NAMESPACE}\n` +
        `func.yaml:5:14: deploy.namespace must be a name of a namespace, not "B"\n  ${NAMESPACE}`,
    ],
    ['deployer: kubectl', `2:11: deployer must be knative, raw or keda, not "kubectl"\n  ${WORD}`],
    [
      'deploy:\n  deployer: KEDA',
      `3:13: deploy.deployer must be knative, raw or keda, not "KEDA"\n  ${WORD}`,
    ],
  ])('%j', (text, message) => {
    expect(() => {
      parse(text);
    }).toThrow(new UserError(`func.yaml:${message}`));
  });

  it('all at once, where an old file has them', () => {
    const text = [
      'specVersion: 0.25.0',
      'name: a',
      'namespace: A',
      'runtime: go',
      'options:',
      '  scale:',
      '    min: 3',
      '    max: 2',
      'labels:',
      '- key: a-',
    ].join('\n');
    expect(() => parseFunction(Buffer.from(text), 'func.yaml')).toThrow(
      new UserError(
        `func.yaml:3:12: namespace must be a name of a namespace, not "A"\n  ${NAMESPACE}\n` +
          `func.yaml:8:10: ${SCALE}.max is 2, less than the min of 3\n  ${LIMIT}\n` +
          `func.yaml:10:8: deploy.labels[0].key must be a key of a label, not "a-"\n  ${KEY}`,
      ),
    );
  });
});

describe('what is taken', () => {
  it.each([
    scale('min: 0, max: 0'),
    scale('min: 2, max: 2, metric: rps, target: 0.01, utilization: 1'),
    scale('max: 1, metric: concurrency, target: 1000, utilization: 100'),
    scale('min: 1.0, metric: , target: 1e2'),
    resources('requests: {cpu: 1, memory: 1e3}, limits: {cpu: -1, memory: .5Ei, concurrency: 0}'),
    resources('requests: {cpu: 100m, memory: }, limits: '),
    labels(`{key: ${A63}, value: ${A63}}`),
    labels(`{key: example.com/${A63}, value: ""}`),
    labels('{key: a, value: }\n  - {key: a, value: 1}'),
    labels('{key: a, value: "{{env:NOT_SET_ANYWHERE}}"}'),
    'domain: a.example.com',
    'domain: ""\nnamespace: ""\ndeployer: ""\ndeploy: {namespace: "", deployer: ""}',
    `namespace: ${A63}\ndeploy: {namespace: a-0}`,
    'deployer: raw\ndeploy: {deployer: keda}',
    'deployer: knative',
    'deploy: {healthEndpoints: {liveness: live}, imagePullSecret: A_B, serviceAccountName: A_B}',
    'deploy:',
  ])('%j', (text) => {
    expect(() => {
      parse(text);
    }).not.toThrow();
  });
});
