import { basename, dirname, join } from 'node:path';
import { packageWorkspaces } from './package-workspaces';
import { asObject, type Json, readJson } from './read-json';

/** The files in a project's folder from which Nx itself makes a project. */
export interface ProjectFiles {
  readonly projectJson?: Json;
  /** Absent where Nx makes no project of it, though it be there. */
  readonly packageJson?: Json;
}

/**
 * Reads the project.json and package.json files of a workspace as Nx does. What they say wins over
 * what a plugin says, for Nx merges them last.
 *
 * A project.json always makes a project. A package.json does beside a project.json, and where it is
 * a member of the package manager's workspaces (Nx 23 and 24: the plugin nx/core/package-json).
 *
 * @param files relative to the workspace; those of other names are passed over.
 * @returns by the folder of the project, relative to the workspace.
 */
export async function readProjectFiles(
  files: readonly string[],
  workspaceRoot: string,
): Promise<ReadonlyMap<string, ProjectFiles>> {
  const found = new Map<string, ProjectFiles>();
  const besideProjectJson = new Set<string>();
  for (const file of files) {
    if (basename(file) !== 'project.json') continue;
    const projectJson = await readJson(join(workspaceRoot, file));
    besideProjectJson.add(dirname(file));
    const root = textOf(projectJson?.['root']) ?? dirname(file);
    found.set(root, { ...(projectJson && { projectJson }) });
  }
  const packages = files.filter((file) => basename(file) === 'package.json');
  if (packages.length === 0) return found;
  const isMember =
    process.env['NX_INFER_ALL_PACKAGE_JSONS'] === 'true' && !packages.includes('package.json')
      ? () => true
      : await packageWorkspaces(workspaceRoot);
  for (const file of packages) {
    const root = dirname(file);
    if (!besideProjectJson.has(root) && !isMember(file)) continue;
    const packageJson = await readJson(join(workspaceRoot, file));
    if (packageJson !== undefined) found.set(root, { ...found.get(root), packageJson });
  }
  return found;
}

/** The name that these files give their project; undefined where they leave it to plugins. */
export function nameInFiles(
  root: string,
  { projectJson, packageJson }: ProjectFiles,
): string | undefined {
  const ofProject = textOf(projectJson?.['name']);
  if (ofProject !== undefined || packageJson === undefined) return ofProject;
  const ofNx = textOf(asObject(packageJson['nx'])?.['name']);
  return ofNx ?? textOf(packageJson['name']) ?? basename(root).toLowerCase();
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
