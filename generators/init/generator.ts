import { formatFiles, readNxJson, type Tree, updateNxJson } from '@nx/devkit';

const PLUGIN = 'nx-func/plugin';

/** A line of .gitignore that stands for build output anywhere in the workspace. */
const OUTPUT = '.func';

/** Registers the plugin in nx.json and makes git ignore what it builds. Run twice it changes nothing. */
export default async function initGenerator(tree: Tree): Promise<void> {
  registerPlugin(tree);
  ignoreOutput(tree);
  await formatFiles(tree);
}

function registerPlugin(tree: Tree): void {
  const nxJson = readNxJson(tree) ?? {};
  const plugins = nxJson.plugins ?? [];
  const isThere = plugins.some(
    (plugin) => (typeof plugin === 'string' ? plugin : plugin.plugin) === PLUGIN,
  );
  if (!isThere) updateNxJson(tree, { ...nxJson, plugins: [...plugins, PLUGIN] });
}

function ignoreOutput(tree: Tree): void {
  const text = tree.exists('.gitignore') ? (tree.read('.gitignore', 'utf8') ?? '') : '';
  const isThere = text.split(/\r?\n/).some((line) => /^(\*\*\/)?\.func\/?$/.test(line.trim()));
  if (isThere) return;
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  tree.write('.gitignore', `${text}${separator}${OUTPUT}\n`);
}
