import {
  type CreateDependenciesContext,
  DependencyType,
  type RawProjectGraphDependency,
} from '@nx/devkit';
import { posix } from 'node:path';
import { DEFAULT_TARGET, type InferredOptions, type PluginOptions } from './options';

/**
 * Edges of the project graph from each function to the projects whose Go modules it reaches. The
 * inputs of the target name the folders too, so that a module need not be a project.
 */
export function findDependencies(
  options: PluginOptions,
  { projects, fileMap }: Pick<CreateDependenciesContext, 'projects' | 'fileMap'>,
): RawProjectGraphDependency[] {
  const byRoot = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
  return Object.entries(projects).flatMap(([source, project]) => {
    const target = project.targets?.[options.containerizeTargetName ?? DEFAULT_TARGET];
    const inferred = (target?.options as { inferred?: InferredOptions } | undefined)?.inferred;
    const sourceFile = posix.join(project.root, 'go.mod');
    const isKnown = fileMap.projectFileMap[source]?.some(({ file }) => file === sourceFile);
    return (inferred?.modules ?? []).flatMap((folder) => {
      const name = byRoot.get(folder);
      if (name === undefined || name === source || !isKnown) return [];
      return [{ source, target: name, sourceFile, type: DependencyType.static }];
    });
  });
}
