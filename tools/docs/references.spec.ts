import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { PluginOptions } from '../../src/workspace/options';

import { readEntries } from './schema';

const ROOT = join(__dirname, '../..');

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
];

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(file: string): string[] {
  const headings = [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading ?? '');
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

describe('links', () => {
  const links = PAGES.flatMap((file) =>
    [
      ...read(file)
        .replaceAll(/`[^`]*`/g, '')
        .matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g),
    ].map(([, path = '', anchor]) => ({ file, path, anchor })),
  );

  it.each(links)('$file: $path#$anchor', ({ file, path, anchor }) => {
    const target = path === '' ? file : join(dirname(file), path);
    expect(existsSync(join(ROOT, target))).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
  });
});

describe('commands', () => {
  const entries = [...readEntries('generators', ROOT), ...readEntries('executors', ROOT)];
  /** Nx's own, for every generator. */
  const ofNx = ['dry-run', 'help', 'verbose', 'interactive'];

  const commands = PAGES.flatMap((file) =>
    [...read(file).matchAll(/\bnx-func:([a-z-]+)([^`\n]*)/g)].map(([, name = '', rest = '']) => ({
      file,
      name,
      flags: [...rest.matchAll(/ --([a-zA-Z-]+)/g)].map(([, flag = '']) => flag),
    })),
  );

  it.each(commands)('$file: nx-func:$name $flags', ({ name, flags }) => {
    const entry = entries.find((candidate) => candidate.name === name);
    expect(entry?.name).toBe(name);
    const known = [...Object.keys(entry?.schema.properties ?? {}), ...ofNx];
    expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
  });
});

describe('docs/containerize.md', () => {
  // A new option is missing here for the compiler, and then in the table.
  const options: Readonly<Record<keyof PluginOptions, true>> = {
    containerizeTargetName: true,
    certificates: true,
    revision: true,
  };

  it.each(Object.keys(options))('has the option %s of the plugin', (name) => {
    expect(read('docs/containerize.md')).toMatch(new RegExp(`^\\| \`${name}\` +\\| \\S`, 'm'));
  });
});
