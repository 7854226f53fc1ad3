import { Folders } from './folders';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace({ 'a/x': '', 'a/sub/y': '' });
});

afterEach(() => {
  workspace.remove();
});

describe('Folders', () => {
  it('knows what is in a folder, folders too, and looks once', () => {
    const folders = new Folders();
    const folder = workspace.path('a');
    expect(['x', 'sub', 'y'].map((name) => folders.has(folder, name))).toEqual([true, true, false]);
    workspace.write({ 'a/y': '' });
    expect(folders.has(folder, 'y')).toBe(false);
    const names = folders.list(folder).map(({ name }) => name.toString());
    expect(names.sort()).toEqual(['sub', 'x']);
    expect(new Folders().has(folder, 'y')).toBe(true);
  });

  it.each(['none', 'a/x', 'a/x/none'])('has nothing of %s, and lists it with an error', (path) => {
    const folders = new Folders();
    expect(folders.has(workspace.path(path), 'x')).toBe(false);
    expect(() => folders.list(workspace.path(path))).toThrow(/ENOENT|ENOTDIR/);
  });
});
