import { parseFunction } from './func-yaml';

function warnings(text: string): readonly string[] {
  return parseFunction(Buffer.from(text), 'func.yaml').warnings;
}

/** A field at the top, or in the flow style: where its key is, and what is said of it. */
const KNOWN: readonly (readonly [text: string, where: string, said: string])[] = [
  // typing errors
  ['registery: a', '3:1', 'registery, which is ignored: is it registry?'],
  ['regsitry: a', '3:1', 'regsitry, which is ignored: is it registry?'],
  ['Registry: a', '3:1', 'Registry, which is ignored: is it registry?'],
  ['NAME: a', '3:1', 'NAME, which is ignored: is it name?'],
  ['runTime: go', '3:1', 'runTime, which is ignored: is it runtime?'],
  ['Run: {}', '3:1', 'Run, which is ignored: is it run?'],
  ['runn: {}', '3:1', 'runn, which is ignored: is it run?'],
  ['"deplpy": {}', '3:1', 'deplpy, which is ignored: is it deploy?'],
  ['domains: a', '3:1', 'domains, which is ignored: is it domain?'],
  ['run: {env: []}', '3:7', 'run.env, which is ignored: is it envs?'],
  ['build: {buildEnv: []}', '3:9', 'build.buildEnv, which is ignored: is it buildEnvs?'],
  ['build: {baseimage: a}', '3:9', 'build.baseimage, which is ignored: is it baseImage?'],
  ['deploy: {label: []}', '3:10', 'deploy.label, which is ignored: is it labels?'],
  [
    'deploy: {options: {ressources: {}}}',
    '3:20',
    'deploy.options.ressources, which is ignored: is it resources?',
  ],
  [
    'run: {envs: [{name: A, value: b, vaule: c}]}',
    '3:34',
    'run.envs[0].vaule, which is ignored: is it value?',
  ],
  [
    'run: {volumes: [{configmap: x, secret: y, path: /x}]}',
    '3:18',
    'run.volumes[0].configmap, which is ignored: is it configMap?',
  ],
  // a word of the name
  ['build: {envs: []}', '3:9', 'build.envs, which is ignored: is it buildEnvs?'],
  ['version: 1', '3:1', 'version, which is ignored: is it specVersion?'],
  ['run: {timeout: 1m}', '3:7', 'run.timeout, which is ignored: is it startTimeout?'],
  [
    'deploy: {serviceAccount: a}',
    '3:10',
    'deploy.serviceAccount, which is ignored: is it serviceAccountName?',
  ],
  // another place
  ['envs: []', '3:1', 'envs, which is ignored: it belongs at run.envs'],
  ['volumes: []', '3:1', 'volumes, which is ignored: it belongs at run.volumes'],
  ['buildEnvs: []', '3:1', 'buildEnvs, which is ignored: it belongs at build.buildEnvs'],
  ['builder: pack', '3:1', 'builder, which is ignored: it belongs at build.builder'],
  ['labels: []', '3:1', 'labels, which is ignored: it belongs at deploy.labels'],
  ['baseImage: a', '3:1', 'baseImage, which is ignored: it belongs at build.baseImage'],
  ['run: {image: a}', '3:7', 'run.image, which is ignored: it belongs at image'],
  ['build: {namespace: a}', '3:9', 'build.namespace, which is ignored: it belongs at namespace'],
  [
    'deploy: {scale: {}}',
    '3:10',
    'deploy.scale, which is ignored: it belongs at deploy.options.scale',
  ],
  // nothing silly
  ['enviroment: a', '3:1', 'enviroment, which is ignored'],
  ['env: a', '3:1', 'env, which is ignored'],
  ['a: 1', '3:1', 'a, which is ignored'],
  ['x-mine: 1', '3:1', 'x-mine, which is ignored'],
  ['path: /', '3:1', 'path, which is ignored'],
  ['tags: []', '3:1', 'tags, which is ignored'],
  ['template: http', '3:1', 'template, which is ignored'],
  ['build.builder: a', '3:1', 'build.builder, which is ignored'],
  ['constructor: 1', '3:1', 'constructor, which is ignored'],
  ['__proto__: {runtime: x}', '3:1', '__proto__, which is ignored'],
  ['build: {build: {}}', '3:9', 'build.build, which is ignored'],
  ['run: {run: {}}', '3:7', 'run.run, which is ignored'],
  ['run: {port: 8080}', '3:7', 'run.port, which is ignored'],
  [
    'run: {volumes: [{name: x, secret: y, path: /x}]}',
    '3:18',
    'run.volumes[0].name, which is ignored',
  ],
  [
    'run: {envs: [{name: A, value: b, namespace: c}]}',
    '3:34',
    'run.envs[0].namespace, which is ignored',
  ],
];

describe('an unknown field', () => {
  it.each(KNOWN)('%s', (text, where, said) => {
    expect(warnings(`specVersion: 0.36.0\nruntime: go\n${text}\n`)).toEqual([
      `func.yaml:${where}: unknown field ${said}`,
    ]);
  });

  it('is told at its key, not at its value, and where it was written', () => {
    expect(
      warnings(`specVersion: 0.36.0
x: &x {startTimeot: 1m}
runtime: go
run:
  <<: *x
  ? envv
  :
    - a
`),
    ).toEqual([
      'func.yaml:2:1: unknown field x, which is ignored',
      'func.yaml:6:5: unknown field run.envv, which is ignored: is it envs?',
      'func.yaml:2:8: unknown field run.startTimeot, which is ignored: is it startTimeout?',
    ]);
  });

  it('whose name has no end gets no suggestion', () => {
    const name = `runtime${'e'.repeat(1000)}`;
    expect(warnings(`specVersion: 0.36.0\nruntime: go\n${name}: 1\n`)).toEqual([
      `func.yaml:3:1: unknown field ${name}, which is ignored`,
    ]);
  });
});
