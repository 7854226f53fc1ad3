import type { ExecutorContext, ProjectConfiguration } from '@nx/devkit';

type Targets = NonNullable<ProjectConfiguration['targets']>;

/**
 * What Nx gives an executor in a workspace with these projects.
 *
 * @param roots folder of each project, by its name.
 */
export function contextOf(
  root: string,
  roots: Readonly<Record<string, string>>,
  projectName: string,
  targets: Targets = {},
): ExecutorContext {
  const projects = Object.entries(roots).map(
    ([name, folder]) =>
      [name, { name, root: folder, targets: name === projectName ? targets : {} }] as const,
  );
  return {
    root,
    cwd: root,
    isVerbose: false,
    projectName,
    targetName: 'containerize',
    target: targets['containerize'] ?? {},
    projectsConfigurations: { version: 2, projects: Object.fromEntries(projects) },
    nxJsonConfiguration: {},
    projectGraph: {
      nodes: Object.fromEntries(
        projects.map(([name, data]) => [name, { name, type: 'app' as const, data }]),
      ),
      dependencies: {},
    },
  };
}

/**
 * Makes Nx take this folder for its workspace. It asks once, when it is loaded: what imports it is
 * loaded after this, by `jest.requireActual()`.
 */
export function beWorkspace(root: string): void {
  process.env['NX_WORKSPACE_ROOT_PATH'] = root;
  process.env['NX_DAEMON'] = 'false';
}
