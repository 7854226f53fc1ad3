import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extract, type Header } from 'tar-stream';

interface Described {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: object;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface ImageJson {
  readonly created: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly config: {
    readonly User: string;
    readonly Env: readonly string[];
    readonly Cmd: readonly string[];
    readonly Volumes?: Readonly<Record<string, object>>;
    readonly WorkingDir: string;
    readonly Labels: Readonly<Record<string, string>>;
    readonly StopSignal: string;
    readonly ExposedPorts: Readonly<Record<string, object>>;
  };
  readonly rootfs: { readonly type: string; readonly diff_ids: readonly string[] };
  readonly history: readonly { readonly created: string; readonly created_by: string }[];
}

/** One file, folder or link of an image. */
export interface Unpacked extends Header {
  readonly content: Buffer;
}

/** Reads an OCI layout with none of the code that wrote it. */
export class ImageReader {
  readonly #layout: string;

  /** @param project the function's folder, absolute. */
  constructor(project: string) {
    this.#layout = join(project, '.func/build/oci');
  }

  get root(): Described {
    const text = readFileSync(join(this.#layout, 'index.json'), 'utf8');
    const index = JSON.parse(text) as { manifests: Described[] };
    if (index.manifests.length !== 1) throw new Error('index.json has one descriptor');
    return present(index.manifests[0]);
  }

  /** The manifests of the image: one, or those in the index. */
  get manifests(): { readonly config: Described; readonly layers: readonly Described[] }[] {
    const { root } = this;
    const document: unknown = JSON.parse(this.blob(root.digest).toString());
    if (!root.mediaType.includes('index')) return [document as never];
    const { manifests } = document as { manifests: Described[] };
    return manifests.map(({ digest }) => JSON.parse(this.blob(digest).toString()) as never);
  }

  config(index = 0): ImageJson {
    return JSON.parse(
      this.blob(present(this.manifests[index]).config.digest).toString(),
    ) as ImageJson;
  }

  /** What is in the layers, the lowest first. */
  async files(index = 0): Promise<Map<string, Unpacked>> {
    const files = new Map<string, Unpacked>();
    for (const { digest } of present(this.manifests[index]).layers) {
      const tar = extract();
      tar.end(gunzipSync(this.blob(digest)));
      for await (const entry of tar) {
        const chunks: Buffer[] = [];
        for await (const chunk of entry) chunks.push(chunk as Buffer);
        files.set(entry.header.name, { ...entry.header, content: Buffer.concat(chunks) });
      }
    }
    return files;
  }

  blob(digest: string): Buffer {
    return readFileSync(join(this.#layout, 'blobs', digest.replace(':', '/')));
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is none');
  return value;
}
