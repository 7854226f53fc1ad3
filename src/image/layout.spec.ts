import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { UserError } from '../errors';
import { refusal } from '../testing/collect';
import { temporaryFolder } from '../testing/temporary-folder';
import { type Descriptor, jsonBlob, MediaType } from './descriptor';
import { digestOf, hexOf } from './digest';
import { Layout } from './layout';

const folder = temporaryFolder();

const SHOWN = 'fn/.func/build/oci';

function layout(): Layout {
  return new Layout(folder('oci'), folder('staging'), SHOWN);
}

const nothing = async (): Promise<void> => Promise.resolve();

function blobs(): string[] {
  return readdirSync(folder('oci/blobs/sha256')).sort();
}

function names(...contents: readonly (string | Buffer)[]): string[] {
  return contents.map((content) => hexOf(digestOf(content))).sort();
}

function index(): string {
  return readFileSync(folder('oci/index.json'), 'utf8');
}

/** Writes an image of one blob and a document; answers with the document, which is the root. */
async function writeImage(into: Layout, text: string): Promise<Descriptor> {
  await into.open();
  await into.writeBlob([Buffer.from(text)]);
  return into.writeJson(documentOf(text));
}

function documentOf(text: string): ReturnType<typeof jsonBlob> {
  return jsonBlob(MediaType.manifest, { text });
}

async function commitImage(text: string): Promise<Descriptor> {
  const into = layout();
  const root = await writeImage(into, text);
  await into.commit(root, {}, nothing);
  return root;
}

describe('writing', () => {
  it('answers with digest and size of a blob in pieces', async () => {
    const into = layout();
    await into.open();
    async function* pieces(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from('ab'));
      yield Buffer.alloc(0);
      yield Buffer.from('c');
    }
    const abc = { digest: digestOf('abc'), size: 3 };
    await expect(into.writeBlob(pieces())).resolves.toEqual(abc);
    await expect(into.writeBlob([])).resolves.toEqual({ digest: digestOf(''), size: 0 });
    const blob = documentOf('a');
    await expect(into.writeJson(blob)).resolves.toBe(blob.descriptor);
    await into.commit(blob.descriptor, {}, nothing);
    expect(blobs()).toEqual(names('abc', '', blob.bytes));
    expect(readFileSync(folder('oci/blobs/sha256', hexOf(abc.digest)), 'utf8')).toBe('abc');
  });

  it('shows nothing before the commit', async () => {
    await writeImage(layout(), 'a');
    expect(existsSync(folder('oci'))).toBe(false);
    await expect(layout().root()).resolves.toBeUndefined();
  });

  it('takes blobs at once, and the same blob twice', async () => {
    const into = layout();
    await into.open();
    const written = ['a', 'b', 'a', 'c'].map((text) => into.writeBlob([Buffer.from(text)]));
    const [first, , third] = await Promise.all(written);
    expect(first).toEqual(third);
    const root = await into.writeJson(documentOf('r'));
    await into.commit(root, {}, nothing);
    expect(blobs()).toEqual(names('a', 'b', 'c', documentOf('r').bytes));
    expect(existsSync(folder('staging'))).toBe(false);
  });

  it('clears what a killed build left', async () => {
    mkdirSync(folder('staging/deep'), { recursive: true });
    writeFileSync(folder('staging/deep/left'), '');
    await layout().open();
    expect(readdirSync(folder('staging'))).toEqual([]);
  });

  it('passes on why the content of a blob cannot be had', async () => {
    const into = layout();
    await into.open();
    const error = new UserError('changed while it was read');
    async function* failing(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from('a'));
      throw error;
    }
    await expect(into.writeBlob(failing())).rejects.toBe(error);
  });

  it('says why it cannot write', async () => {
    writeFileSync(folder('file'), '');
    const into = new Layout(folder('oci'), folder('file/staging'), SHOWN);
    expect(await refusal(() => into.open(), UserError)).toBe(
      `${SHOWN}: cannot write the image: the file is gone\n  Build again when nothing else writes the project.`,
    );
  });
});

describe('commit', () => {
  it('writes the marker and one descriptor, the root, with its annotations', async () => {
    const into = layout();
    const root = await writeImage(into, 'a');
    await into.commit(root, { name: 'n' }, nothing);
    expect(readFileSync(folder('oci/oci-layout'), 'utf8')).toBe('{"imageLayoutVersion":"1.0.0"}');
    expect(index()).toBe(
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[' +
        `{"mediaType":"${MediaType.manifest}","digest":"${root.digest}","size":${root.size},` +
        '"annotations":{"name":"n"}}]}',
    );
    await expect(layout().root()).resolves.toEqual(root);
    expect(readdirSync(folder()).sort()).toEqual(['oci']);
  });

  it('moves the blobs first, then calls, then names the image, then removes the old blobs', async () => {
    await commitImage('old');
    const old = names('old', documentOf('old').bytes);
    const before = index();
    const into = layout();
    const root = await writeImage(into, 'new');
    expect(blobs()).toEqual(old);
    let called = 0;
    await into.commit(root, {}, async () => {
      called += 1;
      expect(index()).toBe(before);
      expect(blobs()).toEqual([...old, ...names('new', documentOf('new').bytes)].sort());
      await Promise.resolve();
    });
    expect(called).toBe(1);
    expect(index()).not.toBe(before);
    expect(blobs()).toEqual(names('new', documentOf('new').bytes));
  });

  it('has the marker before the index', async () => {
    const into = layout();
    const root = await writeImage(into, 'a');
    await into.commit(root, {}, async () => {
      expect(readdirSync(folder('oci')).sort()).toEqual(['blobs', 'oci-layout']);
      await Promise.resolve();
    });
    expect(readdirSync(folder('oci')).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  it('does not write into the old index: who has it open reads it to its end', async () => {
    await commitImage('old');
    const before = index();
    const reader = openSync(folder('oci/index.json'), 'r');
    try {
      await commitImage('new');
      expect(readFileSync(reader, 'utf8')).toBe(before);
      expect(index()).not.toBe(before);
    } finally {
      closeSync(reader);
    }
  });

  it('removes what nothing refers to, whatever it is', async () => {
    await commitImage('a');
    mkdirSync(folder('oci/blobs/sha256/folder/deep'), { recursive: true });
    writeFileSync(folder('oci/blobs/sha256', 'f'.repeat(64)), '');
    await commitImage('a');
    expect(blobs()).toEqual(names('a', documentOf('a').bytes));
  });

  it('leaves the old image whole when the call before the index fails', async () => {
    const old = await commitImage('old');
    const before = index();
    const into = layout();
    const root = await writeImage(into, 'new');
    const failing = (): Promise<void> => Promise.reject(new Error('no metadata'));
    await expect(into.commit(root, {}, failing)).rejects.toThrow('no metadata');
    await into.discard();
    expect(index()).toBe(before);
    await expect(layout().root()).resolves.toEqual(old);
    expect(blobs()).toEqual(names('old', documentOf('old').bytes));
    expect(existsSync(folder('staging'))).toBe(false);
  });

  it('removes no blob when the index cannot be written', async () => {
    await commitImage('old');
    const into = layout();
    const root = await writeImage(into, 'new');
    const commit = into.commit(root, {}, async () => {
      rmSync(folder('oci/index.json'));
      mkdirSync(folder('oci/index.json/full'), { recursive: true });
      await Promise.resolve();
    });
    await expect(commit).rejects.toThrow();
    expect(blobs()).toEqual(names('old', documentOf('old').bytes));
  });
});

describe('discard', () => {
  it('forgets what was written and leaves the old image', async () => {
    const old = await commitImage('old');
    const into = layout();
    await writeImage(into, 'new');
    await into.discard();
    expect(readdirSync(folder())).toEqual(['oci']);
    await expect(layout().root()).resolves.toEqual(old);
    expect(blobs()).toEqual(names('old', documentOf('old').bytes));
    // And what comes after does not bring it back.
    await into.open();
    await into.commit(await into.writeJson(documentOf('other')), {}, nothing);
    expect(blobs()).toEqual(names(documentOf('other').bytes));
  });

  it('does nothing where nothing was begun', async () => {
    await layout().discard();
    expect(readdirSync(folder())).toEqual([]);
  });
});
