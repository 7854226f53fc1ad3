import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';

/** A workspace in memory with these files; what is no text is written as JSON. */
export function treeWith(files: Readonly<Record<string, string | object>> = {}): Tree {
  const tree = createTreeWithEmptyWorkspace();
  // A formatter that is not installed here would only warn.
  tree.delete('.oxfmtrc.json');
  for (const [path, content] of Object.entries(files)) {
    tree.write(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return tree;
}

/** All that differs from an empty folder, for a second run that is to change nothing. */
export function contentOf(tree: Tree): Record<string, string | null> {
  return Object.fromEntries(
    tree.listChanges().map(({ path }) => [path, tree.read(path, 'utf8')] as const),
  );
}
