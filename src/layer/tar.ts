import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { once } from 'node:events';
import { type Pack, pack as createPack } from 'tar-stream';
import { circumstance, systemErrorCode, UserError } from '../errors';
import { sortEntries, type Entry, type FileEntry, type HostFile, tarName } from './entry';

/** Everything in an image belongs to func's user. */
const OWNER = { uid: 1000, gid: 1000 };

/** Bytes of a file that are read at once, and that may wait to be consumed. */
const PIECE = 1 << 20;

const NOT_FOLLOWED = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export interface TarOptions {
  /** Modification time of every entry, in seconds since the epoch. */
  readonly mtime: number;
  /** Looked at before each entry, and before each piece of a large file. */
  readonly signal?: AbortSignal;
  /** Told of each entry when it is written. */
  readonly onEntry?: (entry: Entry, size: number) => void;
}

/**
 * Entries as an uncompressed layer (image-spec 1.1, layer.md): sorted by name, one owner, one time, no
 * user names, modes from the content and not from the host, so that equal content gives equal bytes.
 * PAX headers only where ustar cannot hold a name.
 *
 * @throws UserError when a file cannot be read, or changes while it is read.
 */
export async function* tar(
  entries: readonly Entry[],
  options: TarOptions,
): AsyncGenerator<Buffer, void, undefined> {
  const pack = createPack();
  const failure: { error?: unknown } = {};
  const writing = writeEntries(pack, sortEntries(entries), options).catch((error: unknown) => {
    failure.error = error;
    pack.destroy();
  });
  try {
    for await (const chunk of pack as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    // A destroyed pack says only that it was destroyed: the reason is in `failure`.
    if (failure.error === undefined) throw error;
  } finally {
    pack.destroy();
    await writing;
  }
  if (failure.error !== undefined) throw failure.error as Error;
}

async function writeEntries(
  pack: Pack,
  entries: readonly Entry[],
  options: TarOptions,
): Promise<void> {
  for (const entry of entries) {
    options.signal?.throwIfAborted();
    // Each header has a Date of its own: tar-stream keeps the object.
    const common = { name: tarName(entry), mtime: new Date(options.mtime * 1000), ...OWNER };
    if (entry.kind === 'file') {
      const size = await writeFile(pack, entry, common, options.signal);
      options.onEntry?.(entry, size);
    } else if (entry.kind === 'link') {
      await add(pack, { ...common, type: 'symlink', linkname: entry.target, mode: 0o777 });
      options.onEntry?.(entry, 0);
    } else {
      await add(pack, { ...common, type: 'directory', mode: entry.mode ?? 0o755 });
      options.onEntry?.(entry, 0);
    }
  }
  pack.finalize();
}

type Header = Parameters<Pack['entry']>[0];

function add(pack: Pack, header: Header, content?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => {
      if (error) reject(error);
      else resolve();
    };
    if (content === undefined) pack.entry(header, done);
    else pack.entry(header, content, done);
  });
}

async function writeFile(
  pack: Pack,
  entry: FileEntry,
  common: Header,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { content } = entry;
  if (Buffer.isBuffer(content)) {
    await add(pack, { ...common, type: 'file', mode: entry.mode ?? modeOf(content) }, content);
    return content.length;
  }
  const { fd, size } = openRegular(content);
  try {
    const first = size < PIECE ? readWhole(fd, content, size) : readExactly(fd, content, PIECE);
    const header: Header = { ...common, type: 'file', mode: entry.mode ?? modeOf(first), size };
    if (size < PIECE) await add(pack, header, first);
    else await stream(pack, header, fd, content, first, signal);
    return size;
  } finally {
    closeSync(fd);
  }
}

async function stream(
  pack: Pack,
  header: Header,
  fd: number,
  file: HostFile,
  first: Buffer,
  signal: AbortSignal | undefined,
): Promise<void> {
  let sink: ReturnType<Pack['entry']> | undefined;
  const finished = new Promise<void>((resolve, reject) => {
    sink = pack.entry(header, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  // A failure is told by what is thrown below; this keeps it from being told twice.
  finished.catch(() => undefined);
  let piece = first;
  let rest = (header.size ?? 0) - first.length;
  for (;;) {
    // A consumer that stops early destroys the sink, which then never drains: `finished` tells.
    if (sink?.write(piece) === false) await Promise.race([once(sink, 'drain'), finished]);
    if (rest === 0) break;
    signal?.throwIfAborted();
    piece = readExactly(fd, file, Math.min(rest, PIECE));
    rest -= piece.length;
  }
  checkEnd(fd, file);
  sink?.end(null);
  await finished;
}

function openRegular(file: HostFile): { readonly fd: number; readonly size: number } {
  let fd: number;
  try {
    fd = openSync(file.path, NOT_FOLLOWED);
  } catch (error) {
    // A link, or a socket, has taken its place.
    if (['ELOOP', 'ENXIO'].includes(systemErrorCode(error) ?? '')) throw changed(file);
    throw circumstance(error, 'read the file', file.shown);
  }
  const stat = fstatSync(fd);
  if (stat.isFile()) return { fd, size: stat.size };
  closeSync(fd);
  throw changed(file);
}

function readExactly(fd: number, file: HostFile, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  let read = 0;
  while (read < size) {
    let count: number;
    try {
      count = readSync(fd, buffer, read, size - read, null);
    } catch (error) {
      throw circumstance(error, 'read the file', file.shown);
    }
    if (count === 0) throw changed(file);
    read += count;
  }
  return buffer;
}

/** A small file, in one call where it has not changed: what asks for more is told of the end. */
function readWhole(fd: number, file: HostFile, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size + 1);
  let read = 0;
  for (;;) {
    let count: number;
    try {
      count = readSync(fd, buffer, read, size + 1 - read, null);
    } catch (error) {
      throw circumstance(error, 'read the file', file.shown);
    }
    read += count;
    if (read > size || (count === 0 && read < size)) throw changed(file);
    if (read === size) return buffer.subarray(0, size);
  }
}

function checkEnd(fd: number, file: HostFile): void {
  if (readSync(fd, Buffer.allocUnsafe(1), 0, 1, null) !== 0) throw changed(file);
}

function changed(file: HostFile): UserError {
  return new UserError('the file changed while it was read', {
    where: file.shown,
    todo: 'Build again when nothing else writes the project.',
  });
}

/**
 * 0755 for a program, 0644 for all else. Not from the host: Nx does not hash modes, and Windows has
 * none.
 */
function modeOf(content: Buffer): number {
  const program =
    content.subarray(0, 2).equals(SHEBANG) || content.subarray(0, 4).equals(ELF_MAGIC);
  return program ? 0o755 : 0o644;
}

const SHEBANG = Buffer.from('#!');
const ELF_MAGIC = Buffer.from('\x7fELF', 'latin1');
