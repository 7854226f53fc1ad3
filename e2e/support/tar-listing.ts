import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';

/** All that a tar says of one entry, its content as a digest. */
export interface TarEntry {
  readonly name: string;
  readonly type: string;
  /** Octal. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly uname: string;
  readonly gname: string;
  /** Seconds. */
  readonly mtime: number;
  readonly size: number;
  readonly link: string;
  /** PAX records; empty where the entry has none. */
  readonly pax: string;
  readonly content: string;
}

/** The entries of a tar, in its order. */
export async function readTar(tar: Buffer): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  for await (const entry of Readable.from([tar]).pipe(extract())) {
    const { header } = entry;
    const content = await buffer(entry);
    entries.push({
      name: header.name,
      type: header.type,
      mode: header.mode.toString(8).padStart(4, '0'),
      uid: header.uid,
      gid: header.gid,
      uname: header.uname,
      gname: header.gname,
      mtime: header.mtime.getTime() / 1000,
      size: header.size,
      link: header.linkname,
      pax: JSON.stringify(header.pax ?? {}),
      content: createHash('sha256').update(content).digest('hex'),
    });
  }
  return entries;
}
