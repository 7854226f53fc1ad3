import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import { statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { UserError } from '../errors';

/**
 * Files that tasks which this one depends on have made in the project's folder: they ship, for Nx
 * hashes them (input `dependentTasksOutputFiles`), though git may ignore them.
 *
 * @returns paths relative to the project.
 * @throws UserError when such a task was left out of this run.
 */
export async function dependencyOutputs(
  context: ExecutorContext,
  projectRoot: string,
): Promise<string[]> {
  const { projectName, targetName, taskGraph, root } = context;
  if (projectName === undefined || targetName === undefined) return [];
  const ids = taskGraph === undefined ? [] : dependenciesOf(taskGraph, projectName, targetName);
  const outputs = ids.flatMap((id) => taskGraph?.tasks[id]?.outputs ?? []);
  checkComplete(context, ids);
  const inside = outputs
    .map((output) => posix.relative(projectRoot, output))
    .filter((output) => output !== '' && output !== '..' && !output.startsWith('../'));
  if (inside.length === 0) return [];
  const { default: glob } = await import('fast-glob');
  const folder = join(root, projectRoot);
  const patterns = inside.map((output) =>
    isFolder(join(folder, output)) ? `${output}/**` : output,
  );
  return glob(patterns, { cwd: folder, dot: true, onlyFiles: true, followSymbolicLinks: false });
}

/** Nx 24 has objects where earlier versions have names. */
function dependenciesOf(graph: TaskGraph, project: string, target: string): string[] {
  const task = Object.values(graph.tasks).find(
    (other) => other.target.project === project && other.target.target === target,
  );
  const list: readonly (string | { readonly id: string })[] =
    (task && graph.dependencies[task.id]) ?? [];
  return list.map((dependency) => (typeof dependency === 'string' ? dependency : dependency.id));
}

/**
 * With `--excludeTaskDependencies` what such a task makes would be missing, or be what an earlier
 * run left.
 */
function checkComplete(context: ExecutorContext, ids: readonly string[]): void {
  const project = context.projectName ?? '';
  const targets = context.projectsConfigurations.projects[project]?.targets ?? {};
  for (const dependency of context.target?.dependsOn ?? []) {
    const name = typeof dependency === 'string' ? dependency : dependency.target;
    const isOwn =
      typeof dependency === 'string' ||
      (dependency.projects === undefined && dependency.dependencies !== true);
    const outputs = targets[name]?.outputs;
    if (!isOwn || outputs === undefined || outputs.length === 0) continue;
    // An id may have a configuration behind it.
    if (ids.some((id) => `${id}:`.startsWith(`${project}:${name}:`))) continue;
    throw new UserError(
      `the task ${project}:${name}, whose outputs are part of the image, did not run`,
      {
        where: `${project}:${context.targetName ?? ''}`,
        todo: 'Run it without --excludeTaskDependencies.',
      },
    );
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
