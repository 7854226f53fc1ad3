import { packageWorkspaces } from './package-workspaces';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace();
});

afterEach(() => {
  workspace.remove();
});

/** Folders whose package.json is asked for. */
const FOLDERS = ['', 'a/', 'libs/a/', 'libs/b/', 'libs/.c/', 'libs/a/deep/', 'libs-2/x/', 'x.y/z/'];

/** Those of {@link FOLDERS} that are members. */
async function members(files: Readonly<Record<string, string>>): Promise<string[]> {
  workspace.write(files);
  const isMember = await packageWorkspaces(workspace.root);
  return FOLDERS.filter((folder) => isMember(`${folder}package.json`));
}

function root(workspaces: unknown, more: object = {}): Record<string, string> {
  return { 'package.json': JSON.stringify({ name: 'root', workspaces, ...more }) };
}

describe('packageWorkspaces', () => {
  // What minimatch, which Nx asks, says of the same patterns.
  it.each<[string[], string[]]>([
    [[], []],
    [['libs/a'], ['libs/a/']],
    [['./libs/a/'], ['libs/a/']],
    [['libs/a/package.json'], ['libs/a/']],
    [['libs/*'], ['libs/a/', 'libs/b/']],
    [['libs/**'], ['libs/a/', 'libs/b/', 'libs/a/deep/']],
    [['libs/**/*'], ['libs/a/', 'libs/b/', 'libs/a/deep/']],
    [['*/*'], ['libs/a/', 'libs/b/', 'libs-2/x/', 'x.y/z/']],
    [['**'], ['', 'a/', 'libs/a/', 'libs/b/', 'libs/a/deep/', 'libs-2/x/', 'x.y/z/']],
    [['**/a'], ['a/', 'libs/a/']],
    [['.'], ['']],
    [['{libs,x.y}/*'], ['libs/a/', 'libs/b/', 'x.y/z/']],
    [['lib{s,s-{1,2}}/x'], ['libs-2/x/']],
    [['libs/[ab]'], ['libs/a/', 'libs/b/']],
    [['libs/[!a]'], ['libs/b/']],
    [['libs/?'], ['libs/a/', 'libs/b/']],
    [['libs/.c'], ['libs/.c/']],
    [['x.y/*'], ['x.y/z/']],
    [['xxy/*', 'lib+/*'], []],
    [['libs/[z-a]'], []],
    [['libs/*', '!libs/a'], ['libs/b/']],
    [
      ['libs/**', '!**/deep'],
      ['libs/a/', 'libs/b/'],
    ],
    [['!libs/**'], ['', 'a/', 'libs-2/x/', 'x.y/z/']],
  ])('%j', async (workspaces, expected) => {
    expect(await members(root(workspaces))).toEqual(expected);
  });

  it('knows the ways in which package managers write them', async () => {
    expect(await members(root({ packages: ['libs/*'] }))).toEqual(['libs/a/', 'libs/b/']);
    expect(
      await members({ ...root(['a']), 'pnpm-workspace.yaml': 'packages:\n- "libs/a"\n' }),
    ).toEqual(['a/', 'libs/a/']);
    expect(
      await members({ 'pnpm-workspace.yaml': '[', 'lerna.json': '{"packages":["x.y/*"]}' }),
    ).toEqual(['a/', 'x.y/z/']);
  });

  it('takes the folder packages for that of lerna', async () => {
    workspace.write({ ...root([]), 'lerna.json': '{}' });
    const isMember = await packageWorkspaces(workspace.root);
    expect(['packages/a', 'libs/a'].map((folder) => isMember(`${folder}/package.json`))).toEqual([
      true,
      false,
    ]);
  });

  it('takes the root for a member where it has settings of Nx', async () => {
    expect(await members(root(['a'], { nx: {} }))).toEqual(['', 'a/']);
    expect(await members(root(['!a'], { nx: {} }))).toHaveLength(6);
  });

  it.each([
    ['there is no package.json', {}],
    ['it is broken', { 'package.json': '{' }],
    ['it is a list', { 'package.json': '[]' }],
    ['what it has is no patterns', root('libs/*')],
    ['nor are these', root([1, null, {}])],
  ])('knows of none where %s', async (_, files) => {
    expect(await members(files)).toEqual([]);
  });
});
