import { logger, readJson } from '@nx/devkit';
import { refusal } from '../../src/workspace/testing/build';
import { TempWorkspace } from '../../src/workspace/testing/temp-workspace';
import { Story } from './testing/story';

let story: Story;

beforeEach(() => {
  story = new Story();
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a template of the workspace', () => {
  let workspace: TempWorkspace;

  beforeEach(() => {
    workspace = new TempWorkspace({
      'go/http/func.yaml.template':
        '# For <%= name %>\nname: other\nrun:\n  envs:\n    # Loud.\n    - name: LOG\n      value: debug\n',
      'go/http/project.json.template':
        '{"name": "other", "tags": ["own"], "targets": {"serve": {}}}',
      'go/http/cmd/__name__.go.template': 'package function // <%= module %> <%= directory %>\n',
      'php/plain/index.php': '<?php echo "<%= name %>";\n',
      'perl/only/f.pl': 'print "<%= name %>";\n',
      'php/broken/index.php.template': '<%= name %>\n<% if ( %>\n',
      'php/missing/index.php.template': 'one\n<%= nothing %>\n',
      'php/empty/.keep/x': '',
      'not-a-runtime.txt': '',
    });
    workspace.remove('php/empty/.keep');
  });

  afterEach(() => {
    workspace.remove();
  });

  it('comes before the built-in one', async () => {
    await story.generate('apps/hello', { templates: workspace.root, tags: 'more' });
    expect(story.filesIn('apps/hello')).toEqual(['cmd', 'func.yaml', 'project.json']);
    expect(story.read('apps/hello/cmd/hello.go')).toBe('package function // hello apps/hello\n');
    expect(readJson(story.tree, 'apps/hello/project.json')).toEqual({
      $schema: '../../node_modules/nx/schemas/project-schema.json',
      name: 'hello',
      projectType: 'application',
      sourceRoot: 'apps/hello',
      tags: ['own', 'more'],
      targets: { serve: {} },
    });
    expect(story.spec('apps/hello')).toEqual({
      specVersion: '0.36.0',
      name: 'hello',
      runtime: 'go',
      run: { envs: [{ name: 'LOG', value: 'debug' }] },
    });
    const funcYaml = story.read('apps/hello/func.yaml');
    expect(funcYaml).toContain('# For hello\n');
    expect(funcYaml).toContain('# Loud.\n');
  });

  it('leaves the built-in ones there', async () => {
    await story.generate('apps/hello', { templates: workspace.root, template: 'cloudevents' });
    expect(story.tree.exists('apps/hello/go.sum')).toBe(true);
  });

  it('may be for another runtime', async () => {
    const options = { templates: workspace.root, runtime: 'php', template: 'plain' };
    const next = await story.generate('apps/hello', options);
    expect(next).toEqual(['apps/hello: next: nx run hello:containerize']);
    expect(story.told).toEqual([
      'warning: apps/hello: containerize cannot build php functions yet, only go; until it can: func build --builder=pack',
    ]);
    expect(story.filesIn('apps/hello')).toEqual(['func.yaml', 'index.php', 'project.json']);
    expect(story.read('apps/hello/index.php')).toBe('<?php echo "hello";\n');
    expect(story.spec('apps/hello')).toMatchObject({ runtime: 'php' });
  });

  it('needs no name where it is the only one of its runtime', async () => {
    await story.generate('apps/hello', { templates: workspace.root, runtime: 'perl' });
    expect(story.read('apps/hello/f.pl')).toBe('print "hello";\n');
  });

  it.each([
    [
      'broken',
      /^php\/broken\/index\.php\.template: the template cannot be filled in: .+\n {2}It is EJS: <%= name %> puts a value in, and <%% stands for <%\.$/,
    ],
    [
      'missing',
      /^php\/missing\/index\.php\.template:2: the template cannot be filled in: nothing is not defined\n {2}It is EJS: .+$/,
    ],
  ])('is told by its file when it is %s', async (template, expected) => {
    story.tree.root = workspace.root;
    const errors: unknown[] = [];
    jest.spyOn(logger, 'error').mockImplementation((line) => void errors.push(line));
    const message = await refusal(() =>
      story.generate('apps/hello', { templates: '.', runtime: 'php', template }),
    );
    expect(message).toMatch(expected);
    expect(errors).toEqual([`Error in php/${template}/index.php.template:`]);
  });

  it('has to have files', async () => {
    story.tree.root = workspace.root;
    expect(
      await refusal(() =>
        story.generate('apps/hello', { templates: '.', runtime: 'php', template: 'empty' }),
      ),
    ).toBe('php/empty: the template is empty\n  Put the files of a function into it.');
  });

  it('is listed', async () => {
    const options = { templates: workspace.root };
    expect(await refusal(() => story.generate('apps/hello', { ...options, runtime: 'rust' }))).toBe(
      'option runtime: there is no runtime "rust"\n' +
        '  These have templates: go (http, cloudevents), perl (only), php (broken, empty, missing, plain). As in --runtime go.',
    );
    expect(
      await refusal(() => story.generate('apps/hello', { ...options, template: 'grpc' })),
    ).toBe(
      'option template: there is no template "grpc" for go\n  These are there: http, cloudevents.',
    );
  });
});
