import { truncateSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../errors';
import { collect, refusal, sha256 } from '../testing/collect';
import { temporaryFolder } from '../testing/temporary-folder';
import { digestOf } from '../image/digest';
import type { Entry } from './entry';
import { type LayerContent, makeLayer, type WriteBlob } from './layer';
import { textLike } from './testing/content';
import { tar } from './tar';

const folder = temporaryFolder();

const CONTENT: LayerContent = {
  title: 'data',
  entries: [
    { kind: 'directory', name: 'func' },
    { kind: 'file', name: 'func/large', content: textLike(1_500_000) },
    { kind: 'file', name: 'func/small', content: Buffer.from('#!x') },
  ],
};

/** Keeps the blob in memory. */
function writer(): { readonly blob: () => Buffer; readonly write: WriteBlob } {
  let blob: Buffer = Buffer.alloc(0);
  const write: WriteBlob = async (chunks) => {
    blob = await collect(chunks);
    return { digest: digestOf(blob), size: blob.length };
  };
  return { blob: () => blob, write };
}

describe('makeLayer', () => {
  it('writes the gzip of the tar, and tells the digests of both', async () => {
    const { blob, write } = writer();
    const layer = await makeLayer(CONTENT, write, { mtime: 0 });
    const uncompressed = await collect(tar(CONTENT.entries, { mtime: 0 }));
    expect(gunzipSync(blob()).equals(uncompressed)).toBe(true);
    expect(layer).toEqual({
      title: 'data',
      descriptor: {
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: digestOf(blob()),
        size: blob().length,
      },
      diffId: digestOf(uncompressed),
    });
  });

  // A digest that changes changes every image.
  it('has its digests', async () => {
    const { write } = writer();
    const { descriptor, diffId } = await makeLayer(CONTENT, write, { mtime: 0 });
    expect(descriptor.digest).toBe(
      'sha256:c0ffac9864e8248ff63f55317d51a4146b0262572c2a79a9a4980bd59785cd54',
    );
    expect(diffId).toBe('sha256:287d3f1d30abaf8e7d5d6672ab4d5a3c2f3108e81f60e06634827613d095753e');
  });

  it('is the same from files, from memory, and in any order', async () => {
    const { blob, write } = writer();
    const expected = await makeLayer(CONTENT, write, { mtime: 0 });
    const bytes = sha256(blob());
    const entries = CONTENT.entries.map((entry): Entry => {
      if (entry.kind !== 'file') return entry;
      const path = folder(entry.name.replace('/', '-'));
      writeFileSync(path, entry.content as Buffer);
      return { ...entry, content: { path, shown: entry.name } };
    });
    const made = await makeLayer({ title: 'data', entries: entries.reverse() }, write, {
      mtime: 0,
    });
    expect(made).toEqual(expected);
    expect(sha256(blob())).toBe(bytes);
  });

  it('carries the time and tells of its entries', async () => {
    const { blob, write } = writer();
    const told: string[] = [];
    const onEntry = ({ name }: Entry): number => told.push(name);
    const later = await makeLayer(CONTENT, write, { mtime: 8, onEntry });
    expect(gunzipSync(blob()).toString('latin1', 136, 148)).toBe('00000000010 ');
    const { diffId } = await makeLayer(CONTENT, write, { mtime: 0 });
    expect(later.diffId).not.toBe(diffId);
    expect(told).toEqual(['func', 'func/large', 'func/small']);
  });

  it('fails as its files do', async () => {
    const content = { path: folder('gone'), shown: 'fn/gone' };
    const entries: Entry[] = [...CONTENT.entries, { kind: 'file', name: 'z', content }];
    const make = (): unknown => makeLayer({ title: 'data', entries }, writer().write, { mtime: 0 });
    expect(await refusal(make, UserError)).toMatch(/^fn\/gone: cannot read the file: /);
  });

  it('fails as the writing does, within a large file of the host too', async () => {
    writeFileSync(folder('sparse'), '');
    truncateSync(folder('sparse'), 20 << 20);
    const content = { path: folder('sparse'), shown: 'fn/sparse' };
    const entries: Entry[] = [...CONTENT.entries, { kind: 'file', name: 'z', content }];
    for (const after of [0, 1, 2, 4, 10]) {
      const full = new Error('the disk is full');
      const write: WriteBlob = async (chunks) => {
        let count = 0;
        if (after === 0) throw full;
        for await (const chunk of chunks) {
          count += chunk.length > 0 ? 1 : 0;
          if (count === after) throw full;
        }
        throw new Error('it ended');
      };
      await expect(makeLayer({ title: 'data', entries }, write, { mtime: 0 })).rejects.toBe(full);
    }
  }, 20_000);
});
