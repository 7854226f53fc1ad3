import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { type Digest, hexOf } from '../image/digest';
import { Layout } from '../image/layout';
import type { Log } from '../log';
import { temporaryFolder } from '../testing/temporary-folder';
import { BlobStore } from './blob-store';
import type { Entry } from './entry';
import { type MadeLayer, storedLayer } from './stored-layer';

const folder = temporaryFolder();
const SIZE = 3 << 20;

let warnings: string[];
let count = 0;
const log: Log = {
  info: () => undefined,
  warn: (line) => warnings.push(line),
  verbose: () => undefined,
};

beforeEach(() => {
  warnings = [];
  writeFileSync(folder('a'), Buffer.alloc(SIZE, 'content '));
});

function entries(name = 'func/a', mode?: number): Entry[] {
  const content = { path: folder('a'), shown: 'a' };
  return [{ kind: 'file', name, content, ...(mode !== undefined && { mode }) }];
}

interface Build extends MadeLayer {
  /** The blob, as the layout has it. */
  readonly blob: Buffer;
  readonly seen: readonly string[];
}

/** A build of its own, with a layout of its own, on the store. */
async function build(
  list: readonly Entry[] = entries(),
  mtime = 0,
  store = 'store',
): Promise<Build> {
  const name = `layout-${count++}`;
  const layout = new Layout(folder(name), folder(`${name}-staging`), name);
  await layout.open();
  const seen: string[] = [];
  const layer = await storedLayer(
    { title: 'data', entries: list },
    layout,
    BlobStore.open({ NX_FUNC_CACHE: folder(store) }, log),
    { mtime, onEntry: (entry, size) => seen.push(`${entry.name} ${size}`) },
  );
  return { ...layer, seen, blob: readFileSync(layout.stagedPath(layer.descriptor.digest)) };
}

const blobs = (): string[] => readdirSync(folder('store/v1/blobs'));
const pathOf = (digest: Digest): string => folder('store/v1/blobs', hexOf(digest));

it('is made once, and then out of the store, with the same digests', async () => {
  const first = await build();
  const second = await build();
  expect([first.fromStore, second.fromStore]).toEqual([false, true]);
  expect({ ...second, fromStore: false }).toEqual(first);
  expect(second.seen).toEqual([`func/a ${SIZE}`]);
  expect(blobs()).toEqual([hexOf(first.descriptor.digest)]);
});

it('is the same without a store', async () => {
  const alone = await build(entries(), 0, '/dev/null/none');
  expect({ ...(await build()), seen: alone.seen }).toEqual(alone);
});

it.each<[string, () => Promise<Build>]>([
  ['another name', () => build(entries('func/b'))],
  ['another mode', () => build(entries('func/a', 0o755))],
  ['another time', () => build(entries(), 1)],
  ['one more link', () => build([...entries(), { kind: 'link', name: 'func/l', target: 'a' }])],
  ['one more folder', () => build([{ kind: 'directory', name: 'func' }, ...entries()])],
  [
    'other content of the same size, and the same time of change',
    () => {
      const content = Buffer.alloc(SIZE, 'content ');
      content[SIZE - 1] = 0;
      writeFileSync(folder('a'), content);
      utimesSync(folder('a'), 1, 1);
      return build();
    },
  ],
])('is made anew for %s', async (_name, change) => {
  utimesSync(folder('a'), 1, 1);
  const first = await build();
  const other = await change();
  expect(other.fromStore).toBe(false);
  expect(other.diffId).not.toBe(first.diffId);
  expect((await build(entries('func/z'))).fromStore).toBe(false);
});

it('knows a link from one with another target', async () => {
  const link = (target: string): Entry[] => [
    ...entries(),
    { kind: 'link', name: 'func/l', target },
  ];
  await build(link('a'));
  expect((await build(link('b'))).fromStore).toBe(false);
  expect((await build(link('a'))).fromStore).toBe(true);
});

it.each<[string, (digest: Digest) => void]>([
  [
    'has a flipped bit',
    (digest) => {
      const bytes = readFileSync(pathOf(digest));
      bytes.writeUInt8(bytes.readUInt8(2000) ^ 4, 2000);
      writeFileSync(pathOf(digest), bytes);
    },
  ],
  [
    'is too long',
    (digest) => {
      writeFileSync(pathOf(digest), 'x', { flag: 'a' });
    },
  ],
])('is made anew where the blob %s, and that is told', async (_name, damage) => {
  const first = await build();
  const { digest } = first.descriptor;
  damage(digest);
  const second = await build();
  expect(second).toEqual(first);
  expect(warnings).toEqual([
    `${pathOf(digest)}: a damaged blob in the blob store, thrown away and made anew`,
  ]);
  expect((await build()).fromStore).toBe(true);
});

it('is made anew, without a word, where the blob was evicted', async () => {
  const { descriptor } = await build();
  rmSync(pathOf(descriptor.digest));
  expect((await build()).fromStore).toBe(false);
  expect((await build()).fromStore).toBe(true);
  expect(warnings).toEqual([]);
});

it('is made once where several of one process want it at the same time', async () => {
  const builds = await Promise.all(Array.from({ length: 5 }, () => build()));
  expect(builds.filter(({ fromStore }) => !fromStore)).toHaveLength(1);
  expect(new Set(builds.map(({ descriptor }) => descriptor.digest)).size).toBe(1);
});

it('fails alone: what waited for it makes it anew', async () => {
  const broken: Entry = {
    kind: 'file',
    name: 'func/b',
    content: { path: folder('b'), shown: 'b' },
  };
  const results = await Promise.allSettled([
    build([...entries(), broken]),
    build([...entries(), broken]),
    build(),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});

it('is not stored when it is small', async () => {
  writeFileSync(folder('a'), Buffer.alloc(1 << 19));
  await build();
  expect((await build()).fromStore).toBe(false);
  expect(existsSync(folder('store/v1'))).toBe(false);
});
