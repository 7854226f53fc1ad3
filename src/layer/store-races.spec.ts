/** What another process does to the store in the midst of a build. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { digestOf, hexOf } from '../image/digest';
import { Layout } from '../image/layout';
import type { Log } from '../log';
import { collect } from '../testing/collect';
import { temporaryFolder } from '../testing/temporary-folder';
import { BlobStore } from './blob-store';
import type { Entry } from './entry';
import { limitOf } from './store-size';
import { type BlobSink, type MadeLayer, storedLayer } from './stored-layer';
import { tar } from './tar';

const folder = temporaryFolder();
let warnings: string[];
let count = 0;
const log: Log = {
  info: () => undefined,
  warn: (line) => warnings.push(line),
  verbose: () => undefined,
};

beforeEach(() => {
  warnings = [];
  writeFileSync(folder('a'), Buffer.alloc(3 << 20, 'content '));
});

const ENTRIES = (): Entry[] => [
  { kind: 'file', name: 'func/a', content: { path: folder('a'), shown: 'a' } },
];

function openStore(environment: NodeJS.ProcessEnv = { NX_FUNC_CACHE: folder('store') }): BlobStore {
  const store = BlobStore.open(environment, log);
  if (store === undefined) throw new Error(warnings.join('\n'));
  return store;
}

/** @param before called when the blob is about to be copied out of the store. */
async function build(before: (path: string) => void = () => undefined): Promise<MadeLayer> {
  const name = `layout-${count++}`;
  const layout = new Layout(folder(name), folder(`${name}-staging`), name);
  await layout.open();
  const sink: BlobSink = {
    writeBlob: (chunks) => layout.writeBlob(chunks),
    adoptBlob: (source, digest) => {
      before(source);
      return layout.adoptBlob(source, digest);
    },
    stagedPath: (digest) => layout.stagedPath(digest),
  };
  const store = openStore();
  const layer = await storedLayer({ title: 'data', entries: ENTRIES() }, sink, store, { mtime: 0 });
  await store.trim();
  return layer;
}

describe('between the look into the store and the copy', () => {
  it.each<[string, (path: string) => void]>([
    [
      'the blob is evicted',
      (path) => {
        rmSync(path);
      },
    ],
    [
      'the store is cleared',
      () => {
        rmSync(folder('store/v1'), { recursive: true });
      },
    ],
    [
      'the whole store is removed',
      () => {
        rmSync(folder('store'), { recursive: true });
      },
    ],
  ])('%s: the layer is made, without a word', async (_, action) => {
    const first = await build();
    await expect(build(action)).resolves.toEqual(first);
    expect(warnings).toEqual([]);
    expect((await build()).fromStore).toBe(true);
  });

  it('the blob is damaged: the layer is made, and that is told once', async () => {
    const first = await build();
    await expect(
      build((path) => {
        truncateSync(path, 10);
      }),
    ).resolves.toEqual(first);
    const path = folder('store/v1/blobs', hexOf(first.descriptor.digest));
    expect(warnings).toEqual([
      `${path}: a damaged blob in the blob store, thrown away and made anew`,
    ]);
    expect((await build()).fromStore).toBe(true);
  });

  it('a folder is in its place: the layer is made all the same', async () => {
    const first = await build();
    const again = await build((path) => {
      rmSync(path);
      mkdirSync(path);
    });
    expect(again).toEqual(first);
  });
});

it('a blob that is read counts as used, so that it is not evicted', async () => {
  const { descriptor } = await build();
  const path = folder('store/v1/blobs', hexOf(descriptor.digest));
  utimesSync(path, 1, 1);
  await build();
  expect(Date.now() - lstatSync(path).mtimeMs).toBeLessThan(60_000);
});

it('several writes that fail at once are told once', async () => {
  const store = openStore();
  writeFileSync(folder('store/tmp'), '');
  store.learn('one fact');
  await Promise.all([
    store.addLayer(digestOf('a'), digestOf('s'), { digest: digestOf('b'), size: 1 }, folder('a')),
    store.addLayer(digestOf('c'), digestOf('s'), { digest: digestOf('d'), size: 1 }, folder('a')),
  ]);
  await store.trim();
  expect(warnings).toEqual([`${folder('store')}: nothing is written to the blob store (ENOTDIR)`]);
});

it('a store may lie behind a link: that of the cache folder, not its own', async () => {
  mkdirSync(folder('disk/cache'), { recursive: true });
  mkdirSync(folder('home'));
  symlinkSync(folder('disk/cache'), folder('home/.cache'));
  const store = openStore({ HOME: folder('home') });
  writeFileSync(folder('source'), 'x');
  const layer = { digest: digestOf('x'), size: 1 };
  await store.addLayer(digestOf('key'), digestOf('shape'), layer, folder('source'));
  expect(readdirSync(folder('disk/cache/nx-func/v1/blobs'))).toEqual([hexOf(digestOf('x'))]);
  expect(warnings).toEqual([]);
});

it('is for this user alone, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    await build();
  } finally {
    process.umask(before);
  }
  const names = readdirSync(folder('store'), { recursive: true, encoding: 'utf8' });
  expect(names.length).toBeGreaterThan(6);
  const open = names.filter((name) => (lstatSync(folder('store', name)).mode & 0o077) !== 0);
  expect(open).toEqual([]);
});

it('a link that leads nowhere is no store', () => {
  symlinkSync(folder('nowhere'), folder('link'));
  expect(BlobStore.open({ NX_FUNC_CACHE: folder('link') }, log)).toBeUndefined();
  expect(warnings).toHaveLength(1);
  expect(existsSync(folder('nowhere'))).toBe(false);
});

(process.platform === 'linux' ? it : it.skip)(
  'a file system that does not say how large it is sets no limit of its own',
  async () => {
    await expect(limitOf('/proc')).resolves.toBe(10_000_000_000);
  },
);

it('an abort ends a large file in its midst', async () => {
  const controller = new AbortController();
  writeFileSync(folder('a'), '');
  truncateSync(folder('a'), 1 << 30);
  chmodSync(folder('a'), 0o600);
  let size = 0;
  const read = async (): Promise<void> => {
    for await (const chunk of tar(ENTRIES(), { mtime: 0, signal: controller.signal })) {
      size += chunk.length;
      if (size > 4 << 20) controller.abort(new Error('enough'));
    }
  };
  await expect(read()).rejects.toThrow('enough');
  expect(size).toBeLessThan(64 << 20);
  await expect(collect(tar(ENTRIES(), { mtime: 0, signal: controller.signal }))).rejects.toThrow(
    'enough',
  );
});
