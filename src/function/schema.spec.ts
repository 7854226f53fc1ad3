import { parse as parseYaml } from 'yaml';

import { type FuncSchema, funcSchema, NO_SCHEMA, type Schema } from '../testing/func-schema';

import { FIELDS } from './fields';
import { parseFunction } from './func-yaml';
import { migrateFunction, newFunction } from './write';

const CREATED = new Date(Date.UTC(2024, 4, 31, 12));

/** Every field once, with a value that func takes. Volumes of all kinds. */
const WHOLE = `specVersion: 0.36.0
name: hello
domain: example.com
runtime: go
registry: quay.io/alice
registryInsecure: true
image: quay.io/alice/hello:v1
namespace: prod
deployer: knative
created: 2022-06-28T18:33:40.585047-04:00
invoke: cloudevent
build:
  git:
    url: https://example.com/x.git
    revision: main
    contextDir: fn
  builderImages:
    pack: example.com/p
  buildpacks:
  - a/b
  builder: pack
  buildEnvs:
  - name: A
    value: b
  pvcSize: 256Mi
  remoteStorageClass: fast
  baseImage: docker.io/library/debian:12
  volumes:
  - hostPath: /a
    path: /b
run:
  volumes:
  - secret: s
    path: /s
  - configMap: c
    path: /c
  - persistentVolumeClaim:
      claimName: p
      readOnly: true
    path: /p
  - emptyDir:
      medium: Memory
      sizeLimit: 1Gi
    path: /e
  envs:
  - name: A
    value: '{{ secret:a:b }}'
  startTimeout: 90000000000
  kafka:
    brokers: kafka:9092
    topic: t
    consumerGroup: g
deploy:
  namespace: prod
  image: quay.io/alice/hello@sha256:0
  annotations:
    a: b
  options:
    scale:
      min: 0
      max: 10
      metric: rps
      target: 1.5
      utilization: 70
    resources:
      requests:
        cpu: 100m
        memory: 128Mi
      limits:
        cpu: 1000m
        memory: 256Mi
        concurrency: 100
  labels:
  - key: k
    value: v
  healthEndpoints:
    liveness: /l
    readiness: /r
  serviceAccountName: sa
  imagePullSecret: ps
  deployer: raw
  subscriptions:
  - source: default
    filters:
      type: x
  managementDisabled: false
`;

/** The path of each value in a document, `[]` for any index; a mapping of texts is one value. */
function leaves(value: unknown, path: string): string[] {
  if (path === '' || !(path in FIELDS)) {
    if (Array.isArray(value)) return value.flatMap((item) => leaves(item, `${path}[]`));
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([key, item]) =>
        leaves(item, path === '' ? key : `${path}.${key}`),
      );
    }
  }
  return [path];
}

it('the document of this test has every field once', () => {
  expect([...new Set(leaves(parseYaml(WHOLE), ''))].sort()).toEqual(Object.keys(FIELDS).sort());
});

it('the document is read without a warning, and reading loses nothing', () => {
  const { spec, warnings } = parseFunction(Buffer.from(WHOLE), 'func.yaml');
  expect(warnings).toEqual([]);
  // As text: func takes both a duration and a number.
  const expected = parseYaml(WHOLE) as { run: { startTimeout: unknown } };
  expected.run.startTimeout = '90000000000';
  expect(spec).toEqual(expected);
});

it.each(Object.keys(FIELDS))('%s is written about in the words of the docs', (path) => {
  const field = FIELDS[path as keyof typeof FIELDS];
  // A table cell: one line without a full stop.
  for (const text of [field.about, field.checked ?? 'nothing']) {
    expect(text).toMatch(/^[^\n|]*[^\n|.]$/);
  }
});

const known = funcSchema();
if (known !== undefined) describeSchema(known);
else {
  it("func's schema", () => {
    console.log(NO_SCHEMA);
  });
}

function describeSchema({ schema, errorsOf }: FuncSchema): void {
  const definition = (node: Schema): Schema =>
    node.$ref === undefined
      ? node
      : (schema.definitions?.[node.$ref.split('/').at(-1) ?? ''] ?? {});

  const properties = (node: Schema, path: string): string[] => {
    const { properties: inner, items } = definition(node);
    if (items !== undefined) {
      return definition(items).properties === undefined ? [path] : properties(items, `${path}[]`);
    }
    if (inner === undefined) return [path];
    return Object.entries(inner).flatMap(([key, child]) =>
      properties(child, path === '' ? key : `${path}.${key}`),
    );
  };

  describe("func's schema", () => {
    it('has the fields of the table, and no others', () => {
      expect(properties(schema, '').sort()).toEqual(Object.keys(FIELDS).sort());
    });

    it('takes the document with every field', () => {
      expect(errorsOf(WHOLE)).toEqual([]);
    });

    it('takes what is newly written', () => {
      const basic = { name: 'hello', runtime: 'go', created: CREATED };
      expect(errorsOf(newFunction(basic))).toEqual([]);
      const all = {
        ...basic,
        invoke: 'cloudevent',
        registry: 'quay.io/a',
        namespace: 'x',
      } as const;
      expect(errorsOf(newFunction(all))).toEqual([]);
      expect(errorsOf(newFunction({ ...basic, name: '1234' }))).toEqual([]);
      const bytes = Buffer.from('envs:\n- {name: A, value: b}\nbuilder: s2i\n');
      expect(errorsOf(newFunction(basic, { bytes, file: 'func.yaml' }))).toEqual([]);
    });

    it('takes what is migrated', () => {
      const text = `name: a
namespace: b
runtime: go
trigger: events
envVars: {A: b}
builder: mine
builderMap: {mine: example.com/mine}
imageDigest: x
build: local
volumes:
- {presistentVolumeClaim: {claimName: c}, path: /c}
healthEndpoints: {liveness: /l}
`;
      expect(errorsOf(migrateFunction(Buffer.from(text), 'func.yaml', CREATED).text)).toEqual([]);
    });

    // What func itself writes or takes, and its schema does not: no reason to refuse a file.
    it.each([
      ['build:\n  builder: host\n', ['/build/builder must be equal to one of the allowed values']],
      ['run:\n  startTimeout: 1m30s\n', ['/run/startTimeout must be integer']],
      [
        "deploy:\n  labels:\n  - key: k\n    value: '{{ env:X }}'\n",
        [expect.stringMatching(/^\/deploy\/labels\/0\/value must match pattern/)],
      ],
    ])('is narrower than func: %j', (text, errors) => {
      const file = `specVersion: 0.36.0\nruntime: go\ncreated: 2022-06-28T18:33:40Z\n${text}`;
      expect(errorsOf(file)).toEqual(errors);
      expect(parseFunction(Buffer.from(file), 'func.yaml').warnings).toEqual([]);
    });
  });
}
