// Makes the generated parts of docs/ anew: `npm run docs`.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PAGES, renderPage } from './pages';

const ROOT = join(__dirname, '../..');

async function main(): Promise<void> {
  for (const page of PAGES) {
    const path = join(ROOT, page.file);
    const text = await renderPage(page, ROOT);
    const isSame = readFileSync(path, 'utf8') === text;
    if (!isSame) writeFileSync(path, text);
    console.log(`${page.file}: ${isSame ? 'unchanged' : 'written'}`);
  }
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
