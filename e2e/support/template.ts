/** A workspace with Nx and the packed package installed: made once for a jest run, copied for each story. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { removeFolder } from './cleanup';
import { must } from './run';
import { runFolder, verdict } from './verdict';

const NX_VERSION = '24.0.6';
const PACKAGE = 'packages/nx-func.tgz';

/** The files of a fresh workspace; a story may write over any of them. */
const FILES: Record<string, unknown> = {
  'package.json': {
    name: 'story',
    version: '0.0.0',
    private: true,
    // Relative: no path of this machine is in the workspace.
    devDependencies: { nx: NX_VERSION, 'nx-func': `file:${PACKAGE}` },
  },
  'nx.json': { plugins: ['nx-func/plugin'], analytics: false },
  '.gitignore': 'node_modules\n.nx\n.func\n/packages/*.tgz\n',
};

/** The folder of the template; the first story that asks installs it (four seconds). */
export async function workspaceTemplate(): Promise<string> {
  const tarball = requirePackage();
  const template = join(runFolder(), 'template');
  if (!existsSync(template)) {
    await install(template, tarball);
  }
  return template;
}

/** The path of the packed plugin; an error with npm's words where there is none. */
export function requirePackage(): string {
  if (verdict('packageError') !== '') {
    throw new Error(`there is no package to test: ${verdict('packageError')}`);
  }
  return verdict('tarball');
}

/** Made beside and renamed: two workers may do it at once, and no one sees half a template. */
async function install(template: string, tarball: string): Promise<void> {
  const draft = mkdtempSync(`${template}-`);
  mkdirSync(join(draft, 'packages'));
  copyFileSync(tarball, join(draft, PACKAGE));
  for (const [name, content] of Object.entries(FILES)) {
    writeFileSync(
      join(draft, name),
      typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`,
    );
  }
  await must(
    ['npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
    { cwd: draft },
  );
  try {
    renameSync(draft, template);
  } catch (error) {
    if (!existsSync(template)) {
      throw error;
    }
    removeFolder(draft);
  }
}
