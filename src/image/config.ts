import { type JsonBlob, jsonBlob, MediaType } from './descriptor';
import type { Digest } from './digest';
import type { Platform } from './platform';

/** One line of an image's history (image-spec 1.1, config.md, "history"). */
export interface History {
  /** RFC 3339. */
  readonly created?: string;
  readonly created_by?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

/** What a container of the image is started with (image-spec 1.1, config.md, "config"). */
export interface ContainerConfig {
  readonly User?: string;
  readonly ExposedPorts?: Readonly<Record<string, object>>;
  /** `NAME=value`. */
  readonly Env?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Volumes?: Readonly<Record<string, object>>;
  readonly WorkingDir?: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
}

/** An image configuration (image-spec 1.1, config.md). */
export interface ImageConfig {
  /** RFC 3339. */
  readonly created: string;
  readonly platform: Platform;
  readonly config: ContainerConfig;
  /** Digests of the uncompressed layers, lowest first. */
  readonly diffIds: readonly Digest[];
  readonly history: readonly History[];
}

/** The configuration as a blob. Maps are written with sorted keys. */
export function configBlob(image: ImageConfig): JsonBlob {
  const { created, platform, config } = image;
  return jsonBlob(MediaType.config, {
    created,
    ...platform,
    config: {
      ...config,
      ...(config.ExposedPorts && { ExposedPorts: sortKeys(config.ExposedPorts) }),
      ...(config.Volumes && { Volumes: sortKeys(config.Volumes) }),
      ...(config.Labels && { Labels: sortKeys(config.Labels) }),
    },
    rootfs: { type: 'layers', diff_ids: image.diffIds },
    history: image.history,
  });
}

function sortKeys<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
