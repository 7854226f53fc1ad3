/** What a story needs: `import { createWorkspace, describeImages, ... } from './support';` */
export { onCleanup, temporaryFolder } from './cleanup';
export { explainDifference, expectSameImage } from './compare';
export { startContainer, type Container } from './container';
export { readImage, type Image, type PlatformImage } from './image';
export { startRegistry, type Registry } from './registry';
export { must, run, start } from './run';
export { describeImages, itPushes } from './tools';
export { copyPlatform, unpack, type Tree } from './tree';
export { validate } from './validate';
export { createWorkspace, type Workspace } from './workspace';
