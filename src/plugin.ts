import type { CreateDependencies, CreateNodes } from '@nx/devkit';
import { findDependencies } from './workspace/dependencies';
import { inferProjects } from './workspace/infer';
import type { PluginOptions } from './workspace/options';

export type { PluginOptions };

/** The name of this plugin, as Nx shows it. */
export const name = 'nx-func';

/** A project with the target `containerize` for each func.yaml of Knative func. */
export const createNodes: CreateNodes<PluginOptions> = [
  '**/func.yaml',
  (files, options, { workspaceRoot }) =>
    inferProjects(files, options ?? {}, workspaceRoot).map(({ file, root, project }) => [
      file,
      { projects: { [root]: project } },
    ]),
];

/** Under this name Nx 22 and earlier look for it. */
export const createNodesV2 = createNodes;

/** Edges from functions to the Go modules of the workspace that they import. */
export const createDependencies: CreateDependencies<PluginOptions> = (options, context) =>
  findDependencies(options ?? {}, context);
