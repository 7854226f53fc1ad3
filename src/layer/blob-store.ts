import { randomUUID } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  open,
  readFile,
  rename,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemErrorCode } from '../errors';
import { type Digest, digestOf, hexOf, parseDigest } from '../image/digest';
import type { Log } from '../log';
import type { ProbeMemory } from './deflate';
import { makeFolder, refusedFolder, storeFolder } from './store-folder';
import { evict, filesIn, limitOf, removeAbandoned, sum } from './store-size';

/** A layer's blob, as the store's entry under the layer's key names it. */
export interface StoredLayer {
  readonly digest: Digest;
  /** Bytes of the blob. */
  readonly size: number;
}

/** What the store keeps of a layer under its key. A change of the format is another folder. */
interface EntryFile extends StoredLayer {
  /** Digest of the other fields: a flipped bit must not name another blob. */
  readonly check: string;
}

/**
 * Blobs that this machine's builds share: base blobs by their digest, and layers by the digest of their
 * uncompressed content (the key: names, modes, links and content are all in it). There are no locks:
 * a file is written aside, flushed and renamed, and two that write one blob write the same bytes.
 * Nothing read from it is believed before it was hashed. It fails by being of no use, with a warning,
 * and never by ending a build.
 */
export class BlobStore implements ProbeMemory {
  readonly folder: string;
  readonly #log: Log;
  #isWritable = true;
  #wrote = false;
  #learning = Promise.resolve();

  private constructor(folder: string, log: Log) {
    this.folder = folder;
    this.#log = log;
  }

  /** The store of this user, or undefined where there is none, or none that is safe. */
  static open(environment: NodeJS.ProcessEnv, log: Log): BlobStore | undefined {
    const folder = storeFolder(environment);
    if (folder === undefined) return undefined;
    const refused = refusedFolder(folder);
    if (refused === undefined) return new BlobStore(folder, log);
    log.warn(`${folder}: not used as the blob store: ${refused}`);
    return undefined;
  }

  knows(fact: string): boolean {
    return readIfThere(this.#path('probes', digestOf(fact))) === fact;
  }

  learn(fact: string): void {
    // Nobody waits for it but the end of the build.
    this.#learning = this.#write(() => this.#writeFile(this.#path('probes', digestOf(fact)), fact));
  }

  /** Whether a layer of this shape (names, sizes, links) was ever stored: else its key is not there. */
  async hasShape(shape: Digest): Promise<boolean> {
    return (await lstatIfThere(this.#path('shapes', shape))) !== undefined;
  }

  /** The layer under a key; a damaged entry is thrown away and told. */
  async layer(key: Digest): Promise<StoredLayer | undefined> {
    const path = this.#path('layers', key);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch {
      return undefined;
    }
    const entry = parseEntry(text, key);
    if (entry !== undefined) return entry;
    await this.#throwAway(path, 'entry');
    return undefined;
  }

  /** Puts a layer's blob, which is in the file `source`, under its key. */
  async addLayer(key: Digest, shape: Digest, layer: StoredLayer, source: string): Promise<void> {
    await this.#write(async () => {
      const blob = this.#path('blobs', layer.digest);
      if ((await lstatIfThere(blob))?.size !== layer.size)
        await this.#place(blob, async (aside) => {
          await copyFile(source, aside, CLONE);
          await chmod(aside, 0o600);
        });
      await this.#writeFile(this.#path('layers', key), entryText(layer, key));
      await makeFolder(this.folder, this.#folderOf('shapes'));
      await writeFile(this.#path('shapes', shape), '', { mode: 0o600 });
    });
  }

  /**
   * Where the blob is, or undefined. What is copied from there must be hashed before it is believed;
   * one that is wrong is to be given back to {@link discard}.
   */
  async find({ digest, size }: StoredLayer): Promise<string | undefined> {
    const path = this.#path('blobs', digest);
    if ((await lstatIfThere(path)) === undefined) return undefined;
    // For the eviction, which takes first what was used longest ago.
    await utimes(path, new Date(), new Date()).catch(() => undefined);
    return (await lstatIfThere(path))?.size === size ? path : this.discard({ digest, size });
  }

  /** Throws a blob away that is not what its name says. */
  async discard({ digest }: StoredLayer): Promise<undefined> {
    await this.#throwAway(this.#path('blobs', digest), 'blob');
  }

  /**
   * Keeps the store in its bounds, if this process has put something in: what was used longest ago
   * goes first, and half-written files of killed processes.
   */
  async trim(): Promise<void> {
    await this.#learning;
    if (!this.#wrote) return;
    this.#wrote = false;
    await this.#write(async () => {
      const now = Date.now();
      const blobs = await filesIn(this.#folderOf('blobs'));
      const limit = await limitOf(this.folder);
      if (sum(blobs) > limit) await evict(blobs, limit, now);
      await removeAbandoned(join(this.folder, 'tmp'), now);
    });
  }

  /** What is in it. */
  async contents(): Promise<{ readonly blobs: number; readonly size: number }> {
    const blobs = await filesIn(this.#folderOf('blobs'));
    return { blobs: blobs.length, size: sum(blobs) };
  }

  /** Removes all that this plugin has put there, and nothing else. */
  async clear(): Promise<void> {
    for (const name of [FORMAT, 'tmp']) {
      const options = { recursive: true, force: true, maxRetries: 3 };
      await rm(join(this.folder, name), options).catch((error: unknown) => {
        // A build that runs at this moment has put something in again.
        if (systemErrorCode(error) !== 'ENOTEMPTY') throw error;
      });
    }
  }

  #writeFile(target: string, text: string): Promise<void> {
    return this.#place(target, (aside) => writeFile(aside, text, { mode: 0o600 }));
  }

  /** Writes aside, flushes, renames: whoever looks sees nothing or all of it. */
  async #place(target: string, write: (aside: string) => Promise<void>): Promise<void> {
    await makeFolder(this.folder, dirname(target));
    const aside = join(this.folder, 'tmp', randomUUID());
    await makeFolder(this.folder, dirname(aside));
    try {
      await write(aside);
      const file = await open(aside, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(aside, target);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
    this.#wrote = true;
  }

  async #write(action: () => Promise<void>): Promise<void> {
    if (!this.#isWritable) return;
    try {
      await action();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** A full or read-only disk: what can be read from it is as good as before. */
  #giveUp(error: unknown): void {
    // Another write that was under way may have told it already.
    if (!this.#isWritable) return;
    this.#isWritable = false;
    const reason = systemErrorCode(error) ?? String(error);
    this.#log.warn(`${this.folder}: nothing is written to the blob store (${reason})`);
  }

  async #throwAway(path: string, what: string): Promise<void> {
    try {
      await rm(path);
    } catch (error) {
      // Evicted or cleared in this moment: no damage.
      if (systemErrorCode(error) === 'ENOENT') return;
    }
    this.#log.warn(`${path}: a damaged ${what} in the blob store, thrown away and made anew`);
  }

  #path(kind: Kind, digest: Digest): string {
    return join(this.#folderOf(kind), hexOf(digest));
  }

  #folderOf(kind: Kind): string {
    return join(this.folder, FORMAT, kind);
  }
}

type Kind = 'blobs' | 'layers' | 'shapes' | 'probes';

/** Changes when what a key stands for does: other bytes for the same content. */
const FORMAT = 'v1';

/** Shares the blocks of the disk where the file system can. */
const CLONE = constants.COPYFILE_FICLONE;

function entryText(layer: StoredLayer, key: Digest): string {
  const { digest, size } = layer;
  return `${JSON.stringify({ digest, size, check: checkOf(layer, key) } satisfies EntryFile)}\n`;
}

function checkOf({ digest, size }: StoredLayer, key: Digest): string {
  return digestOf(`${key} ${digest} ${size}`);
}

function parseEntry(text: string, key: Digest): StoredLayer | undefined {
  try {
    const { digest, size, check } = JSON.parse(text) as Partial<EntryFile>;
    if (typeof size !== 'number') return undefined;
    const layer = { digest: parseDigest(digest), size };
    return check === checkOf(layer, key) ? layer : undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function lstatIfThere(path: string): Promise<{ readonly size: number } | undefined> {
  try {
    return await lstat(path);
  } catch {
    return undefined;
  }
}
