export { containerize } from './containerize';
export { UserError } from './errors';
export type { Digest } from './image/digest';
export type { Descriptor } from './image/descriptor';
export type { Platform } from './image/platform';
export type { BuiltImage, ContainerizeJob } from './job';
export type { LanguageBuilder, LanguageJob } from './language/language-builder';
export type { Log } from './log';
export type { PluginOptions } from './workspace/options';
