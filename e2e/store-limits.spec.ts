/** Layers of many files, of large ones, and of what a file system has that an image must not. */
import {
  chmodSync,
  chownSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { must, run, temporaryFolder } from './support';
import { runScript } from './support/packed';

/** What `make-layer.mjs` prints. */
interface Made {
  readonly digest: string;
  /** The file of the blob. */
  readonly blob: string;
  readonly files: number;
  readonly bytes: number;
  /** KiB. */
  readonly maxRSS: number;
}

function makeLayer(folder: string): Promise<Made> {
  return runScript<Made>('make-layer.mjs', [folder, join(temporaryFolder('layer'), 'output')]);
}

async function listed(blob: string): Promise<string[]> {
  const { stdout } = await must(['tar', '-tzf', blob, '--quoting-style=literal']);
  return stdout.trimEnd().split('\n');
}

it('200,000 files', async () => {
  const folder = temporaryFolder('many');
  for (let i = 0; i < 200; i++) {
    const inside = join(folder, `package-${i}`);
    mkdirSync(inside);
    for (let j = 0; j < 1000; j++) writeFileSync(join(inside, `${j}.js`), `exports.n = ${j};\n`);
  }
  const { files, blob, maxRSS } = await makeLayer(folder);
  expect(files).toBe(200_000);
  // `func` itself, and its folders.
  expect(await listed(blob)).toHaveLength(200_000 + 200 + 1);
  expect(maxRSS * 1024).toBeLessThan(400e6);
});

it('a file of 5 GB, in less than 150 MB of memory', async () => {
  const folder = temporaryFolder('large');
  writeFileSync(join(folder, 'large'), '');
  truncateSync(join(folder, 'large'), 5e9);
  const { bytes, blob, maxRSS } = await makeLayer(folder);
  expect(bytes).toBe(5e9);
  // gzip keeps the size modulo 4 GiB, and checks it.
  await must(['sh', '-c', 'gzip --test < "$0"', blob]);
  expect(maxRSS * 1024).toBeLessThan(150e6);
});

/** Long names, deep folders, links, and programs. */
function odd(): string {
  const folder = temporaryFolder('odd');
  const deep = Array.from({ length: 64 }, (_, level) => `level-${level}`).join('/');
  const long = `${'d'.repeat(99)}/${'f'.repeat(200)}`;
  expect(Buffer.byteLength(long)).toBe(300);
  const unicode = `${'ü'.repeat(22)}/${'日'.repeat(85)}`;
  expect(Buffer.byteLength(unicode)).toBe(300);
  for (const name of [`${deep}/bottom`, long, unicode, 'twin', 'other', 'empty']) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), name === 'empty' ? '' : 'content\n');
  }
  writeFileSync(join(folder, 'program'), '#!/bin/sh\n');
  symlinkSync(long, join(folder, 'link'));
  symlinkSync('n'.repeat(300), join(folder, 'link-to-nothing'));
  return folder;
}

it('names of 300 bytes, and 64 folders in one another, as GNU tar unpacks them', async () => {
  const folder = odd();
  const { blob } = await makeLayer(folder);
  const out = temporaryFolder('out');
  await must(['tar', '-xzf', blob, '-C', out]);
  await must(['diff', '--recursive', '--no-dereference', folder, join(out, 'func')]);
  const names = (root: string): string[] =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  expect(names(join(out, 'func'))).toEqual(names(folder));
  expect(names(folder).some((name) => name.split('/').length === 65)).toBe(true);
});

it('has nothing of owner, modes, times, hard links and attributes of this machine', async () => {
  const plain = odd();
  const host = join(temporaryFolder('host'), 'odd');
  cpSync(plain, host, { recursive: true, verbatimSymlinks: true });
  rmSync(join(host, 'other'));
  linkSync(join(host, 'twin'), join(host, 'other'));
  chmodSync(join(host, 'program'), 0o4700);
  chmodSync(join(host, 'empty'), 0o2777);
  chmodSync(join(host, 'level-0'), 0o1700);
  utimesSync(join(host, 'twin'), 1, 1_900_000_000);
  if (process.getuid?.() === 0) chownSync(join(host, 'empty'), 12345, 54321);
  const code = "import os, sys; os.setxattr(sys.argv[1], 'user.nx-func', b'1')";
  const attribute = await run(['python3', '-c', code, join(host, 'twin')]);
  if (attribute.code !== 0) process.stderr.write('not run: no extended attributes here\n');
  expect(statSync(join(host, 'other')).nlink).toBe(2);
  expect((await makeLayer(host)).digest).toBe((await makeLayer(plain)).digest);
});
