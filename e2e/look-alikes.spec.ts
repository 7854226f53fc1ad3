/** Files that are called func.yaml and are those of other tools: nothing is inferred from them. */
import { createWorkspace } from './support';

/** By the folder that they are in here. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  'fn-project': `schema_version: 20180708
name: fn-project
version: 0.0.1
runtime: python
build_image: fnproject/python:3.12-dev
run_image: fnproject/python:3.12
entrypoint: /python/bin/fdk /function/func.py handler
memory: 256
`,
  'fn-project-quoted': '"schema_version": 20180708\n"name": "quoted"\n"runtime": "node"\n',
  'fn-project-json': '{"schema_version": 20180708, "name": "json", "runtime": "go"}\n',
  'fn-project-old': 'version: 0.0.10\nruntime: go\nentrypoint: ./func\n',
  'fn-project-java': `version: 0.0.21
runtime: java
cmd: com.example.fn.HelloFunction::handleRequest
format: http
`,
  mindwm: `name: clipboard
version: 0.1.0
digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
registry: registry.example.com
context: example
filters:
  - all:
      - exact:
          type: org.example.v1.clipboard
run:
  envs:
    - name: LOG_LEVEL
      value: INFO
`,
  'vmware-buildpacks':
    'envs:\n- name: MODULE_NAME\n  value: main\n- name: FUNCTION_NAME\n  value: main\n',
  'vmware-buildpacks-test': '# Copyright\nname: test\nruntime: unknown\n',
  'faas-js-runtime': "logLevel: 'info'\n",
  fission: 'apiVersion: fission.io/v1\nkind: Function\nmetadata:\n  name: hello\n',
  openfaas: 'version: 1.0\nprovider:\n  name: openfaas\nfunctions:\n  hello:\n    lang: go\n',
  serverless: 'service: hello\nprovider:\n  name: aws\n  runtime: nodejs20.x\nfunctions: {}\n',
  kubernetes:
    'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: hello\nspec: {}\n',
};

describe('a workspace with files of other tools called func.yaml', () => {
  it('has the one project whose func.yaml is one of Knative', async () => {
    const workspace = await createWorkspace({
      files: {
        'real/func.yaml': 'specVersion: 0.36.0\nname: real\nruntime: go\n',
        ...Object.fromEntries(
          Object.entries(LOOK_ALIKES).map(([folder, text]) => [`others/${folder}/func.yaml`, text]),
        ),
      },
    });
    const { stdout } = await workspace.mustNx(['show', 'projects', '--json']);
    expect(JSON.parse(stdout)).toEqual(['real']);
  });
});
