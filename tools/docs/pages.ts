import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { fillBlocks } from './blocks';
import { executorsPart, generatorsPart } from './entries-part';
import { fieldsPart } from './fields-part';
import { formatMarkdown } from './markdown';

/** A page that is made from the code, but for what is written by hand around it. */
export interface Page {
  /** Relative to the repository. */
  readonly file: string;
  /** Makes each generated part, by name. */
  readonly parts: Readonly<Record<string, (root: string) => string>>;
}

export const PAGES: readonly Page[] = [
  { file: 'docs/func-yaml.md', parts: { fields: fieldsPart } },
  { file: 'docs/generators.md', parts: { generators: generatorsPart } },
  { file: 'docs/executors.md', parts: { executors: executorsPart } },
];

/**
 * A page as it is to be, formatted.
 *
 * @param root the repository.
 */
export async function renderPage({ file, parts }: Page, root: string): Promise<string> {
  const made = Object.entries(parts).map(([name, make]) => [name, make(root)]);
  const blocks = Object.fromEntries(made) as Record<string, string>;
  return formatMarkdown(fillBlocks(readFileSync(join(root, file), 'utf8'), blocks), root);
}

/**
 * What to say of a page that is not as it is to be; undefined if it is.
 *
 * @param root the repository.
 */
export async function staleness(page: Page, root: string): Promise<string | undefined> {
  const found = readFileSync(join(root, page.file), 'utf8');
  const expected = await renderPage(page, root);
  if (found === expected) return undefined;
  const head = `${page.file} is stale: run \`npm run docs\``;
  const [before, after] = [found.split('\n'), expected.split('\n')];
  const line = after.findIndex((text, index) => !isSameButForWidth(before[index], text));
  return line === -1
    ? head
    : `${head}\nline ${line + 1}\n- ${before[line] ?? '(none)'}\n+ ${after[line] ?? ''}`;
}

/** One longer cell makes every row of its table wider. */
function isSameButForWidth(a: string | undefined, b: string): boolean {
  return a !== undefined && squeeze(a) === squeeze(b);
}

function squeeze(line: string): string {
  return line.replaceAll(/ {2,}/g, ' ').replaceAll(/-{3,}/g, '---');
}
