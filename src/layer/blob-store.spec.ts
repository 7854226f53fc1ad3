import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { digestOf, hexOf } from '../image/digest';
import type { Log } from '../log';
import { temporaryFolder } from '../testing/temporary-folder';
import { BlobStore } from './blob-store';
import { storeFolder } from './store-folder';

const folder = temporaryFolder();

const BYTES = Buffer.from('the bytes of a layer');
const LAYER = { digest: digestOf(BYTES), size: BYTES.length };
const KEY = digestOf('key');
const SHAPE = digestOf('shape');

let warnings: string[];
const log: Log = {
  info: () => undefined,
  warn: (line) => warnings.push(line),
  verbose: () => undefined,
};

function open(environment: NodeJS.ProcessEnv = { NX_FUNC_CACHE: folder('store') }): BlobStore {
  const store = BlobStore.open(environment, log);
  if (store === undefined) throw new Error(warnings.join('\n'));
  return store;
}

async function add(store: BlobStore): Promise<void> {
  writeFileSync(folder('source'), BYTES);
  await store.addLayer(KEY, SHAPE, LAYER, folder('source'));
}

const blob = (): string => folder('store/v1/blobs', hexOf(LAYER.digest));
const entry = (): string => folder('store/v1/layers', hexOf(KEY));

beforeEach(() => {
  warnings = [];
});

describe('where the store is', () => {
  it.each([
    [{ NX_FUNC_CACHE: '/a', XDG_CACHE_HOME: '/b', HOME: '/c' }, '/a'],
    [{ NX_FUNC_CACHE: '', XDG_CACHE_HOME: '/b', HOME: '/c' }, '/b/nx-func'],
    [{ XDG_CACHE_HOME: 'relative', HOME: '/c' }, '/c/.cache/nx-func'],
    [{ HOME: '/c' }, '/c/.cache/nx-func'],
    [{ HOME: '' }, undefined],
    [{}, undefined],
  ])('for %j is %s', (environment, expected) => {
    expect(storeFolder(environment)).toBe(expected);
  });

  it('is nowhere without a HOME, and nothing is said', () => {
    expect(BlobStore.open({}, log)).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it('is made for this user alone', () => {
    open({ NX_FUNC_CACHE: folder('a/b') });
    expect(lstatSync(folder('a/b')).mode & 0o777).toBe(0o700);
  });

  it.each([0o770, 0o702, 0o777])('is not where others may write: mode %o', (mode) => {
    mkdirSync(folder('store'));
    chmodSync(folder('store'), mode);
    expect(BlobStore.open({ NX_FUNC_CACHE: folder('store') }, log)).toBeUndefined();
    expect(warnings).toEqual([
      `${folder('store')}: not used as the blob store: other users may write to it`,
    ]);
  });

  it('is not in a link, a file, or under a file', () => {
    mkdirSync(folder('real'));
    symlinkSync(folder('real'), folder('link'));
    writeFileSync(folder('file'), '');
    for (const name of ['link', 'file', 'file/under']) {
      expect(BlobStore.open({ NX_FUNC_CACHE: folder(name) }, log)).toBeUndefined();
    }
    expect(warnings).toEqual([
      `${folder('link')}: not used as the blob store: it is not a folder`,
      `${folder('file')}: not used as the blob store: cannot make the folder (EEXIST)`,
      `${folder('file/under')}: not used as the blob store: cannot make the folder (ENOTDIR)`,
    ]);
  });

  it('is not where another user owns it', () => {
    let foreign = '/usr';
    if (process.getuid?.() === 0) {
      foreign = folder('store');
      mkdirSync(foreign, { mode: 0o700 });
      chownSync(foreign, 12345, 12345);
    }
    expect(BlobStore.open({ NX_FUNC_CACHE: foreign }, log)).toBeUndefined();
    expect(warnings).toEqual([
      `${foreign}: not used as the blob store: it belongs to another user`,
    ]);
  });
});

describe('a layer', () => {
  it('is found by its key, in another process too', async () => {
    await add(open());
    const store = open();
    await expect(store.layer(KEY)).resolves.toEqual(LAYER);
    await expect(store.hasShape(SHAPE)).resolves.toBe(true);
    expect(readFileSync((await store.find(LAYER)) ?? '').equals(BYTES)).toBe(true);
    expect(readdirSync(folder('store/tmp'))).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('is not there under another key or shape', async () => {
    await add(open());
    await expect(open().layer(digestOf('other'))).resolves.toBeUndefined();
    await expect(open().hasShape(digestOf('other'))).resolves.toBe(false);
    await expect(open().find({ digest: digestOf('x'), size: 1 })).resolves.toBeUndefined();
  });

  it('is readable for this user alone', async () => {
    await add(open());
    expect(lstatSync(blob()).mode & 0o077).toBe(0);
    expect(lstatSync(entry()).mode & 0o077).toBe(0);
  });
});

describe('damage', () => {
  beforeEach(() => add(open()));

  it('in each bit of an entry is found, told, and thrown away', async () => {
    const text = readFileSync(entry());
    const last = text.length - 1;
    for (let bit = 0; bit < last * 8; bit++) {
      const flipped = Buffer.from(text);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      writeFileSync(entry(), flipped);
      warnings = [];
      await expect(open().layer(KEY)).resolves.toBeUndefined();
      expect(warnings).toEqual([
        `${entry()}: a damaged entry in the blob store, thrown away and made anew`,
      ]);
      expect(existsSync(entry())).toBe(false);
    }
  });

  it.each(['', '{}', '[]', 'null', '{"digest":"sha256:../../x","size":1,"check":""}'])(
    'as an entry %j is found',
    async (text) => {
      writeFileSync(entry(), text);
      await expect(open().layer(KEY)).resolves.toBeUndefined();
      expect(warnings).toHaveLength(1);
    },
  );

  it('of an entry that belongs to another key is found', async () => {
    const other = digestOf('other');
    writeFileSync(join(folder('store/v1/layers'), hexOf(other)), readFileSync(entry()));
    await expect(open().layer(other)).resolves.toBeUndefined();
    expect(warnings).toHaveLength(1);
  });

  it('of a blob that was cut off is found, told, and thrown away', async () => {
    truncateSync(blob(), 3);
    await expect(open().find(LAYER)).resolves.toBeUndefined();
    expect(warnings).toEqual([
      `${blob()}: a damaged blob in the blob store, thrown away and made anew`,
    ]);
    expect(existsSync(blob())).toBe(false);
  });

  it('is mended by the next one that puts the layer in', async () => {
    truncateSync(blob(), 3);
    await add(open());
    expect(readFileSync(blob()).equals(BYTES)).toBe(true);
  });
});

describe('what cannot be written', () => {
  it('is told once, and what is there can be read', async () => {
    await add(open());
    const store = open();
    // In the place of the folder for half-written files: the same for root, whom no mode stops.
    await store.clear();
    writeFileSync(folder('store/tmp'), '');
    await add(store);
    await add(store);
    expect(warnings).toEqual([
      `${folder('store')}: nothing is written to the blob store (ENOTDIR)`,
    ]);
  });
});

describe('the bounds', () => {
  it('are kept by removing what was used longest ago', async () => {
    const store = open();
    await add(store);
    const hour = 3600;
    const now = Date.now() / 1000;
    mkdirSync(folder('store/tmp'), { recursive: true });
    writeFileSync(folder('store/tmp/abandoned'), '');
    writeFileSync(folder('store/tmp/young'), '');
    utimesSync(folder('store/tmp/abandoned'), now - 2 * hour, now - 2 * hour);
    await store.trim();
    expect(readdirSync(folder('store/tmp'))).toEqual(['young']);
    // Far from full: nothing goes.
    await expect(open().layer(KEY)).resolves.toEqual(LAYER);
  });

  it('are not looked at by who has put nothing in', async () => {
    mkdirSync(folder('store/tmp'), { recursive: true, mode: 0o700 });
    chmodSync(folder('store'), 0o700);
    writeFileSync(folder('store/tmp/abandoned'), '');
    utimesSync(folder('store/tmp/abandoned'), 1, 1);
    await open().trim();
    expect(readdirSync(folder('store/tmp'))).toEqual(['abandoned']);
  });
});

describe('contents and clear', () => {
  it('count blobs, and remove all but what others put there', async () => {
    const store = open();
    await add(store);
    writeFileSync(folder('store/mine'), '');
    await expect(store.contents()).resolves.toEqual({ blobs: 1, size: BYTES.length });
    await store.clear();
    await expect(store.contents()).resolves.toEqual({ blobs: 0, size: 0 });
    expect(readdirSync(folder('store'))).toEqual(['mine']);
  });
});

describe('the memory of probes', () => {
  it('knows what it has learned, word by word', async () => {
    const store = open();
    expect(store.knows('a fact')).toBe(false);
    store.learn('a fact');
    await store.trim();
    expect(open().knows('a fact')).toBe(true);
    expect(open().knows('another fact')).toBe(false);
    writeFileSync(folder('store/v1/probes', hexOf(digestOf('another fact'))), 'a fact');
    expect(open().knows('another fact')).toBe(false);
  });
});
