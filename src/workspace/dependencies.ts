import type {
  CreateDependenciesContext,
  DependencyType,
  RawProjectGraphDependency,
} from '@nx/devkit';
import { posix } from 'node:path';
import type { InferredOptions } from './options';
import { findContainerizeTarget } from './target-names';

/** As a value it would load Nx's devkit, which takes longer than all that is done here. */
const STATIC = 'static' as unknown as DependencyType.static;

/**
 * Edges of the project graph from each function to the projects whose Go modules it reaches. The
 * inputs of the target name the folders too, so that a module need not be a project.
 */
export function findDependencies({
  projects,
  fileMap,
}: Pick<CreateDependenciesContext, 'projects' | 'fileMap'>): RawProjectGraphDependency[] {
  const byRoot = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
  return Object.entries(projects).flatMap(([source, project]) => {
    const target = findContainerizeTarget(project.targets);
    const inferred = (target?.options as { inferred?: InferredOptions } | undefined)?.inferred;
    const modules = inferred?.modules ?? [];
    if (modules.length === 0) return [];
    const sourceFile = posix.join(project.root, 'go.mod');
    const isKnown = fileMap.projectFileMap[source]?.some(({ file }) => file === sourceFile);
    return modules.flatMap((folder) => {
      const name = byRoot.get(folder);
      if (name === undefined || name === source || !isKnown) return [];
      return [{ source, target: name, sourceFile, type: STATIC }];
    });
  });
}
