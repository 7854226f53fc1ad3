import { GitIgnore } from './git-ignore';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

afterEach(() => {
  workspace.remove();
});

function ignored(files: Record<string, string>, ...paths: string[]): string[] {
  workspace = new TempWorkspace(files);
  const git = new GitIgnore(workspace.root);
  return paths.filter((path) => git.ignores(path));
}

describe('GitIgnore', () => {
  it('ignores nothing in a workspace without rules', () => {
    expect(ignored({}, 'a', 'fn/a.log', 'fn/')).toEqual([]);
  });

  it('takes the rules of the root to every depth', () => {
    const files = { '.gitignore': '*.log\n/top\n# a comment\n' };
    expect(ignored(files, 'a.log', 'fn/sub/a.log', 'top', 'fn/top', 'fn/a.txt')).toEqual([
      'a.log',
      'fn/sub/a.log',
      'top',
    ]);
  });

  it('takes the rules of a nested file relative to its folder', () => {
    const files = { 'fn/.gitignore': '/secret\n' };
    expect(ignored(files, 'secret', 'fn/secret', 'fn/sub/secret')).toEqual(['fn/secret']);
  });

  it('lets the innermost rule decide, also when it brings back', () => {
    const files = { '.gitignore': '*.log\n', 'fn/.gitignore': '!kept.log\n' };
    expect(ignored(files, 'kept.log', 'fn/kept.log', 'fn/sub/kept.log', 'fn/other.log')).toEqual([
      'kept.log',
      'fn/other.log',
    ]);
  });

  it('takes a pattern with a slash at its end for folders alone', () => {
    expect(ignored({ '.gitignore': 'out/\n' }, 'fn/out/', 'fn/out')).toEqual(['fn/out/']);
  });

  it('reads .nxignore and .git/info/exclude too', () => {
    const files = { '.nxignore': 'a\n', 'fn/.nxignore': 'b\n', '.git/info/exclude': 'c\n' };
    expect(ignored(files, 'fn/a', 'fn/b', 'b', 'fn/c', 'fn/d')).toEqual(['fn/a', 'fn/b', 'fn/c']);
  });

  it('knows small letters from capital ones, as git does', () => {
    expect(ignored({ '.gitignore': 'Data\n' }, 'Data', 'data')).toEqual(['Data']);
  });

  it('has no rules from an ignore file that is a folder', () => {
    expect(ignored({ '.gitignore/x': '' }, 'x', 'fn/x')).toEqual([]);
  });
});
