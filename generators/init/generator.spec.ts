import { logger, readNxJson, type Tree, updateNxJson } from '@nx/devkit';
import { refusal } from '../../src/workspace/testing/build';
import { contentOf, treeWith } from '../../src/workspace/testing/tree';
import initGenerator from './generator';

let tree: Tree;
let told: string[];

beforeEach(() => {
  tree = treeWith();
  told = [];
  const tell = (kind: string) => (line: unknown) => void told.push(`${kind} ${String(line)}`);
  jest.spyOn(logger, 'info').mockImplementation(tell('info'));
  jest.spyOn(logger, 'warn').mockImplementation(tell('warn'));
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe('the plugin in nx.json', () => {
  it.each<[before: unknown, after: unknown]>([
    [undefined, ['nx-func/plugin']],
    [[], ['nx-func/plugin']],
    [['nx-func/plugin'], ['nx-func/plugin']],
    [['other'], ['nx-func/plugin', 'other']],
    // Another name of the same package is another entry.
    [['nx-func'], ['nx-func/plugin', 'nx-func']],
    [
      ['other', { plugin: 'nx-func/plugin', options: { revision: true } }],
      ['other', { plugin: 'nx-func/plugin', options: { revision: true } }],
    ],
    [
      [{ plugin: 'nx-func/plugin', include: ['apps/**'] }],
      [{ plugin: 'nx-func/plugin', include: ['apps/**'] }],
    ],
    [
      [{ plugin: './tools/x.js', exclude: ['a'] }, null, 1, {}],
      ['nx-func/plugin', { plugin: './tools/x.js', exclude: ['a'] }, null, 1, {}],
    ],
  ])('%j', async (before, after) => {
    updateNxJson(tree, { ...readNxJson(tree), plugins: before } as never);
    await initGenerator(tree);
    expect(readNxJson(tree)?.plugins).toEqual(after);
    const once = contentOf(tree);
    await initGenerator(tree);
    expect(contentOf(tree)).toEqual(once);
  });

  it('makes the file where there is none', async () => {
    tree.delete('nx.json');
    await initGenerator(tree);
    expect(JSON.parse(tree.read('nx.json', 'utf8')!)).toEqual({ plugins: ['nx-func/plugin'] });
  });

  it('leaves all else as it is', async () => {
    tree.write('nx.json', '{"analytics": false, "targetDefaults": {"a": {"cache": true}}}');
    await initGenerator(tree);
    expect(JSON.parse(tree.read('nx.json', 'utf8')!)).toEqual({
      analytics: false,
      targetDefaults: { a: { cache: true } },
      plugins: ['nx-func/plugin'],
    });
  });

  it('refuses plugins that are no list', async () => {
    tree.write('nx.json', '{"plugins": {"nx-func/plugin": {}}}');
    expect(await refusal(() => initGenerator(tree))).toBe(
      'nx.json: "plugins" is not a list\n  Make it one, as in "plugins": ["nx-func/plugin"].',
    );
  });
});

describe('.gitignore', () => {
  it.each([
    ['', '.func\n'],
    ['node_modules', 'node_modules\n.func\n'],
    ['node_modules\n', 'node_modules\n.func\n'],
    ['node_modules\r\ndist', 'node_modules\r\ndist\r\n.func\r\n'],
    ['a\r\n', 'a\r\n.func\r\n'],
    // Only at the root of the workspace, in a comment, another name, taken back.
    ['/.func\n', '/.func\n.func\n'],
    ['.func/build/**\n', '.func/build/**\n.func\n'],
    ['# .func\n', '# .func\n.func\n'],
    ['.funcs\n.FUNC\n', '.funcs\n.FUNC\n.func\n'],
    ['.func\n!.func\n', '.func\n!.func\n.func\n'],
  ])('%j', async (before, after) => {
    tree.write('.gitignore', before);
    await initGenerator(tree);
    expect(tree.read('.gitignore', 'utf8')).toBe(after);
    await initGenerator(tree);
    expect(tree.read('.gitignore', 'utf8')).toBe(after);
  });

  it.each(['.func\n', '.func/\n', '**/.func\n', '**/.func/\n', '**/.func/**', '.fun*\r\n'])(
    '%j is enough',
    async (text) => {
      tree.write('.gitignore', text);
      await initGenerator(tree);
      expect(tree.read('.gitignore', 'utf8')).toBe(text);
    },
  );

  it('is made where there is none', async () => {
    tree.delete('.gitignore');
    await initGenerator(tree);
    expect(tree.read('.gitignore', 'utf8')).toBe('.func\n');
  });
});

describe('what it tells', () => {
  const before = process.env['FUNC_GO'];

  afterEach(() => {
    if (before === undefined) delete process.env['FUNC_GO'];
    else process.env['FUNC_GO'] = before;
  });

  it('names compilers that are missing, and files that are not Knative’s', async () => {
    process.env['FUNC_GO'] = '/nowhere/go';
    tree.write('a/func.yaml', 'name: hello\nruntime: go\n');
    tree.write('b/func.yaml', 'schema_version: 20180708\nname: b\nruntime: go\n');
    tree.write('c/func.yaml', 'logLevel: info\n');
    await initGenerator(tree);
    expect(told).toEqual([
      'warn the Go compiler is missing (for hello): FUNC_GO names no program: set it to one, or unset it',
      "info b/func.yaml: skipped, it is a func.yaml of Oracle's Fn Project",
      'info c/func.yaml: skipped, it is not a func.yaml of Knative func',
    ]);
  });

  it('is nothing where all is well', async () => {
    // Node is a program, too.
    process.env['FUNC_GO'] = process.execPath;
    tree.write('a/func.yaml', 'runtime: go\n');
    await initGenerator(tree);
    expect(told).toEqual([]);
  });
});

it.each([true, false])('formats unless told not to (skipFormat: %s)', async (skipFormat) => {
  // A formatter that is configured and not there is told of by whom it is called.
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  tree.write('.prettierrc', '{}');
  await initGenerator(tree, { skipFormat });
  expect(warn.mock.calls.filter(([line]) => String(line).includes('format files'))).toHaveLength(
    skipFormat ? 0 : 1,
  );
});
