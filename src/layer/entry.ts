/** Bytes that lie in a file of this machine. */
export interface HostFile {
  /** Absolute path. */
  readonly path: string;
  /** The name in messages. */
  readonly shown: string;
}

/** A folder that the image owns. Never one of the base, whose mode or link it would replace. */
export interface DirectoryEntry {
  readonly kind: 'directory';
  /** Path in the image without a leading slash, with `/` between names: `func`. */
  readonly name: string;
  /** Permission bits; 0755 when absent. */
  readonly mode?: number;
}

/** A regular file. */
export interface FileEntry {
  readonly kind: 'file';
  readonly name: string;
  readonly content: Buffer | HostFile;
  /** Permission bits; when absent 0755 for a program (`#!` or ELF), else 0644. */
  readonly mode?: number;
}

/** A symbolic link. */
export interface LinkEntry {
  readonly kind: 'link';
  readonly name: string;
  readonly target: string;
}

/** One thing in a layer. Owner, times and order are the same for all and not said here. */
export type Entry = DirectoryEntry | FileEntry | LinkEntry;

/** In the order of a layer: by the bytes of the name, a folder before what is in it. */
export function sortEntries(entries: readonly Entry[]): Entry[] {
  return entries
    .map((entry) => ({ entry, key: bytesOf(tarName(entry)) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry);
}

/** The UTF-8 bytes of a name, one character each: strings of these compare as bytes do. */
function bytesOf(name: string): string {
  return ASCII.test(name) ? name : Buffer.from(name).toString('latin1');
}

const ASCII = /^[ -~]*$/;

/** The name as tar has it: a folder ends with a slash. */
export function tarName(entry: Entry): string {
  return entry.kind === 'directory' ? `${entry.name}/` : entry.name;
}
