import { nameInFiles, readProjectFiles } from './project-files';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace();
});

afterEach(() => {
  delete process.env['NX_INFER_ALL_PACKAGE_JSONS'];
  workspace.remove();
});

/** Folder to the name that its files give. */
async function names(files: Readonly<Record<string, string>>) {
  workspace.write(files);
  const projects = await readProjectFiles(Object.keys(files), workspace.root);
  return Object.fromEntries([...projects].map(([root, found]) => [root, nameInFiles(root, found)]));
}

const MEMBERS = { 'package.json': '{"name":"root","workspaces":["a"]}' };

describe('readProjectFiles and nameInFiles', () => {
  // Each as `nx show projects` of Nx 23.2.1 and 24.0.6 has it.
  it.each<[string, Record<string, string>, Record<string, string | undefined>]>([
    ['project.json', { 'a/project.json': '{"name":"x"}' }, { a: 'x' }],
    ['project.json, which leaves it open', { 'a/project.json': '{}' }, { a: undefined }],
    ['project.json with comments', { 'a/project.json': '// c\n{"name":"x",}' }, { a: 'x' }],
    ['project.json of another folder', { 'a/project.json': '{"name":"x","root":"b"}' }, { b: 'x' }],
    ['a broken project.json', { 'a/project.json': '{' }, { a: undefined }],
    ['a member', { ...MEMBERS, 'a/package.json': '{"name":"x"}' }, { a: 'x' }],
    ['a member without a name', { ...MEMBERS, 'a/package.json': '{}' }, { a: 'a' }],
    [
      'a member with a name for Nx',
      { ...MEMBERS, 'a/package.json': '{"name":"x","nx":{"name":"y"}}' },
      { a: 'y' },
    ],
    ['no member', { ...MEMBERS, 'B/package.json': '{"name":"x"}' }, {}],
    [
      'no member, but beside a project.json',
      { ...MEMBERS, 'B/package.json': '{}', 'B/project.json': '{}' },
      { B: 'b' },
    ],
    [
      'both: project.json wins',
      { ...MEMBERS, 'a/package.json': '{"name":"x"}', 'a/project.json': '{"name":"y"}' },
      { a: 'y' },
    ],
    ['the root', { 'package.json': '{"name":"root","nx":{}}' }, { '.': 'root' }],
    ['other files', { 'a/func.yaml': 'name: x\n', 'a/tsconfig.json': '{}' }, {}],
  ])('%s', async (_, files, expected) => {
    expect(await names(files)).toEqual(expected);
  });

  it('knows that all are members where the environment says so', async () => {
    process.env['NX_INFER_ALL_PACKAGE_JSONS'] = 'true';
    expect(await names({ 'b/package.json': '{"name":"x"}' })).toEqual({ b: 'x' });
    expect(await names({ ...MEMBERS, 'b/package.json': '{"name":"x"}' })).toEqual({});
  });
});
