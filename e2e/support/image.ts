/** Reads an OCI layout. Nothing here is shared with the code under test: it is a second opinion. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const MEDIA_TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
} as const;

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: Platform;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Index {
  readonly schemaVersion: number;
  readonly mediaType?: string;
  readonly manifests: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly schemaVersion: number;
  readonly mediaType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface History {
  readonly created?: string;
  readonly created_by?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

export interface Config extends Platform {
  readonly created?: string;
  readonly config: {
    readonly User?: string;
    readonly ExposedPorts?: Readonly<Record<string, object>>;
    readonly Env?: readonly string[];
    readonly Entrypoint?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly Volumes?: Readonly<Record<string, object>>;
    readonly WorkingDir?: string;
    readonly Labels?: Readonly<Record<string, string>>;
    readonly StopSignal?: string;
  };
  readonly rootfs: { readonly type: string; readonly diff_ids: readonly string[] };
  readonly history?: readonly History[];
}

export interface Layer {
  readonly descriptor: Descriptor;
  readonly diffId: string | undefined;
  /** The history line of this layer. */
  readonly createdBy: string;
  /** The uncompressed tar. */
  tar(): Buffer;
}

/** The image of one platform. */
export interface PlatformImage {
  /** `os/arch[/variant]`, as the config says. */
  readonly platform: string;
  readonly descriptor: Descriptor;
  readonly manifest: Manifest;
  readonly config: Config;
  readonly layers: readonly Layer[];
}

export class Image {
  readonly dir: string;
  /** index.json. */
  readonly index: Index;
  /** The one descriptor of index.json. */
  readonly root: Descriptor;
  readonly platforms: readonly PlatformImage[];

  constructor(dir: string) {
    this.dir = dir;
    this.index = JSON.parse(readFileSync(join(dir, 'index.json'), 'utf8')) as Index;
    const [root, ...others] = this.index.manifests;
    if (root === undefined || others.length > 0) {
      throw new Error(`${dir}: index.json has ${this.index.manifests.length} descriptors, not one`);
    }
    this.root = root;
    this.platforms = this.#manifests(root).map((descriptor) => this.#platform(descriptor));
  }

  /** The digest of the image: of its root. */
  get digest(): string {
    return this.root.digest;
  }

  /** The image's name, from the annotation that containerd and skopeo read. */
  get name(): string | undefined {
    return this.root.annotations?.['org.opencontainers.image.ref.name'];
  }

  /** The image of one platform; of the only one when there is one and none is named. */
  platform(name?: string): PlatformImage {
    const found =
      name === undefined && this.platforms.length === 1
        ? this.platforms[0]
        : this.platforms.find(({ platform }) => platform === name);
    if (found === undefined) {
      const known = this.platforms.map(({ platform }) => platform).join(', ');
      throw new Error(`${this.dir}: no platform ${name ?? '(none named)'}; it has ${known}`);
    }
    return found;
  }

  blob(digest: string): Buffer {
    return readFileSync(blobPath(this.dir, digest));
  }

  json(digest: string): unknown {
    return JSON.parse(this.blob(digest).toString('utf8'));
  }

  #manifests(root: Descriptor): readonly Descriptor[] {
    return root.mediaType === MEDIA_TYPES.index
      ? (this.json(root.digest) as Index).manifests
      : [root];
  }

  #platform(descriptor: Descriptor): PlatformImage {
    const manifest = this.json(descriptor.digest) as Manifest;
    const config = this.json(manifest.config.digest) as Config;
    const history = (config.history ?? []).filter((line) => line.empty_layer !== true);
    const layers = manifest.layers.map((layer, i) => ({
      descriptor: layer,
      diffId: config.rootfs.diff_ids[i],
      createdBy: history[i]?.created_by ?? '',
      tar: () => gunzipSync(this.blob(layer.digest)),
    }));
    return { platform: platformName(config), descriptor, manifest, config, layers };
  }
}

export function readImage(dir: string): Image {
  return new Image(dir);
}

export function platformName({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === undefined ? [] : [variant])].join('/');
}

export function blobPath(dir: string, digest: string): string {
  return join(dir, 'blobs', ...digest.split(':'));
}
