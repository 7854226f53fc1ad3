// Removes what builds and tests leave in this repository: `npm run clean`.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

for (const folder of ['dist', 'tmp', 'coverage']) {
  rmSync(fileURLToPath(new URL(`../${folder}`, import.meta.url)), { recursive: true, force: true });
}
