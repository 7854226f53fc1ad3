/** A blob that is taken from another place of this machine. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { UserError } from '../errors';
import { refusal } from '../testing/collect';
import { temporaryFolder } from '../testing/temporary-folder';
import { digestOf } from './digest';
import { Layout } from './layout';

const folder = temporaryFolder();
const BYTES = Buffer.alloc(3 << 20, 'a blob ');
const DIGEST = digestOf(BYTES);

let layout: Layout;

beforeEach(async () => {
  layout = new Layout(folder('oci'), folder('staging'), 'fn/oci');
  await layout.open();
  writeFileSync(folder('source'), BYTES, { mode: 0o600 });
});

const staged = (): string[] => readdirSync(folder('staging'));

it('is copied, and the copy has the mode of a blob that was written', async () => {
  await expect(layout.adoptBlob(folder('source'), DIGEST)).resolves.toBe(true);
  const { digest } = await layout.writeBlob([Buffer.from('another')]);
  expect(readFileSync(layout.stagedPath(DIGEST)).equals(BYTES)).toBe(true);
  const modes = [DIGEST, digest].map((one) => lstatSync(layout.stagedPath(one)).mode & 0o777);
  expect(modes[0]).toBe(modes[1]);
  expect(modes[0]! & 0o600).toBe(0o600);
});

it('has what the umask leaves of it', async () => {
  const before = process.umask(0o077);
  try {
    await layout.adoptBlob(folder('source'), DIGEST);
  } finally {
    process.umask(before);
  }
  expect(lstatSync(layout.stagedPath(DIGEST)).mode & 0o777).toBe(0o600);
});

it.each<[string, () => void]>([
  [
    'another one',
    () => {
      writeFileSync(folder('source'), 'x', { flag: 'a' });
    },
  ],
  [
    'empty',
    () => {
      writeFileSync(folder('source'), '');
    },
  ],
])('is not taken where it is %s, and nothing is left of it', async (_, change) => {
  change();
  await expect(layout.adoptBlob(folder('source'), DIGEST)).resolves.toBe(false);
  expect(staged()).toEqual([]);
  expect(() => layout.stagedPath(DIGEST)).toThrow(`${DIGEST} was not written`);
});

it('is not taken where it is gone by now, and that ends no build', async () => {
  await expect(layout.adoptBlob(folder('none'), DIGEST)).resolves.toBe(false);
  expect(() => layout.stagedPath(DIGEST)).toThrow(`${DIGEST} was not written`);
});

it('is not taken where it is no file', async () => {
  mkdirSync(folder('folder'));
  await expect(layout.adoptBlob(folder('folder'), DIGEST)).resolves.toBe(false);
});

it('is an error where nothing can be written', async () => {
  // The same for root, whom no mode stops.
  await layout.discard();
  chmodSync(folder('source'), 0o600);
  const told = await refusal(() => layout.adoptBlob(folder('source'), DIGEST), UserError);
  expect(told).toBe(
    'fn/oci: cannot write the image: the file is gone\n' +
      '  Build again when nothing else writes the project.',
  );
});
