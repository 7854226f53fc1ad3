import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { MediaType } from '../image/descriptor';
import { type Digest, digestOf, parseDigest } from '../image/digest';
import type { Layout } from '../image/layout';
import type { BlobStore, StoredLayer } from './blob-store';
import { sortEntries, type Entry } from './entry';
import { type Layer, type LayerContent, type LayerOptions, makeLayer } from './layer';
import { tar, type TarOptions } from './tar';

/** Where a layer came from. */
export interface MadeLayer extends Layer {
  readonly fromStore: boolean;
}

/** Where blobs are written to. */
export type BlobSink = Pick<Layout, 'writeBlob' | 'adoptBlob' | 'stagedPath'>;

/** Bytes of content: what is less is compressed sooner than it is looked up, flushed and verified. */
const WORTHWHILE = 1 << 20;

/** Milliseconds: then timers (the heartbeat of the lock) and signals have their turn. */
const LONGEST_TURN = 20;

/** Layers that are being made in this process, by store and shape. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * A layer from the blob store, or made, and then put there. Its key is the digest of its tar, so that
 * all that decides the bytes is in it. To hash a tar costs a tenth of compressing it, and only where
 * a layer of the same names and sizes was stored before: a first build reads each file once.
 */
export async function storedLayer(
  content: LayerContent,
  sink: BlobSink,
  store: BlobStore | undefined,
  options: LayerOptions,
): Promise<MadeLayer> {
  if (store === undefined) return makeAnew(content, sink, options);
  const { shape, size } = shapeOf(content.entries, options);
  if (size < WORTHWHILE) return makeAnew(content, sink, options);
  const name = `${store.folder} ${shape}`;
  // Two functions of one process with equal dependencies: the second one waits, and finds it.
  while (underWay.has(name)) await underWay.get(name)?.catch(() => undefined);
  const making = findOrMake(content, sink, store, shape, options);
  underWay.set(name, making);
  try {
    return await making;
  } finally {
    underWay.delete(name);
  }
}

async function findOrMake(
  content: LayerContent,
  sink: BlobSink,
  store: BlobStore,
  shape: Digest,
  options: LayerOptions,
): Promise<MadeLayer> {
  if (await store.hasShape(shape)) {
    const seen: [Entry, number][] = [];
    const onEntry = (entry: Entry, size: number): void => void seen.push([entry, size]);
    const key = await keyOf(content.entries, { ...options, onEntry });
    const blob = await store.layer(key);
    if (blob !== undefined && (await copyOut(store, blob, sink))) {
      for (const [entry, size] of seen) options.onEntry?.(entry, size);
      const descriptor = { mediaType: MediaType.layer, digest: blob.digest, size: blob.size };
      return { title: content.title, descriptor, diffId: key, fromStore: true };
    }
  }
  const layer = await makeAnew(content, sink, options);
  const { digest, size } = layer.descriptor;
  await store.addLayer(layer.diffId, shape, { digest, size }, sink.stagedPath(digest));
  return layer;
}

async function makeAnew(
  content: LayerContent,
  sink: BlobSink,
  options: LayerOptions,
): Promise<MadeLayer> {
  const layer = await makeLayer(content, (chunks) => sink.writeBlob(chunks), options);
  return { ...layer, fromStore: false };
}

/** @returns false if the blob is not there, or damaged. */
async function copyOut(store: BlobStore, blob: StoredLayer, sink: BlobSink): Promise<boolean> {
  const path = await store.find(blob);
  if (path === undefined) return false;
  if (await sink.adoptBlob(path, blob.digest)) return true;
  await store.discard(blob);
  return false;
}

/** The digest of the uncompressed layer. */
async function keyOf(entries: readonly Entry[], options: TarOptions): Promise<Digest> {
  const hash = createHash('sha256');
  let turned = performance.now();
  for await (const chunk of tar(entries, options)) {
    hash.update(chunk);
    if (performance.now() - turned < LONGEST_TURN) continue;
    await setImmediate();
    turned = performance.now();
  }
  return parseDigest(`sha256:${hash.digest('hex')}`);
}

/** What can be said of a layer without reading its files; `size` in bytes of content. */
function shapeOf(
  entries: readonly Entry[],
  { mtime }: TarOptions,
): { readonly shape: Digest; readonly size: number } {
  const lines = [String(mtime)];
  let total = 0;
  for (const entry of sortEntries(entries)) {
    const { kind, name } = entry;
    if (entry.kind === 'file') {
      const size = sizeOf(entry.content);
      total += Math.max(0, size);
      lines.push(JSON.stringify([kind, name, entry.mode, size]));
    } else {
      lines.push(JSON.stringify([kind, name, entry.kind === 'link' ? entry.target : entry.mode]));
    }
  }
  return { shape: digestOf(lines.join('\n')), size: total };
}

/** -1 for a file that is gone: reading it tells why. */
function sizeOf(content: Buffer | { readonly path: string }): number {
  if (Buffer.isBuffer(content)) return content.length;
  try {
    return lstatSync(content.path).size;
  } catch {
    return -1;
  }
}
