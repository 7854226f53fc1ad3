import {
  type Annotations,
  type Descriptor,
  type JsonBlob,
  jsonBlob,
  MediaType,
} from './descriptor';

/** An image for one platform (image-spec 1.1, manifest.md). */
export interface Manifest {
  readonly config: Descriptor;
  /** Lowest layer first. */
  readonly layers: readonly Descriptor[];
  readonly annotations?: Annotations;
}

/** The manifest as a blob. */
export function manifestBlob(manifest: Manifest): JsonBlob {
  return jsonBlob(MediaType.manifest, {
    schemaVersion: 2,
    mediaType: MediaType.manifest,
    config: manifest.config,
    layers: manifest.layers,
    ...(manifest.annotations && { annotations: manifest.annotations }),
  });
}
