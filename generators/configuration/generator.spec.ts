import { readNxJson } from '@nx/devkit';
import { PassThrough } from 'node:stream';
import { parseFunction } from '../../src/function/func-yaml';
import { Story } from './testing/story';

const HTTP = {
  'go.mod': 'module function\n\ngo 1.21\n',
  'handle.go':
    'package function\n\nimport "net/http"\n\nfunc Handle(w http.ResponseWriter, r *http.Request) {}\n',
};
const EVENTS = {
  ...HTTP,
  'handle.go':
    'package function\n\nimport "github.com/cloudevents/sdk-go/v2/event"\n\nfunc Handle(in event.Event) error { return nil }\n',
};

function inFolder(folder: string, files: Record<string, string | object>) {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]),
  );
}

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['FUNC_GO'];
});

describe('a project without func.yaml', () => {
  it('becomes a function, and its target comes through the plugin', async () => {
    const story = new Story(inFolder('apps/hello', HTTP));
    await story.configure({ project: 'apps/hello' });
    expect(story.funcYaml('apps/hello')).toBe(
      'specVersion: 0.36.0\nname: hello\nruntime: go\ncreated: now\n',
    );
    expect(story.read('apps/hello/func.yaml')).toMatch(
      /^# \$schema: https:\S+\n# yaml-language-server: \$schema=https:\S+\n/,
    );
    expect(readNxJson(story.tree)?.plugins).toEqual(['nx-func/plugin']);
    expect(story.read('.gitignore')).toContain('.func\n');
    expect(story.told).toEqual([
      'info apps/hello/func.yaml: a function of runtime go (after go.mod), which takes HTTP requests',
    ]);
  });

  it('takes what the options say', async () => {
    const story = new Story(inFolder('apps/hello', HTTP));
    await story.configure({
      project: 'apps/hello',
      runtime: 'rust',
      invoke: 'cloudevent',
      name: 'other',
      registry: 'ghcr.io/acme/',
      namespace: 'shop',
    });
    expect(story.funcYaml('apps/hello')).toBe(
      'specVersion: 0.36.0\nname: other\nruntime: rust\nregistry: ghcr.io/acme\nnamespace: shop\ncreated: now\ninvoke: cloudevent\n',
    );
    expect(story.told).toEqual([
      'info apps/hello/func.yaml: a function of runtime rust, which takes CloudEvents',
      'warn apps/hello/func.yaml: containerize cannot build rust functions yet, only go; until it can: func build --builder=pack',
    ]);
  });

  it.each<[name: string, folder: string, files: Record<string, string | object>, yaml: string]>([
    [
      'hello',
      'apps/x',
      { ...EVENTS, 'project.json': { name: 'hello' } },
      'name: hello\nruntime: go\ncreated: now\ninvoke: cloudevent\n',
    ],
    [
      '@acme/api',
      'apps/x',
      { ...HTTP, 'package.json': { name: '@acme/api' } },
      'name: api\nruntime: go\ncreated: now\n',
    ],
    [
      'api',
      'apps/x',
      {
        'package.json': {
          name: '@acme/api',
          dependencies: { 'faas-js-runtime': '3', cloudevents: '10' },
        },
      },
      'name: api\nruntime: node\ncreated: now\ninvoke: cloudevent\n',
    ],
  ])('is found by its name %s', async (name, folder, files, yaml) => {
    const story = new Story(inFolder(folder, files));
    story.tree.write('package.json', '{"workspaces": ["apps/*"]}');
    await story.configure({ project: name });
    expect(story.funcYaml(folder)).toBe(`specVersion: 0.36.0\n${yaml}`);
  });

  it('is called after its path where its name would be that of another project', async () => {
    const story = new Story({
      ...inFolder('libs/hello', HTTP),
      'apps/hello/project.json': { name: 'hello' },
    });
    await story.configure({ project: 'libs/hello' });
    expect(story.funcYaml('libs/hello')).toContain('name: libs-hello\n');
    expect(story.told).toEqual([
      'info libs/hello/func.yaml: a function of runtime go (after go.mod), which takes HTTP requests',
      'info libs/hello/func.yaml: called "libs-hello", for apps/hello is called "hello" already',
    ]);
  });

  it('can be the workspace', async () => {
    const story = new Story(HTTP);
    story.tree.delete('package.json');
    await story.configure({ project: '.', name: 'whole' });
    expect(story.funcYaml('.')).toBe(
      'specVersion: 0.36.0\nname: whole\nruntime: go\ncreated: now\n',
    );
  });

  it('changes nothing the second time', async () => {
    const story = new Story(inFolder('apps/hello', HTTP));
    await story.configure({ project: 'apps/hello' });
    const once = story.content();
    story.told = [];
    await story.configure({ project: 'apps/hello' });
    await story.configure({ project: 'hello', migrate: true });
    expect(story.content()).toEqual(once);
    expect(story.told).toEqual([
      'info apps/hello/func.yaml: is there already',
      'info apps/hello/func.yaml: is at specVersion 0.36.0 already',
    ]);
  });

  it('tells of the func.yaml files that are not Knative’s', async () => {
    const story = new Story({
      ...inFolder('apps/hello', HTTP),
      'apps/fn/func.yaml': 'schema_version: 20180708\n',
    });
    await story.configure({ project: 'apps/hello' });
    expect(story.told.slice(1)).toEqual([
      "info apps/fn/func.yaml: skipped, it is a func.yaml of Oracle's Fn Project",
    ]);
  });
});

describe('.funcignore', () => {
  it('keeps tests and docs out of the image', async () => {
    const story = new Story(inFolder('apps/hello', HTTP));
    await story.configure({ project: 'apps/hello' });
    expect(story.read('apps/hello/.funcignore')).toBe(
      '# What the image does not need. nx-func leaves out .git, .func and files of secrets (.env) by itself.\n' +
        '*_test.go\ntestdata\nREADME.md\n/docs\n/project.json\n',
    );
  });

  it('stays as it is where there is one, and none comes to a function that is there', async () => {
    const story = new Story({
      ...inFolder('apps/a', { ...HTTP, '.funcignore': 'own\n' }),
      ...inFolder('apps/b', { ...HTTP, 'func.yaml': 'name: b\nruntime: go\n' }),
    });
    await story.configure({ project: 'apps/a' });
    await story.configure({ project: 'apps/b' });
    expect(story.read('apps/a/.funcignore')).toBe('own\n');
    expect(story.tree.exists('apps/b/.funcignore')).toBe(false);
  });
});

describe('in a terminal', () => {
  /** One answer for each prompt. */
  function typing(...answers: string[]): {
    input: PassThrough;
    output: PassThrough;
    shown: string[];
  } {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const shown: string[] = [];
    output.on('data', (chunk: Buffer) => {
      shown.push(chunk.toString());
      if (/(>|\?) $/.test(chunk.toString())) input.write(`${answers.shift() ?? ''}\n`);
    });
    return { input, output, shown };
  }

  it('asks for the project, and for a runtime that it cannot know', async () => {
    const story = new Story(
      inFolder('apps/hello', {
        ...HTTP,
        'package.json': { dependencies: { 'faas-js-runtime': '3' } },
      }),
    );
    const terminal = typing('', 'apps/hello', 'node');
    await story.configure({}, terminal);
    expect(story.funcYaml('apps/hello')).toContain('runtime: node\n');
    const question = 'Which project is to be a function (its name or folder)? ';
    expect(terminal.shown.join('')).toBe(
      `${question}${question}Which runtime has the function in apps/hello?\n  1) go\n  2) node\n> `,
    );
  });

  it('offers all where nothing is known, and asks nothing where it knows', async () => {
    const story = new Story({ ...inFolder('apps/hello', HTTP), 'apps/new/README.md': '' });
    const terminal = typing('4');
    await story.configure({ project: 'apps/new' }, terminal);
    expect(story.funcYaml('apps/new')).toContain('runtime: python\n');
    const silent = typing();
    await story.configure({ project: 'apps/hello' }, silent);
    expect(silent.shown).toEqual([]);
  });
});

it('writes what func’s own rules take', async () => {
  const story = new Story(inFolder('apps/hello', EVENTS));
  await story.configure({ project: 'apps/hello' });
  const file = parseFunction(Buffer.from(story.read('apps/hello/func.yaml')), 'func.yaml');
  expect(file.warnings).toEqual([]);
});
