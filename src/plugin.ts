import type { CreateDependencies, CreateMetadata, CreateNodes } from '@nx/devkit';
import { findDependencies } from './workspace/dependencies';
import { describeFunctions } from './workspace/function-metadata';
import { FILES, inferProjects } from './workspace/infer';
import type { PluginOptions } from './workspace/options';

export type { PluginOptions };

/** The name of this plugin, as Nx shows it. */
export const name = 'nx-func';

/** A project with the target `containerize` for each func.yaml of Knative func. */
export const createNodes: CreateNodes<PluginOptions> = [
  FILES,
  async (files, options, { workspaceRoot, nxJsonConfiguration }) => {
    const projects = await inferProjects(files, options ?? {}, workspaceRoot, nxJsonConfiguration);
    return projects.map(({ file, root, project }) => [file, { projects: { [root]: project } }]);
  },
];

/** Under this name Nx 22 and earlier look for it. */
export const createNodesV2 = createNodes;

/** Edges from functions to the Go modules of the workspace that they import. */
export const createDependencies: CreateDependencies<PluginOptions> = (_, context) =>
  findDependencies(context);

/** What is to be said of a function and only the whole graph tells. */
export const createMetadata: CreateMetadata<PluginOptions> = (graph) => describeFunctions(graph);
