import { addProjectConfiguration, readJson, readNxJson } from '@nx/devkit';
import { Story } from './testing/story';

let story: Story;

beforeEach(() => {
  story = new Story();
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a new function', () => {
  it('answers HTTP', async () => {
    expect(await story.generate('apps/hello')).toEqual([
      'apps/hello: next: nx run hello:test, nx run hello:containerize',
    ]);
    expect(story.filesIn('apps/hello')).toEqual([
      ...['.funcignore', 'README.md', 'func.yaml', 'function.go', 'function_test.go', 'go.mod'],
      'project.json',
    ]);
    expect(story.spec('apps/hello')).toEqual({
      specVersion: '0.36.0',
      name: 'hello',
      runtime: 'go',
    });
    expect(story.read('apps/hello/go.mod')).toBe('module hello\n\ngo 1.21\n');
    expect(story.read('apps/hello/README.md')).toContain('nx run hello:containerize');
    expect(readJson(story.tree, 'apps/hello/project.json')).toMatchObject({
      $schema: '../../node_modules/nx/schemas/project-schema.json',
      name: 'hello',
      projectType: 'application',
      sourceRoot: 'apps/hello',
      tags: [],
      targets: { test: { cache: true, options: { command: 'go test ./...' } } },
    });
    expect(story.told).not.toContainEqual(expect.stringContaining('apps/hello'));
  });

  it('receives events', async () => {
    await story.generate('apps/hello', { template: 'cloudevents' });
    expect(story.spec('apps/hello')).toEqual({
      specVersion: '0.36.0',
      name: 'hello',
      runtime: 'go',
      invoke: 'cloudevent',
    });
    expect(story.filesIn('apps/hello')).toContain('go.sum');
    expect(story.read('apps/hello/go.mod')).toMatch(/^module hello\n/);
  });

  it('is what the options say', async () => {
    await story.generate('apps/hello', {
      name: 'greeter',
      registry: 'ghcr.io/acme/',
      namespace: 'shop',
      tags: 'scope:shop, type:function,,',
    });
    expect(story.spec('apps/hello')).toEqual({
      specVersion: '0.36.0',
      name: 'greeter',
      runtime: 'go',
      registry: 'ghcr.io/acme',
      namespace: 'shop',
    });
    expect(readJson(story.tree, 'apps/hello/project.json')).toMatchObject({
      name: 'greeter',
      tags: ['scope:shop', 'type:function'],
    });
    expect(story.read('apps/hello/go.mod')).toContain('module greeter\n');
  });

  it('registers the plugin', async () => {
    await story.generate('apps/hello');
    expect(readNxJson(story.tree)?.plugins).toContain('nx-func/plugin');
  });

  it('is run by no text of its template', async () => {
    await story.generate('apps/hello');
    await story.generate('apps/events', { template: 'cloudevents' });
    for (const file of ['hello', 'events'].flatMap((name) =>
      story.filesIn(`apps/${name}`).map((path) => `apps/${name}/${path}`),
    )) {
      expect([file, story.read(file)]).toEqual([file, expect.not.stringMatching(/<%|__/)]);
    }
  });

  it.each(['http', 'cloudevents'])('is made once: %s', async (template) => {
    story.tree.write('go.work', 'go 1.20\n');
    await story.generate('apps/hello', { template });
    const before = story.snapshot();
    story.told = [];
    await story.generate('apps/hello', { template });
    expect(story.snapshot()).toEqual(before);
    expect(story.told[0]).toBe(
      'apps/hello: the function is there already, its files stay as they are',
    );
  });

  it('keeps what a user has changed, and brings back nothing', async () => {
    await story.generate('apps/hello');
    story.tree.write('apps/hello/func.yaml', 'name: hello\nruntime: go\n# mine\n');
    story.tree.delete('apps/hello/function_test.go');
    story.tree.delete('apps/hello/project.json');
    const before = story.snapshot();
    await story.generate('apps/hello', { registry: 'ghcr.io/acme' });
    expect(story.snapshot()).toEqual(before);
  });

  it('goes to a func.yaml that stands alone', async () => {
    story.tree.write('apps/hello/func.yaml', 'name: greeter\nruntime: go\n');
    story.tree.write('apps/hello/README.md', 'mine\n');
    await story.generate('apps/hello');
    expect(story.read('apps/hello/func.yaml')).toBe('name: greeter\nruntime: go\n');
    expect(story.read('apps/hello/README.md')).toBe('mine\n');
    expect(story.tree.exists('apps/hello/function.go')).toBe(true);
    expect(readJson(story.tree, 'apps/hello/project.json')).toMatchObject({ name: 'greeter' });
  });

  it('goes to a project that is there', async () => {
    addProjectConfiguration(story.tree, 'greeter', { root: 'apps/hello', tags: ['mine'] });
    const before = story.read('apps/hello/project.json');
    await story.generate('apps/hello');
    expect(story.read('apps/hello/project.json')).toBe(before);
    expect(story.spec('apps/hello')).toMatchObject({ name: 'greeter' });
  });

  it('may be the workspace itself', async () => {
    await story.generate('.', { name: 'whole' });
    expect(readJson(story.tree, 'project.json')).toMatchObject({
      $schema: './node_modules/nx/schemas/project-schema.json',
      sourceRoot: '.',
    });
    expect(story.tree.exists('function.go')).toBe(true);
  });
});

describe('its name', () => {
  it.each([
    ['a project', 'libs/hello/project.json', '{"name": "hello"}'],
    ['a function', 'libs/hello/func.yaml', 'name: hello\nruntime: go\n'],
  ])('is made from the path where %s has it', async (_, file, content) => {
    story.tree.write(file, content);
    await story.generate('apps/hello');
    expect(story.spec('apps/hello')).toMatchObject({ name: 'apps-hello' });
    expect(readJson(story.tree, 'apps/hello/project.json')).toMatchObject({ name: 'apps-hello' });
    expect(story.read('apps/hello/go.mod')).toContain('module apps-hello\n');
    expect(story.told).toContain(
      'apps/hello: called "apps-hello", for libs/hello is called "hello" already',
    );
    const before = story.snapshot();
    await story.generate('apps/hello');
    expect(story.snapshot()).toEqual(before);
  });

  it('is not that of a module in go.work', async () => {
    story.tree.write('go.work', 'go 1.22\n\nuse ./libs/hello\n');
    story.tree.write('libs/hello/go.mod', 'module hello\n\ngo 1.22\n');
    await story.generate('apps/hello');
    expect(story.spec('apps/hello')).toMatchObject({ name: 'hello' });
    expect(story.read('apps/hello/go.mod')).toContain('module apps-hello\n');
    expect(story.read('go.work')).toBe('go 1.22\n\nuse ./libs/hello\nuse ./apps/hello\n');
    expect(story.told).toContain(
      'apps/hello: the Go module is called "apps-hello", for the module "hello" is in libs/hello already',
    );
  });

  it('is not a word of Go where it names the module', async () => {
    await story.generate('apps/time');
    expect(story.spec('apps/time')).toMatchObject({ name: 'time' });
    expect(story.read('apps/time/go.mod')).toContain('module time-function\n');
    expect(story.told).toContain(
      'apps/time: the Go module is called "time-function", for "time" is a word of Go\'s own',
    );
  });
});
