import { refusal } from '../../src/workspace/testing/build';
import functionGenerator from './generator';
import type { FunctionGeneratorSchema } from './schema';
import { Story } from './testing/story';

let story: Story;

beforeEach(() => {
  story = new Story();
});

afterEach(() => {
  jest.restoreAllMocks();
});

const TAKEN_FUNCTION = 'specVersion: 0.36.0\nname: greeter\nruntime: go\n';

describe('refused', () => {
  const CASES: Record<
    string,
    readonly [files: Record<string, string>, FunctionGeneratorSchema, message: string]
  > = {
    'no runtime': [
      {},
      { directory: 'apps/hello' },
      'option runtime: no runtime is given\n  These have templates: go (cloudevents, http). As in --runtime go.',
    ],
    'a runtime that is a path': [
      {},
      { directory: 'apps/hello', runtime: '../go' },
      'option runtime: there is no runtime "../go"\n  These have templates: go (cloudevents, http). As in --runtime go.',
    ],
    'an unknown template': [
      {},
      { directory: 'apps/hello', runtime: 'go', template: 'grpc' },
      'option template: there is no template "grpc" for go\n  These are there: cloudevents, http.',
    ],
    'no folder of templates': [
      {},
      { directory: 'apps/hello', runtime: 'go', templates: 'tools/none' },
      'option templates: there is no folder tools/none\n  It is relative to the workspace, as in ./tools/templates, and holds folders <runtime>/<template>.',
    ],
    'a folder that is no name': [
      {},
      { directory: 'apps/Hello_World', runtime: 'go' },
      'apps/Hello_World: "Hello_World", after the folder, cannot be the name of a function\n  Give one with --name: lower-case letters, digits and "-", a letter first and no "-" last, at most 63 characters.',
    ],
    'no name for a function': [
      {},
      { directory: 'apps/hello', runtime: 'go', name: '1st' },
      'option name: "1st" is not a name of a function\n  Use lower-case letters, digits and "-", a letter first and no "-" last.',
    ],
    'a name that is taken': [
      { 'libs/hello/project.json': '{"name": "hello"}' },
      { directory: 'apps/hi', runtime: 'go', name: 'hello' },
      'option name: another project is called "hello": libs/hello\n  Give the function a name that no project of the workspace has, with --name.',
    ],
    'both names taken': [
      {
        'libs/hello/project.json': '{"name": "hello"}',
        'libs/other/project.json': '{"name": "apps-hello"}',
      },
      { directory: 'apps/hello', runtime: 'go' },
      'option name: another project is called "hello": libs/hello\n  Give the function a name that no project of the workspace has, with --name.',
    ],
    'no registry': [
      {},
      { directory: 'apps/hello', runtime: 'go', registry: 'https://ghcr.io/acme' },
      'option registry: "https://ghcr.io/acme" is not a registry\n  Write a host, a user, or both, as in ghcr.io/acme.',
    ],
    'no namespace': [
      {},
      { directory: 'apps/hello', runtime: 'go', namespace: 'My_Space' },
      'option namespace: "My_Space" is not a name of a namespace\n  Use lower-case letters, digits and "-", a letter first and no "-" last.',
    ],
    'outside the workspace': [
      {},
      { directory: '../hello', runtime: 'go' },
      'option directory: ../hello lies outside the workspace\n  Name a folder of the workspace, as in apps/hello.',
    ],
    'a file': [
      { 'apps/hello': '' },
      { directory: 'apps/hello/there', runtime: 'go' },
      'option directory: apps/hello is a file\n  Name a folder, as in apps/hello.',
    ],
    'a workspace whose name is taken': [
      { 'libs/v/project.json': '{"name": "virtual"}', 'libs/r/project.json': '{"name": "root"}' },
      { directory: '.', runtime: 'go' },
      'option name: another project is called "virtual": libs/v\n  Give the function a name that no project of the workspace has, with --name.',
    ],
    'a func.yaml of another tool': [
      { 'apps/hello/func.yaml': 'schema_version: 20180708\nname: hello\nruntime: go\n' },
      { directory: 'apps/hello', runtime: 'go' },
      'apps/hello/func.yaml: this func.yaml is not one of Knative func\n  Another tool has the same name for its file: choose another folder.',
    ],
    'a broken func.yaml': [
      { 'apps/hello/func.yaml': 'name: hello\nruntime: [go]\n' },
      { directory: 'apps/hello', runtime: 'go' },
      'apps/hello/func.yaml:2:1: runtime must be a string, but it is a list\n  Correct it, or remove it.',
    ],
    'another runtime': [
      { 'apps/hello/func.yaml': 'name: hello\nruntime: python\n' },
      { directory: 'apps/hello', runtime: 'go' },
      'apps/hello/func.yaml:2:10: another function is here: its runtime is python, not go\n  Choose another folder, or edit what is there.',
    ],
    'another form': [
      { 'apps/hello/func.yaml': TAKEN_FUNCTION },
      { directory: 'apps/hello', runtime: 'go', template: 'cloudevents' },
      'apps/hello/func.yaml:1:1: another function is here: its invoke is http, not cloudevent\n  Choose another folder, or edit what is there.',
    ],
    'another name': [
      { 'apps/hello/func.yaml': TAKEN_FUNCTION },
      { directory: 'apps/hello', runtime: 'go', name: 'hello' },
      'apps/hello/func.yaml:2:7: another function is here: its name is greeter, not hello\n  Choose another folder, or edit what is there.',
    ],
    'a module without func.yaml': [
      { 'apps/hello/go.mod': 'module hello\n', 'apps/hello/README.md': '' },
      { directory: 'apps/hello', runtime: 'go' },
      'apps/hello: files of the template are there already: apps/hello/go.mod\n  Choose another folder. To make a function of what is there: nx g nx-func:configuration.',
    ],
    'a broken go.work': [
      { 'go.work': 'go 1.21\nuse (\n' },
      { directory: 'apps/hello', runtime: 'go' },
      'go.work:2: the block "use (" is never closed\n  Write the ")" that it lacks.',
    ],
  };

  it.each(Object.entries(CASES))('%s', async (_, [files, options, message]) => {
    for (const [path, content] of Object.entries(files)) story.tree.write(path, content);
    const before = story.snapshot();
    expect(await refusal(() => functionGenerator(story.tree, options))).toBe(message);
    expect(story.snapshot()).toEqual(before);
  });

  it('has no stack trace, for Nx would offer to show it', async () => {
    await expect(functionGenerator(story.tree, { directory: 'x' })).rejects.toMatchObject({
      stack: '',
    });
  });
});
