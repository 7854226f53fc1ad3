import { type Descriptor, type JsonBlob, jsonBlob, MediaType } from './descriptor';

/** An image index (image-spec 1.1, image-index.md): one image for several platforms. */
export function indexBlob(manifests: readonly Descriptor[]): JsonBlob {
  return jsonBlob(MediaType.index, { schemaVersion: 2, mediaType: MediaType.index, manifests });
}
