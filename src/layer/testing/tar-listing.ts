import { outputOf } from '../../testing/programs';

/** What python's tarfile, which nobody here wrote, says of one entry. */
export interface Listed {
  readonly name: string;
  /** `file`, `dir` or `link`. */
  readonly type: string;
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly uname: string;
  readonly gname: string;
  readonly mtime: number;
  readonly size: number;
  readonly target: string;
  /** sha256 of the content, for a file. */
  readonly content: string;
  /** Keys of its PAX header, empty where it is plain ustar. */
  readonly pax: readonly string[];
}

const PYTHON = `
import hashlib, json, sys, tarfile
entries = []
with tarfile.open(fileobj=sys.stdin.buffer, mode='r|', encoding='utf-8', errors='strict') as tar:
    for e in tar:
        kind = 'file' if e.isreg() else 'dir' if e.isdir() else 'link' if e.issym() else str(e.type)
        content = hashlib.sha256(tar.extractfile(e).read()).hexdigest() if e.isreg() else ''
        entries.append(dict(name=e.name, type=kind, mode=oct(e.mode), uid=e.uid, gid=e.gid,
            uname=e.uname, gname=e.gname, mtime=e.mtime, size=e.size, target=e.linkname,
            content=content, pax=sorted(e.pax_headers)))
json.dump(entries, sys.stdout)
`;

/** The entries of an archive as python lists them. */
export function listWithPython(archive: Uint8Array): Listed[] {
  return JSON.parse(outputOf('python3', ['-c', PYTHON], archive).toString()) as Listed[];
}

/** The lines in which GNU tar lists an archive, each with single spaces. */
export function listWithTar(archive: Uint8Array): string[] {
  const args = ['--list', '-v', '--numeric-owner', '--full-time', '--quoting-style=literal'];
  const lines = outputOf('tar', args, archive).toString().trimEnd().split('\n');
  return lines.map((line) => line.replace(/ +/g, ' '));
}
