import type { Descriptor } from './image/descriptor';
import type { LanguageJob } from './language/language-builder';
import type { DataFiles } from './layer/data-layer';

/** What one build of an image is made from: plain data, gathered by the executor. */
export interface ContainerizeJob extends Pick<
  LanguageJob,
  'workspaceRoot' | 'projectRoot' | 'hashed' | 'goModules' | 'environment' | 'log' | 'signal'
> {
  readonly data: DataFiles;
  /** `os/arch[/variant]`; absent: linux on this machine's architecture. */
  readonly platforms?: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Literal variables baked into the image, over those of func.yaml. */
  readonly env: Readonly<Record<string, string>>;
  /** The PEM bundle of the certificates layer, or undefined for none. */
  readonly certificates?: Buffer;
  /** Put into the image where the workspace asks for it. */
  readonly revision?: { readonly version: string; readonly commit: string };
}

/** An image that was built. */
export interface BuiltImage {
  readonly name: string;
  readonly root: Descriptor;
  readonly platforms: readonly string[];
  /** Bytes of all blobs of the image in the layout. */
  readonly size: number;
  /** The digest of the image of before, if there was one. */
  readonly before?: string;
}
