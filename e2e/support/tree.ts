/** What an image is when outside tools unpack it: skopeo copies one platform, umoci unpacks it as root. */
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './cleanup';
import { readImage } from './image';
import { must } from './run';

export interface TreeEntry {
  /** Absolute in the image: `/func/f`. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'link' | 'other';
  /** Octal, with the sticky and set-id bits: `0755`, `1777`. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds; that of a folder which no layer names is the time of the unpacking. */
  readonly mtime: number;
  /** The target of a link. */
  readonly target?: string;
}

/** An OCI runtime bundle: `config.json` and the unpacked `rootfs`. */
export class Tree {
  readonly bundle: string;
  /** Of the platform that was unpacked. */
  readonly manifestDigest: string;
  readonly entries: readonly TreeEntry[];

  constructor(bundle: string, manifestDigest: string) {
    this.bundle = bundle;
    this.manifestDigest = manifestDigest;
    this.entries = list(join(bundle, 'rootfs'), '');
  }

  entry(path: string): TreeEntry {
    const found = this.entries.find((entry) => entry.path === path);
    if (found === undefined) {
      throw new Error(`no ${path} in the image; it has\n${this.listing().join('\n')}`);
    }
    return found;
  }

  has(path: string): boolean {
    return this.entries.some((entry) => entry.path === path);
  }

  /** The paths of all that is no folder, sorted. */
  files(): string[] {
    return this.entries.filter(({ type }) => type !== 'directory').map(({ path }) => path);
  }

  /** A line for each entry, as a test wants to compare it: `0755 1000:1000 /func/f`. */
  listing(): string[] {
    return this.entries.map(({ path, type, mode, uid, gid, target }) => {
      const name = type === 'directory' ? `${path}/` : path;
      return `${mode} ${uid}:${gid} ${name}${target === undefined ? '' : ` -> ${target}`}`;
    });
  }

  read(path: string): Buffer {
    return readFileSync(join(this.bundle, 'rootfs', path));
  }
}

/** Unpacks one platform (`linux/arm/v7`) of a layout; the only one when none is named. */
export async function unpack(layoutDir: string, platform?: string): Promise<Tree> {
  const folder = temporaryFolder('unpacked');
  const layout = join(folder, 'layout');
  await copyPlatform(layoutDir, layout, platform);
  const bundle = join(folder, 'bundle');
  await must(['umoci', 'unpack', '--image', `${layout}:image`, bundle]);
  return new Tree(bundle, readImage(layout).digest);
}

/**
 * Copies one platform into a new layout, tagged `image`. Stories unpack through such a copy also
 * where there is one platform alone: our index.json names the whole reference, which is no plain tag.
 */
export async function copyPlatform(from: string, to: string, platform?: string): Promise<void> {
  const [os, arch, variant] = platform?.split('/') ?? [];
  const overrides = Object.entries({ os, arch, variant }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--override-${name}`, value],
  );
  // Signatures are not what is tested, and a laptop may have no policy.json.
  await must([
    'skopeo',
    '--insecure-policy',
    ...overrides,
    'copy',
    `oci:${from}`,
    `oci:${to}:image`,
  ]);
}

function list(root: string, folder: string): TreeEntry[] {
  return readdirSync(join(root, folder))
    .sort()
    .flatMap((name) => {
      const entry = inspect(root, `${folder}/${name}`);
      return entry.type === 'directory' ? [entry, ...list(root, entry.path)] : [entry];
    });
}

function inspect(root: string, path: string): TreeEntry {
  const stats = lstatSync(join(root, path));
  const link = stats.isSymbolicLink();
  const other = stats.isFile() ? 'file' : 'other';
  return {
    path,
    type: link ? 'link' : stats.isDirectory() ? 'directory' : other,
    mode: (stats.mode & 0o7777).toString(8).padStart(4, '0'),
    uid: stats.uid,
    gid: stats.gid,
    size: stats.size,
    mtime: stats.mtimeMs / 1000,
    ...(link ? { target: readlinkSync(join(root, path)) } : {}),
  };
}
