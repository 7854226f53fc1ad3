import { readIgnoreRules } from './ignore-rules';
import { refusal } from './testing/build';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace();
});

afterEach(() => {
  workspace.remove();
});

describe('readIgnoreRules', () => {
  it('knows the built-in rules, and those of .funcignore', () => {
    workspace.write({ 'apps/fn/.funcignore': 'docs\n' });
    const rules = readIgnoreRules(workspace.root, 'apps/fn');
    const paths = ['docs/a.md', '.env', 'handle.go', '.func/x'];
    expect(paths.filter((path) => rules.ignores(path))).toEqual(['docs/a.md', '.env', '.func/x']);
  });

  it('names a malformed line relative to the workspace', async () => {
    workspace.write({ 'apps/fn/.funcignore': 'docs\n[\n', '.funcignore': '[' });
    const read = (root: string) => () => readIgnoreRules(workspace.root, root);
    expect(await refusal(read('apps/fn'))).toContain('apps/fn/.funcignore:2');
    expect(await refusal(read('.'))).toMatch(/^\.funcignore:1/);
  });
});
