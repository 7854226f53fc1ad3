import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  MEDIA_TYPES,
  blobPath,
  platformName,
  type Config,
  type Descriptor,
  type Index,
  type Manifest,
} from './image';
import { schemaProblems, type SchemaName } from './schemas';
import { readTar } from './tar-listing';

/**
 * All that is wrong with an OCI layout, one line each: `expect(await validate(dir)).toEqual([])`.
 * Every JSON file against the image-spec's schema, every blob's digest and size, diff_ids, history,
 * platforms, media types, and no file that nothing refers to.
 */
export async function validate(layoutDir: string): Promise<string[]> {
  const check = new Check(layoutDir);
  check.json('oci-layout', 'layout', readFileSync(join(layoutDir, 'oci-layout')));
  const index = check.json('index.json', 'index', readFileSync(join(layoutDir, 'index.json')));
  if (index !== undefined) {
    await check.index('index.json', index as Index);
  }
  check.noExtraFiles();
  return check.problems;
}

class Check {
  readonly problems: string[] = [];
  readonly #dir: string;
  readonly #known = new Set(['oci-layout', 'index.json']);

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Parses and holds against the schema; undefined when the schema was violated. */
  json(name: string, schema: SchemaName, bytes: Buffer): unknown {
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8'));
    } catch (error) {
      this.problems.push(`${name}: ${String(error)}`);
      return undefined;
    }
    const found = schemaProblems(schema, value).map((problem) => `${name}: ${problem}`);
    this.problems.push(...found);
    return found.length === 0 ? value : undefined;
  }

  async index(name: string, index: Index): Promise<void> {
    this.#equal(`${name}: mediaType`, index.mediaType, MEDIA_TYPES.index);
    for (const descriptor of index.manifests) {
      const bytes = this.#blob(name, descriptor);
      if (bytes === undefined) {
        continue;
      }
      if (descriptor.mediaType === MEDIA_TYPES.index) {
        const nested = this.json(descriptor.digest, 'index', bytes);
        if (nested !== undefined) {
          await this.index(descriptor.digest, nested as Index);
        }
      } else {
        this.#equal(`${name}: media type of`, descriptor.mediaType, MEDIA_TYPES.manifest);
        await this.#manifest(descriptor, bytes);
      }
    }
  }

  noExtraFiles(): void {
    for (const entry of readdirSync(this.#dir, { recursive: true, withFileTypes: true })) {
      const path = relative(this.#dir, join(entry.parentPath, entry.name));
      const isBlobFolder = entry.isDirectory() && ['blobs', 'blobs/sha256'].includes(path);
      if (!isBlobFolder && !this.#known.has(path)) {
        this.problems.push(`${path}: nothing refers to it`);
      }
    }
  }

  async #manifest(descriptor: Descriptor, bytes: Buffer): Promise<void> {
    const name = descriptor.digest;
    const manifest = this.json(name, 'manifest', bytes) as Manifest | undefined;
    if (manifest === undefined) {
      return;
    }
    this.#equal(`${name}: mediaType`, manifest.mediaType, MEDIA_TYPES.manifest);
    this.#equal(`${name}: config.mediaType`, manifest.config.mediaType, MEDIA_TYPES.config);
    const configBytes = this.#blob(name, manifest.config);
    const config =
      configBytes && (this.json(manifest.config.digest, 'config', configBytes) as Config);
    if (config === undefined) {
      return;
    }
    if (descriptor.platform !== undefined) {
      this.#equal(`${name}: platform`, platformName(descriptor.platform), platformName(config));
    }
    const diffIds = config.rootfs.diff_ids;
    const history = (config.history ?? []).filter((line) => line.empty_layer !== true);
    this.#equal(`${name}: number of diff_ids`, diffIds.length, manifest.layers.length);
    this.#equal(`${name}: number of history lines`, history.length, manifest.layers.length);
    for (const [i, layer] of manifest.layers.entries()) {
      await this.#layer(`${name}: layer ${i}`, layer, diffIds[i]);
    }
  }

  async #layer(name: string, layer: Descriptor, diffId: string | undefined): Promise<void> {
    this.#equal(`${name}: mediaType`, layer.mediaType, MEDIA_TYPES.layer);
    const bytes = this.#blob(name, layer);
    if (bytes === undefined) {
      return;
    }
    try {
      const tar = gunzipSync(bytes);
      this.#equal(`${name}: diff_id`, diffId, digestOf(tar));
      const names = (await readTar(tar)).map((entry) => entry.name);
      const twice = names.filter((entry, i) => names.indexOf(entry) !== i);
      this.#equal(`${name}: names found twice`, twice.join(', '), '');
    } catch (error) {
      this.problems.push(`${name}: ${String(error)}`);
    }
  }

  /** Hashes a blob; undefined when it is not the one that its descriptor tells of. */
  #blob(owner: string, { digest, size }: Descriptor): Buffer | undefined {
    const path = blobPath(this.#dir, digest);
    this.#known.add(relative(this.#dir, path));
    if (!existsSync(path) || !statSync(path).isFile()) {
      this.problems.push(`${owner}: the blob ${digest} is missing`);
      return undefined;
    }
    const bytes = readFileSync(path);
    this.#equal(`${owner}: size of ${digest}`, size, bytes.length);
    this.#equal(`${owner}: digest of a blob`, digest, digestOf(bytes));
    return digest === digestOf(bytes) ? bytes : undefined;
  }

  #equal(what: string, got: unknown, want: unknown): void {
    if (got !== want) {
      this.problems.push(`${what} is ${String(got)}, not ${String(want)}`);
    }
  }
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
