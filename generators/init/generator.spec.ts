import { readNxJson, type Tree, updateNxJson } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import initGenerator from './generator';

describe('init', () => {
  let tree: Tree;

  beforeEach(() => {
    tree = createTreeWithEmptyWorkspace();
    // A formatter that is not installed here would only warn.
    tree.delete('.oxfmtrc.json');
  });

  it('registers the plugin and ignores the output', async () => {
    tree.write('.gitignore', 'node_modules');
    await initGenerator(tree);
    expect(readNxJson(tree)?.plugins).toEqual(['nx-func/plugin']);
    expect(tree.read('.gitignore', 'utf8')).toBe('node_modules\n.func\n');
  });

  it('changes nothing the second time', async () => {
    await initGenerator(tree);
    const before = [tree.read('nx.json', 'utf8'), tree.read('.gitignore', 'utf8')];
    await initGenerator(tree);
    expect([tree.read('nx.json', 'utf8'), tree.read('.gitignore', 'utf8')]).toEqual(before);
  });

  it('keeps other plugins, and a registration with options', async () => {
    const plugins = ['other', { plugin: 'nx-func/plugin', options: { revision: true } }];
    updateNxJson(tree, { ...readNxJson(tree), plugins });
    await initGenerator(tree);
    expect(readNxJson(tree)?.plugins).toEqual(plugins);
  });

  it.each(['.func', '**/.func/', '.func/'])('takes %s in .gitignore as enough', async (line) => {
    tree.write('.gitignore', `${line}\n`);
    await initGenerator(tree);
    expect(tree.read('.gitignore', 'utf8')).toBe(`${line}\n`);
  });
});
