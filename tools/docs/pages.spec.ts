import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FIELDS } from '../../src/function/fields';

import { PAGES, type Page, renderPage, staleness } from './pages';

const ROOT = join(__dirname, '../..');

describe('the pages of this repository', () => {
  it.each(PAGES)('$file is not stale', async (page) => {
    const stale = await staleness(page, ROOT);
    // Thrown, for it says what to do; a comparison of two pages would hide that.
    if (stale !== undefined) throw new Error(stale);
  });
});

describe('a change makes a page stale', () => {
  let root: string;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'docs-'));
    for (const path of ['docs', 'executors', 'generators', '.prettierrc.json']) {
      cpSync(join(ROOT, path), join(root, path), { recursive: true });
    }
    for (const path of ['executors.json', 'generators.json']) {
      cpSync(join(ROOT, path), join(root, path));
    }
    for (const page of PAGES) writeFileSync(join(root, page.file), await renderPage(page, root));
  });

  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(root, { recursive: true });
  });

  function page(file: string): Page {
    const found = PAGES.find((candidate) => candidate.file === file);
    if (found === undefined) throw new Error(`no page ${file}`);
    return found;
  }

  function replace(path: string, from: string | RegExp, to: string): void {
    const before = readFileSync(join(root, path), 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(join(root, path), after);
  }

  it.each([
    ['docs/executors.md', 'executors/containerize/schema.json'],
    ['docs/generators.md', 'generators/function/schema.json'],
  ])('%s: a description in %s', async (file, schema) => {
    replace(schema, /("properties"[^]*?"description": ")/, '$1Another word. ');
    const stale = await staleness(page(file), root);
    expect(stale).toContain(`${file} is stale: run \`npm run docs\`\nline `);
    expect(stale).toMatch(/\n\+ \| .*Another word\. /);
  });

  it('docs/func-yaml.md: the description of a field', async () => {
    jest.replaceProperty(FIELDS, 'domain', { ...FIELDS.domain, about: 'something else' });
    const stale = await staleness(page('docs/func-yaml.md'), root);
    expect(stale).toMatch(/\n\+ \| `domain` .*\| something else /);
  });

  it('docs/executors.md: a new executor', async () => {
    const entry = { schema: './executors/containerize/schema.json', description: 'Another one.' };
    replace('executors.json', '"executors": {', `"executors": { "push": ${JSON.stringify(entry)},`);
    expect(await staleness(page('docs/executors.md'), root)).toMatch(/\n\+ ## nx-func:push$/);
  });

  it('tells of a generated part that was edited, and of a format that is not that of Prettier', async () => {
    replace('docs/executors.md', 'list of strings', 'a number');
    const stale = await staleness(page('docs/executors.md'), root);
    expect(stale).toContain('\n- | `--platforms` | a number');
    replace('docs/func-yaml.md', /\n$/, '');
    const cut = await staleness(page('docs/func-yaml.md'), root);
    expect(cut).toMatch(
      /^docs\/func-yaml\.md is stale: run `npm run docs`\nline \d+\n- \(none\)\n\+ $/,
    );
  });

  it('leaves what is written by hand', async () => {
    replace('docs/executors.md', '<!-- generated:', 'A sentence of mine.\n\n<!-- generated:');
    expect(await staleness(page('docs/executors.md'), root)).toBeUndefined();
  });
});
