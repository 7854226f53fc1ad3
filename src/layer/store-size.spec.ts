import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { temporaryFolder } from '../testing/temporary-folder';
import { evict, filesIn, limitOf, removeAbandoned, sum } from './store-size';

const folder = temporaryFolder();
const NOW = 1_000_000_000_000;
const MINUTE = 60_000;

/** Files of 10 bytes, each with the minutes since it was used. */
function write(files: Readonly<Record<string, number>>): void {
  for (const [name, minutes] of Object.entries(files)) {
    writeFileSync(folder(name), '0123456789');
    const seconds = (NOW - minutes * MINUTE) / 1000;
    utimesSync(folder(name), seconds, seconds);
  }
}

it.each([
  [40, 'abcd'],
  [39, 'abd'],
  [30, 'abd'],
  [29, 'ab'],
  [0, 'ab'],
])(
  'at a limit of %d bytes keeps %s: the oldest go, and none of the last hour',
  async (limit, left) => {
    write({ a: 0, b: 59, c: 500, d: 61 });
    const files = await filesIn(folder());
    expect(sum(files)).toBe(40);
    await evict(files, limit, NOW);
    expect(readdirSync(folder()).sort().join('')).toBe(left);
  },
);

it('does not mind a file that another process has removed', async () => {
  write({ a: 100, b: 200 });
  const files = await filesIn(folder());
  await evict([...files, { path: folder('gone'), size: 10, used: 0 }], 5, NOW);
  expect(readdirSync(folder())).toEqual([]);
});

it('removes half-written files after an hour', async () => {
  write({ young: 59, old: 61 });
  await removeAbandoned(folder(), NOW);
  expect(readdirSync(folder())).toEqual(['young']);
});

it('is no more than 10 GB, and a tenth of the disk', async () => {
  const limit = await limitOf(folder());
  expect(limit).toBeGreaterThan(0);
  expect(limit).toBeLessThanOrEqual(10_000_000_000);
});

it('finds nothing where there is no folder', async () => {
  await expect(filesIn(folder('none'))).resolves.toEqual([]);
});
