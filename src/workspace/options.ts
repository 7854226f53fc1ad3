/** Options of the plugin in nx.json. */
export interface PluginOptions {
  /** Name of the target that builds the image. Default: `containerize`. */
  readonly containerizeTargetName?: string;
  /**
   * A PEM file of the workspace, relative to its root, with certificates that are added to
   * Mozilla's; or `false` for an image without any.
   */
  readonly certificates?: string | false;
  /**
   * Put the git revision into the image: label `org.opencontainers.image.revision`, variable
   * FUNC_VERSION. Then each commit is a new image. Default: `false`.
   */
  readonly revision?: boolean;
}

/** Options of the executor that a user sets: executors/containerize/schema.json. */
export interface ContainerizeOptions {
  readonly platforms?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** An option of the plugin alone; known here so that the error can say so. */
  readonly certificates?: unknown;
  readonly inferred?: InferredOptions;
}

/**
 * What the plugin found out when it inferred the target. Nx hashes options, so what is here is part of
 * the cache's key, which inputs alone could not say.
 */
export interface InferredOptions {
  /** Version of this plugin: another one may write other bytes. */
  readonly plugin: string;
  /** Symbolic links of the function, which are in no file set: path to target. */
  readonly links?: Readonly<Record<string, string>>;
  /** Folders of Go modules that the function reaches, relative to the workspace. */
  readonly modules?: readonly string[];
  readonly certificates?: string | false;
  readonly revision?: boolean;
}

export const DEFAULT_TARGET = 'containerize';
