import { checkMigration } from '../testing/check-migration';

import { looksLikeKnative, parseFunction, peek } from './func-yaml';

/** One of each dialect, written for this test: these are checked everywhere. */
const DIALECTS: readonly (readonly [title: string, text: string])[] = [
  [
    "Boson's first",
    `# made by hand
name: image-receiver
namespace: demo # where
runtime: go
image: quay.io/example/receiver:latest
trigger: events
builder: default
builderMap:
  # of that time
  default: quay.io/example/go-builder
envVars:
  # for logs
  LOG: debug
  PORT: 8080
`,
  ],
  [
    "Boson's last",
    `name: thumbnails
namespace: ""
runtime: quarkus
image: ""
imageDigest: ""
trigger: http
builder: native
builders:
  default: quay.io/example/jvm
  native: quay.io/example/native
buildpacks: []
healthEndpoints:
  liveness: /health/liveness
  readiness: /health/readiness
volumes: []
envs:
- value: '{{ configMap:settings }}'
- name: TOKEN # not here
  value: '{{ secret:token:key }}'
annotations: {}
options: {}
labels: []
`,
  ],
  [
    'before there were versions',
    `name: f
namespace: ""
runtime: go
registry: ""
image: ""
imageDigest: sha256:0000
builder: example.com/user/custom-builder
builders: {}
buildpacks:
- paketo-buildpacks/go-dist
volumes: []
envs: []
envs: []
annotations: {}
options: {}
labels: []
`,
  ],
  [
    'version',
    `version: 0.23.0
name: f
namespace: ""
runtime: node
registry: docker.io/example
image: docker.io/example/f:latest
imageDigest: ""
build: local
git: {}
builder: pack
builderImages: {}
buildpacks: []
buildEnvs:
- name: BP_NODE_RUN_SCRIPTS
  value: build
volumes: []
envs: []
annotations: {}
options: {}
labels: []
healthEndpoints:
  liveness: /health/liveness
  readiness: /health/readiness
created: 2022-05-25T22:44:47.36886+09:00
invocation:
  format: http
`,
  ],
  [
    'specVersion 0.25.0',
    `specVersion: 0.25.0
name: f
runtime: python
namespace: prod
build: git
git:
  url: https://example.com/f.git
  revision: main
builder: s2i
builderImages:
  s2i: example.com/s2i
volumes:
- secret: s
  path: /s
envs:
# why
- name: A
  value: ""
options:
  scale:
    min: 1
    max: 3
labels:
- key: team
  value: one
created: 2023-01-01T00:00:00Z
invocation:
  format: cloudevent
x-note: kept
`,
  ],
  [
    'specVersion 0.34.0',
    `specVersion: 0.34.0
name: f
runtime: rust
created: 2023-03-23T14:40:09.370454106-03:00
invocation:
  format: cloudevent
build:
  builder: pack
  buildEnvs: []
run:
  volumes:
  - presistentVolumeClaim:
      claimName: data
    path: /data
  envs: []
deploy:
  namespace: ""
  remote: false
  annotations: {}
`,
  ],
  [
    'specVersion 0.35.0',
    `specVersion: 0.35.0
name: f
runtime: typescript
registry: quay.io/example
image: quay.io/example/f:latest
imageDigest: sha256:0000
created: 2023-06-01T00:00:00Z
build:
  buildpacks: []
  builder: s2i
  buildEnvs: []
run:
  volumes: []
  envs:
    - name: A
      value: b
deploy:
  namespace: f
  remote: true
  labels: {}
`,
  ],
  [
    'specVersion 0.36.0',
    `# $schema: https://raw.githubusercontent.com/knative/func/release-1.21/schema/func_yaml-schema.json
# yaml-language-server: $schema=https://raw.githubusercontent.com/knative/func/release-1.21/schema/func_yaml-schema.json
specVersion: 0.36.0
name: f
runtime: springboot
created: 2025-01-01T00:00:00.123456789+01:00
deploy:
  nodeAffinity: {a: b}
`,
  ],
];

describe('one of each dialect', () => {
  it.each(DIALECTS)('%s', (_, text) => {
    expect(looksLikeKnative(text)).toBe(true);
    const { spec } = parseFunction(Buffer.from(text), 'func.yaml');
    expect(spec.specVersion).toBe('0.36.0');
    expect(peek(Buffer.from(text))).toMatchObject({ name: spec.name, runtime: spec.runtime });
    checkMigration(Buffer.from(text));
  });

  it('reads the same whatever the time is', () => {
    const readAt = (time: number) => {
      jest.useFakeTimers({ now: time });
      try {
        return DIALECTS.map(([, text]) => parseFunction(Buffer.from(text), 'func.yaml').spec);
      } finally {
        jest.useRealTimers();
      }
    };
    expect(readAt(Date.UTC(2100, 0))).toEqual(readAt(0));
  });
});
