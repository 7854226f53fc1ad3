import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rename,
  rm,
} from 'node:fs/promises';
import { join } from 'node:path';
import { circumstance, systemErrorCode, UserError } from '../errors';
import type { Annotations, Descriptor, JsonBlob } from './descriptor';
import { type Digest, hexOf, parseDigest } from './digest';
import { MediaType } from './descriptor';

/** image-spec 1.1, image-layout.md, "oci-layout file". */
const OCI_LAYOUT = JSON.stringify({ imageLayoutVersion: '1.0.0' });

/** Bytes of a blob that are read at once. */
const PIECE = 1 << 20;

/** A file of JSON that this plugin wrote is small: more is not read. */
const MAX_JSON = 16 << 20;

/**
 * A folder in the image layout of the OCI (image-spec 1.1, image-layout.md). It is changed as a whole:
 * blobs are staged beside it, moved in, and the last step is the rename of `index.json`, so that
 * whoever reads it finds the old image or the new one.
 */
export class Layout {
  readonly #folder: string;
  readonly #staging: string;
  /** The name of the folder in messages. */
  readonly #shown: string;
  readonly #staged = new Map<Digest, string>();
  #count = 0;

  /**
   * @param folder the layout, absolute.
   * @param staging a folder on the same file system, emptied by {@link open}.
   */
  constructor(folder: string, staging: string, shown: string) {
    this.#folder = folder;
    this.#staging = staging;
    this.#shown = shown;
  }

  /** Makes ready for writing, and clears what a killed build left. */
  async open(): Promise<void> {
    await this.#guard('write', async () => {
      await rm(this.#staging, { recursive: true, force: true });
      await mkdir(this.#staging, { recursive: true });
    });
  }

  /** Forgets everything that was written since {@link open}. */
  async discard(): Promise<void> {
    this.#staged.clear();
    await rm(this.#staging, { recursive: true, force: true });
  }

  /** Writes a blob to the staging folder, flushed to disk. Its digest is taken on the way. */
  async writeBlob(
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<{ readonly digest: Digest; readonly size: number }> {
    const hash = createHash('sha256');
    let size = 0;
    const path = this.#newPath();
    await this.#guard('write', async () => {
      const file = await open(path, 'wx', 0o644);
      try {
        for await (const chunk of chunks) {
          hash.update(chunk);
          size += chunk.length;
          await file.writeFile(chunk);
        }
        await file.sync();
      } finally {
        await file.close();
      }
    });
    const digest = parseDigest(`sha256:${hash.digest('hex')}`);
    this.#staged.set(digest, path);
    return { digest, size };
  }

  /**
   * Copies a blob from elsewhere on this machine. The copy is hashed, and not what it came from, so
   * that nothing can change in between.
   *
   * @returns false, and nothing is taken, if it cannot be read, or is not the blob of that digest.
   */
  async adoptBlob(source: string, digest: Digest): Promise<boolean> {
    const path = this.#newPath();
    let found: string | undefined;
    await this.#guard('write', async () => {
      const mode = await makeEmpty(path);
      try {
        await copyFile(source, path, constants.COPYFILE_FICLONE);
      } catch (error) {
        if (DISK_FULL.includes(systemErrorCode(error) ?? '')) throw error;
        // Gone in this moment, or unreadable: whoever asks makes it anew.
        return;
      }
      // copyFile takes that of the source, which is for its owner alone.
      await chmod(path, mode);
      const file = await open(path, 'r+');
      try {
        const hash = createHash('sha256');
        for await (const chunk of file.createReadStream({
          autoClose: false,
          highWaterMark: PIECE,
        })) {
          hash.update(chunk as Buffer);
        }
        found = `sha256:${hash.digest('hex')}`;
        await file.sync();
      } finally {
        await file.close();
      }
      if (found !== digest) await rm(path);
    });
    if (found !== digest) return false;
    this.#staged.set(digest, path);
    return true;
  }

  /** Where a blob lies that was written since {@link open}, until {@link commit} moves it. */
  stagedPath(digest: Digest): string {
    const path = this.#staged.get(digest);
    if (path === undefined) throw new Error(`${digest} was not written`);
    return path;
  }

  /** Writes a document of the image and answers with its descriptor. */
  async writeJson(blob: JsonBlob): Promise<Descriptor> {
    await this.writeBlob([blob.bytes]);
    return blob.descriptor;
  }

  /**
   * Writes a file to the staging folder, flushed to disk, so that a rename makes it seen whole.
   *
   * @returns its path, for {@link commit} or `beforeIndex` to rename.
   */
  async stage(text: string): Promise<string> {
    const path = this.#newPath();
    await this.#guard('write', async () => {
      const file = await open(path, 'wx', 0o644);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
    });
    return path;
  }

  /**
   * Makes `root` the one image of this layout: moves the staged blobs in, calls `beforeIndex`, renames
   * `index.json`, and removes the blobs that nothing refers to any more. All that takes space is written
   * before the first rename. If it fails, the blobs that it brought are removed again.
   */
  async commit(
    root: Descriptor,
    annotations: Annotations,
    beforeIndex: () => Promise<void>,
  ): Promise<void> {
    const manifests = [{ ...root, annotations }];
    const index = { schemaVersion: 2, mediaType: MediaType.index, manifests };
    const staged = await this.stage(JSON.stringify(index));
    const layout = await this.stage(OCI_LAYOUT);
    await this.#guard('write', async () => {
      const blobs = this.#blobs();
      await mkdir(blobs, { recursive: true });
      const before = new Set(await readdir(blobs));
      const own = new Set([...this.#staged.keys()].map(hexOf));
      try {
        for (const [digest, path] of this.#staged) await rename(path, join(blobs, hexOf(digest)));
        await syncFolder(blobs);
        await rename(layout, join(this.#folder, 'oci-layout'));
        await beforeIndex();
        await rename(staged, join(this.#folder, 'index.json'));
      } catch (error) {
        await removeFrom(blobs, (name) => own.has(name) && !before.has(name));
        throw error;
      }
      await syncFolder(this.#folder);
      await removeFrom(blobs, (name) => !own.has(name));
      await rm(this.#staging, { recursive: true, force: true });
    });
  }

  /**
   * The descriptor of the image that is there, or undefined when there is none.
   *
   * @throws UserError when `index.json` is not what this plugin writes: it may have come out of a
   *   cache, so nothing in it is believed before it is checked.
   */
  async root(): Promise<Descriptor | undefined> {
    try {
      return firstDescriptor(JSON.parse(await readSmall(join(this.#folder, 'index.json'))));
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return undefined;
      const where = `${this.#shown}/index.json`;
      if (!(error instanceof SyntaxError)) {
        throw circumstance(error, 'read the image of before', where);
      }
      throw new UserError(`the image of before is broken: ${error.message}`, {
        where,
        todo: `Remove ${this.#shown} and build again; if it came out of a cache, look who may write there.`,
      });
    }
  }

  #newPath(): string {
    this.#count += 1;
    return join(this.#staging, String(this.#count));
  }

  #blobs(): string {
    return join(this.#folder, 'blobs', 'sha256');
  }

  async #guard(doing: string, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      throw circumstance(error, `${doing} the image`, this.#shown);
    }
  }
}

function firstDescriptor(index: unknown): Descriptor {
  const manifests = (index as { manifests?: unknown } | null)?.manifests;
  const first: unknown = Array.isArray(manifests) ? manifests[0] : undefined;
  if (typeof first !== 'object' || first === null) throw new SyntaxError('it lists no image');
  const { mediaType, digest, size } = first as Record<string, unknown>;
  if (typeof mediaType !== 'string' || typeof size !== 'number' || !(size >= 0)) {
    throw new SyntaxError('its descriptor lacks a media type or a size');
  }
  return { mediaType, digest: parseDigest(digest), size };
}

/** What a copy says of the place that it is written to. */
const DISK_FULL = ['ENOSPC', 'EDQUOT', 'EROFS'];

/** @returns the permission bits that the umask leaves to a new file. */
async function makeEmpty(path: string): Promise<number> {
  const file = await open(path, 'wx', 0o644);
  try {
    return (await file.stat()).mode & 0o777;
  } finally {
    await file.close();
  }
}

/** Not through a link, and without waiting for the other end of a pipe. */
const NOT_FOLLOWED = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

async function readSmall(path: string): Promise<string> {
  const file = await openFile(path);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new SyntaxError('it is not a file');
    if (stat.size > MAX_JSON) throw new SyntaxError('it is larger than 16 MiB');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, NOT_FOLLOWED);
  } catch (error) {
    // What these two are told for: a link, and a socket.
    if (!['ELOOP', 'ENXIO'].includes(systemErrorCode(error) ?? '')) throw error;
    throw new SyntaxError('it is not a file', { cause: error });
  }
}

async function removeFrom(folder: string, isUnwanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (isUnwanted(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
