import type { FunctionFile } from './func-yaml';
import { parseFunction } from './func-yaml';

function parse(text: string): FunctionFile {
  return parseFunction(Buffer.from(text), 'apps/hello/func.yaml');
}

const WHOLE = `# $schema: https://example.com/func_yaml-schema.json
specVersion: 0.36.0
name: hello
domain: example.com
runtime: go
registry: quay.io/alice/
registryInsecure: true
image: quay.io/alice/hello:v1
namespace: default
deployer: knative
created: 2022-06-28T18:33:40.585047-04:00
invoke: cloudevent
build:
  git: {url: 'https://example.com/x.git', revision: main, contextDir: fn}
  builderImages: {pack: example.com/p, 1: x}
  buildpacks: [a, b]
  builder: host
  buildEnvs:
  - name: GOFLAGS
    value: '{{ env:GOFLAGS }}'
  pvcSize: 256Mi
  remoteStorageClass: fast
  baseImage: docker.io/library/debian:12
  volumes: [{hostPath: /a, path: /b}]
run:
  volumes:
  - {secret: s, path: /s}
  - {persistentVolumeClaim: {claimName: c, readOnly: yes}, path: /c}
  - {emptyDir: {medium: Memory, sizeLimit: 1}, path: /e}
  envs:
  - {name: A, value: 010}
  startTimeout: 1m30s
  kafka: {brokers: 'kafka:9092', topic: t, consumerGroup: g}
deploy:
  namespace: default
  image: quay.io/alice/hello@sha256:0
  annotations: {a: 1}
  options:
    scale: {min: 0, max: 10, metric: rps, target: 1.5, utilization: 70}
    resources:
      requests: {cpu: 1, memory: 128Mi}
      limits: {cpu: 1000m, memory: 256Mi, concurrency: 100}
  labels: [{key: k, value: v}]
  healthEndpoints: {liveness: /l, readiness: /r}
  serviceAccountName: sa
  imagePullSecret: ps
  deployer: raw
  subscriptions: [{source: default, filters: {type: x}}]
  managementDisabled: false
somethingNew: 1
`;

describe('parseFunction', () => {
  it('reads every field', () => {
    const file = parse(WHOLE);
    expect(file.file).toBe('apps/hello/func.yaml');
    expect(file.spec).toEqual({
      specVersion: '0.36.0',
      name: 'hello',
      domain: 'example.com',
      runtime: 'go',
      registry: 'quay.io/alice/',
      registryInsecure: true,
      image: 'quay.io/alice/hello:v1',
      namespace: 'default',
      deployer: 'knative',
      created: '2022-06-28T18:33:40.585047-04:00',
      invoke: 'cloudevent',
      build: {
        git: { url: 'https://example.com/x.git', revision: 'main', contextDir: 'fn' },
        builderImages: { pack: 'example.com/p', '1': 'x' },
        buildpacks: ['a', 'b'],
        builder: 'host',
        buildEnvs: [{ name: 'GOFLAGS', value: '{{ env:GOFLAGS }}' }],
        pvcSize: '256Mi',
        remoteStorageClass: 'fast',
        baseImage: 'docker.io/library/debian:12',
        volumes: [{ hostPath: '/a', path: '/b' }],
      },
      run: {
        volumes: [
          { secret: 's', path: '/s' },
          { persistentVolumeClaim: { claimName: 'c', readOnly: true }, path: '/c' },
          { emptyDir: { medium: 'Memory', sizeLimit: '1' }, path: '/e' },
        ],
        envs: [{ name: 'A', value: '010' }],
        startTimeout: '1m30s',
        kafka: { brokers: 'kafka:9092', topic: 't', consumerGroup: 'g' },
      },
      deploy: {
        namespace: 'default',
        image: 'quay.io/alice/hello@sha256:0',
        annotations: { a: '1' },
        options: {
          scale: { min: 0, max: 10, metric: 'rps', target: 1.5, utilization: 70 },
          resources: {
            requests: { cpu: '1', memory: '128Mi' },
            limits: { cpu: '1000m', memory: '256Mi', concurrency: 100 },
          },
        },
        labels: [{ key: 'k', value: 'v' }],
        healthEndpoints: { liveness: '/l', readiness: '/r' },
        serviceAccountName: 'sa',
        imagePullSecret: 'ps',
        deployer: 'raw',
        subscriptions: [{ source: 'default', filters: { type: 'x' } }],
        managementDisabled: false,
      },
    });
  });

  it('takes what is empty as not set', () => {
    const { spec } = parse(
      'runtime: go\nname: ""\nimage:\nregistry: ~\ninvoke: ""\nrun:\nbuild: {}\n',
    );
    expect(spec).toEqual({ specVersion: '0.36.0', runtime: 'go', build: {} });
  });

  it.each([
    ['010', '010'],
    ['1.10', '1.10'],
    ['0x1F', '0x1F'],
    ['1e3', '1e3'],
    ['yes', 'yes'],
    ['true', 'true'],
    ['.inf', '.inf'],
    ['2022-01-01', '2022-01-01'],
    ['"a\\tb"', 'a\tb'],
    ["'it''s'", "it's"],
    ['!!str 1', '1'],
    ['""', ''],
    ['|\n      a\n      b', 'a\nb\n'],
    ['>-\n      a\n      b', 'a b'],
  ])('the value %s of a variable is %j', (value, expected) => {
    const text = `runtime: go\nrun:\n  envs:\n  - name: A\n    value: ${value}\n`;
    expect(parse(text).spec.run?.envs?.[0]?.value).toBe(expected);
  });

  it('reads CRLF and a byte order mark', () => {
    const file = parse('\uFEFFname: a\r\nruntime: go\r\n');
    expect(file.spec).toEqual({ specVersion: '0.36.0', name: 'a', runtime: 'go' });
    expect(file.locate('runtime')).toBe('apps/hello/func.yaml:2:10');
  });
});

describe('locate', () => {
  const TEXT = `# a comment
runtime: go
name: &name hello
image:
run:
  envs:
  - name: A
    value: *name
  - {name: B, value: ""}
build: &build
  buildEnvs: []
  <<: {baseImage: scratch}
`;
  it.each([
    [['runtime'], '2:10'],
    [['name'], '3:13'],
    [['image'], '4:1'],
    [['run'], '5:1'],
    [['run', 'envs'], '6:3'],
    [['run', 'envs', 0], '7:5'],
    [['run', 'envs', 0, 'name'], '7:11'],
    [['run', 'envs', 0, 'value'], '8:12'],
    [['run', 'envs', 1, 'name'], '9:12'],
    [['run', 'envs', 1, 'value'], '9:22'],
    [['run', 'envs', 2, 'value'], '6:3'],
    [['run', 'kafka', 'topic'], '5:1'],
    [['build', 'buildEnvs'], '11:3'],
    [['build', 'baseImage'], '12:19'],
    [['registry'], '2:1'],
    [['runtime', 'x', 0], '2:10'],
    [[], '2:1'],
  ])('%j is at %s', (path, expected) => {
    expect(parse(TEXT).locate(...path)).toBe(`apps/hello/func.yaml:${expected}`);
  });
});
