import type { FunctionFile } from '../function/func-yaml';
import type { ContainerConfig } from '../image/config';
import type { Platform } from '../image/platform';
import type { LayerContent } from '../layer/layer';
import type { Log } from '../log';
import type { GoModules } from './go/modules';

/** What a language builder is given: all that it may know of the function and its workspace. */
export interface LanguageJob {
  readonly function: FunctionFile;
  /** Absolute folder of the workspace; messages name files relative to it. */
  readonly workspaceRoot: string;
  /** The function's folder, relative to the workspace, with `/`. */
  readonly projectRoot: string;
  /** Absolute; the builder's own, under `.func`. Nothing is written elsewhere. */
  readonly scratch: string;
  /** Whether a file, relative to the workspace, may take part in the build: Nx has hashed it. */
  readonly hashed: (file: string) => boolean;
  readonly goModules?: GoModules;
  readonly environment: NodeJS.ProcessEnv;
  /** Platforms of this build, for a builder that shares the machine's cores between them. */
  readonly platforms: readonly Platform[];
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** The layers of one platform. */
export interface PlatformLayers {
  readonly layers: readonly LayerContent[];
  /** Labels of the image that tell what is in them. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What a runtime needs to become an image; func's languageLayerBuilder. */
export interface LanguageBuilder {
  /** The reference of the base image, or undefined for scratch. */
  baseImage(job: LanguageJob, platform: Platform): string | undefined;
  /** Layers that are the same for all platforms. */
  sharedLayers(job: LanguageJob): Promise<readonly LayerContent[]>;
  /** Layers of one platform, and what there is to say of them. */
  platformLayers(job: LanguageJob, platform: Platform): Promise<PlatformLayers>;
  /** The container config of one platform: what is given, with what the language adds. */
  configure(config: ContainerConfig, job: LanguageJob, platform: Platform): ContainerConfig;
}
