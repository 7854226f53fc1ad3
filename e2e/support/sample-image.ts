/** Images made by hand, to try the judges on: none of this is code under test. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { MEDIA_TYPES, blobPath, type Config, type Descriptor, type Platform } from './image';
import { digestOf } from './validate';

export interface SampleEntry extends Partial<Header> {
  readonly name: string;
  readonly content?: string | Buffer;
}

export interface SampleImage {
  readonly name?: string;
  readonly platforms?: readonly Platform[];
  /** The layers of every platform. */
  readonly layers: readonly (readonly SampleEntry[])[];
  readonly config?: Config['config'];
  /** Laid over the whole config file: to make a wrong one. */
  readonly overrides?: Partial<Config>;
}

/** Writes a layout as nx-func is to write it: one root descriptor, nested index for several platforms. */
export async function writeSampleImage(dir: string, image: SampleImage): Promise<void> {
  mkdirSync(join(dir, 'blobs', 'sha256'), { recursive: true });
  writeFileSync(join(dir, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  const tars = await Promise.all(image.layers.map(tarOf));
  const platforms = image.platforms ?? [{ os: 'linux', architecture: 'amd64' }];
  const manifests = platforms.map((platform) => ({
    ...writeManifest(dir, platform, tars, { config: image.config ?? {}, ...image.overrides }),
    platform,
  }));
  const [only] = manifests;
  const root =
    manifests.length === 1 && only !== undefined
      ? only
      : writeJson(dir, MEDIA_TYPES.index, {
          schemaVersion: 2,
          mediaType: MEDIA_TYPES.index,
          manifests,
        });
  const annotations = {
    'org.opencontainers.image.ref.name': image.name ?? 'registry.example.com/team/sample:latest',
  };
  writeFileSync(
    join(dir, 'index.json'),
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.index,
      manifests: [{ ...root, annotations }],
    }),
  );
}

function writeManifest(
  dir: string,
  platform: Platform,
  tars: readonly Buffer[],
  config: Partial<Config>,
): Descriptor {
  return writeJson(dir, MEDIA_TYPES.manifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config: writeJson(dir, MEDIA_TYPES.config, {
      created: '1970-01-01T00:00:00Z',
      ...platform,
      rootfs: { type: 'layers', diff_ids: tars.map(digestOf) },
      history: tars.map((_, i) => ({ created_by: `sample layer ${i}` })),
      ...config,
    }),
    layers: tars.map((tar) => writeBlob(dir, MEDIA_TYPES.layer, gzipSync(tar))),
  });
}

function writeJson(dir: string, mediaType: string, value: object): Descriptor {
  return writeBlob(dir, mediaType, Buffer.from(JSON.stringify(value)));
}

function writeBlob(dir: string, mediaType: string, bytes: Buffer): Descriptor {
  const digest = digestOf(bytes);
  writeFileSync(blobPath(dir, digest), bytes);
  return { mediaType, digest, size: bytes.length };
}

async function tarOf(entries: readonly SampleEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content, ...header } of entries) {
    tar.entry({ mtime: new Date(0), uid: 1000, gid: 1000, ...header }, content ?? '');
  }
  tar.finalize();
  return buffer(tar);
}
