import { type Digest, digestOf } from './digest';
import type { Platform } from './platform';

/** Media types of the image-spec 1.1 (media-types.md) that this plugin writes. */
export const MediaType = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

export type Annotations = Readonly<Record<string, string>>;

/** Content by media type, digest and size in bytes (image-spec 1.1, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Annotations;
}

/** A JSON document of the image, with its bytes and the descriptor that points at them. */
export interface JsonBlob {
  readonly descriptor: Descriptor;
  readonly bytes: Buffer;
}

/** Writes a document as a blob: compact JSON, keys in the order in which the document has them. */
export function jsonBlob(mediaType: string, document: object): JsonBlob {
  const bytes = Buffer.from(JSON.stringify(document));
  return { descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length }, bytes };
}
