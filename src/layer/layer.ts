import { createHash } from 'node:crypto';
import { type Descriptor, MediaType } from '../image/descriptor';
import { type Digest, parseDigest } from '../image/digest';
import type { Deflater } from './deflate';
import type { Entry } from './entry';
import { gzip } from './gzip';
import { tar, type TarOptions } from './tar';

/** A layer that is not made yet: its line in the image's history, and what is in it. */
export interface LayerContent {
  /** What the layer is, in a few words: `data`. */
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** A layer in a blob: what manifest and config say of it. */
export interface Layer {
  readonly title: string;
  readonly descriptor: Descriptor;
  /** Digest of the uncompressed layer (image-spec 1.1, config.md, "Layer DiffID"). */
  readonly diffId: Digest;
}

/** Where a blob is written to; it answers with the blob's digest and size in bytes. */
export type WriteBlob = (
  chunks: AsyncIterable<Uint8Array>,
) => Promise<{ readonly digest: Digest; readonly size: number }>;

export interface LayerOptions extends TarOptions {
  /** What compresses; absent: {@link deflater}. */
  readonly deflater?: () => Deflater;
}

/** Makes a layer from its content, in one pass and in bounded memory. */
export async function makeLayer(
  content: LayerContent,
  write: WriteBlob,
  options: LayerOptions,
): Promise<Layer> {
  const uncompressed = createHash('sha256');
  async function* hashed(): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of tar(content.entries, options)) {
      uncompressed.update(chunk);
      yield chunk;
    }
  }
  const blob = await write(gzip(hashed(), options.deflater?.()));
  return {
    title: content.title,
    descriptor: { mediaType: MediaType.layer, ...blob },
    diffId: parseDigest(`sha256:${uncompressed.digest('hex')}`),
  };
}
