import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as babel from 'prettier/plugins/babel';
import * as estree from 'prettier/plugins/estree';
import * as markdown from 'prettier/plugins/markdown';
import * as yaml from 'prettier/plugins/yaml';
import { format } from 'prettier/standalone';

/** A table; a row for each item, a cell for each column. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

/** Text of a schema as Markdown: outside of code, angle brackets are HTML to some renderers. */
export function inline(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts
    .map((part) => (part.startsWith('`') ? part : part.replace(/[<>]/g, '\\$&')))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** A pipe ends a cell, in code too. */
function cell(text: string): string {
  return inline(text).replaceAll('|', '\\|');
}

/**
 * As `prettier --check` wants it. The standalone build: the other one is loaded with `import()`, which
 * Jest does not allow.
 *
 * @param root the folder with .prettierrc.json.
 */
export async function formatMarkdown(text: string, root: string): Promise<string> {
  const config = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8')) as object;
  const plugins = [markdown, babel, estree, yaml];
  return format(text, { ...config, parser: 'markdown', plugins });
}
