import { createProjectFileMapUsingProjectGraph, type ExecutorContext } from '@nx/devkit';
import { accessSync, constants, existsSync, readFileSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { circumstance, UserError } from '../errors';
import { isEnvName, isReference } from '../function/env-syntax';
import type { ContainerizeJob } from '../job';
import { certificatesBundle, readCertificates } from '../layer/certificates/bundle';
import type { DataFiles } from '../layer/data-layer';
import type { Log } from '../log';
import { findOddFiles } from './disk';
import { GitIgnore } from './git-ignore';
import { type ReachedModules, reachModules } from './go-modules';
import { readIgnoreRules } from './ignore-rules';
import type { ContainerizeOptions, InferredOptions } from './options';
import { readRevision } from './revision';
import { dependencyOutputs } from './task-outputs';

/** A project that nobody has: it catches the files that belong to none. */
const REST = 'nx-func:files of no project';

/**
 * Gathers what the build of a function needs to know of its workspace.
 *
 * @throws UserError for options that make no sense, and where what lies on the disk is not what Nx has
 *   hashed.
 */
export async function prepareJob(
  options: ContainerizeOptions,
  context: ExecutorContext,
  log: Log,
  signal: AbortSignal,
): Promise<ContainerizeJob> {
  const { root: workspaceRoot, projectName = '' } = context;
  const projectRoot = context.projectsConfigurations.projects[projectName]?.root ?? '.';
  checkOptions(options);
  const files = await hashedFiles(context);
  const outputs = await dependencyOutputs(context, projectRoot);
  const reached = reachModules(workspaceRoot, projectRoot);
  if (reached?.ignored !== undefined) {
    log.warn(`${reached.ignored}: not used, for Nx does not hash what an ignore file names`);
  }
  if (options.inferred !== undefined) checkModules(options.inferred, reached, projectRoot);
  const data = dataFiles(context, projectRoot, files, outputs, options.inferred, log);
  const revision = options.inferred?.revision
    ? await readRevision(workspaceRoot, signal)
    : undefined;
  return {
    workspaceRoot,
    projectRoot,
    data,
    hashed: hashedBy(projectRoot, files, projectName, outputs, data, reached),
    ...(reached && { goModules: reached.modules }),
    ...(options.platforms && { platforms: options.platforms }),
    labels: options.labels ?? {},
    env: options.env ?? {},
    ...certificates(options.inferred?.certificates, workspaceRoot, files),
    ...(revision && { revision }),
    environment: process.env,
    log,
    signal,
  };
}

function checkOptions(options: ContainerizeOptions): void {
  if (options.certificates !== undefined) {
    throw new UserError('certificates is an option of the plugin, not of a target', {
      where: 'option certificates',
      todo: 'Move it to the plugin nx-func/plugin in nx.json, so that Nx hashes the file.',
    });
  }
  for (const [name, value] of Object.entries(options.env ?? {})) {
    if (!isEnvName(name)) {
      throw new UserError(`${JSON.stringify(name)} is not the name of a variable`, {
        where: 'option env',
        todo: 'Use letters, digits, "_", "-" and ".", not a digit first.',
      });
    }
    if (isReference(value.trimStart())) {
      throw new UserError(
        `${name} has a reference as its value, which is resolved at deploy time`,
        {
          where: 'option env',
          todo: 'Put it under run.envs in func.yaml; only literal values are baked into an image.',
        },
      );
    }
  }
}

type Files = Readonly<Record<string, ReadonlySet<string>>>;

/** The files that Nx hashes, for each project, relative to the workspace. */
async function hashedFiles(context: ExecutorContext): Promise<Files> {
  const { nodes } = context.projectGraph;
  const map = await createProjectFileMapUsingProjectGraph({
    ...context.projectGraph,
    nodes: Object.values(nodes).some(({ data }) => data.root === '.')
      ? nodes
      : { ...nodes, [REST]: { type: 'lib', name: REST, data: { name: REST, root: '.' } } },
  });
  return Object.fromEntries(
    Object.entries(map).map(([name, list]) => [name, new Set(list.map(({ file }) => file))]),
  );
}

/** What ships: what Nx has hashed, less what the function ignores. */
function dataFiles(
  context: ExecutorContext,
  projectRoot: string,
  files: Files,
  outputs: readonly string[],
  inferred: InferredOptions | undefined,
  log: Log,
): DataFiles {
  const { root: workspaceRoot, projectName = '' } = context;
  const rules = readIgnoreRules(workspaceRoot, projectRoot);
  const hasCargoToml = (folder: string): boolean =>
    existsSync(join(workspaceRoot, projectRoot, folder, 'Cargo.toml'));
  const ignored = (path: string): boolean => rules.ignores(path, hasCargoToml);
  const roots = new Set(Object.values(context.projectGraph.nodes).map(({ data }) => data.root));
  const isProject = (path: string): boolean => roots.has(posix.join(projectRoot, path));
  const own = new Set(
    [...(files[projectName] ?? [])].map((file) => posix.relative(projectRoot, file)),
  );
  const git = new GitIgnore(workspaceRoot);
  const odd = findOddFiles(workspaceRoot, projectRoot, { git, ignored, isProject }, (path) => {
    if (!own.has(path)) checkReadable(workspaceRoot, posix.join(projectRoot, path));
  });
  for (const path of odd.special) {
    log.verbose(`left out, not a file: ${posix.join(projectRoot, path)}`);
  }
  if (inferred !== undefined) {
    checkHashed(odd.links, inferred.links ?? {}, join(workspaceRoot, projectRoot), projectRoot);
  }
  const shipped = new Set([...own, ...outputs].filter((path) => !ignored(path)));
  // A link in the place of a file is a link.
  for (const path of Object.keys(odd.links)) shipped.delete(path);
  return {
    root: join(workspaceRoot, projectRoot),
    shown: projectRoot,
    files: [...shipped],
    links: odd.links,
  };
}

/** Without a word Nx leaves out what it cannot read. */
function checkReadable(workspaceRoot: string, file: string): void {
  try {
    accessSync(join(workspaceRoot, file), constants.R_OK);
  } catch (error) {
    throw circumstance(error, 'read the file', file);
  }
}

/**
 * Links are hashed as an option that the plugin inferred: what it did not see is not hashed. It may
 * have seen more than there are, for it knows fewer projects; but not one that is gone by now.
 */
function checkHashed(
  links: Readonly<Record<string, string>>,
  hashed: Readonly<Record<string, string>>,
  folder: string,
  projectRoot: string,
): void {
  const path = [...Object.keys(links), ...Object.keys(hashed)].find(
    (name) => (links[name] ?? targetOf(join(folder, name))) !== hashed[name],
  );
  if (path === undefined) return;
  throw new UserError('the link is not as Nx has hashed it', {
    where: posix.join(projectRoot, path),
    todo: 'Nx does not see when a link alone changes: run `nx reset` and build again.',
  });
}

function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function checkModules(
  inferred: InferredOptions,
  reached: ReachedModules | undefined,
  projectRoot: string,
): void {
  const known = new Set(inferred.modules);
  const missing = reached?.folders.find((folder) => !known.has(folder));
  if (missing === undefined) return;
  throw new UserError(`the Go module in ${missing} is not among the inputs that Nx has hashed`, {
    where: posix.join(projectRoot, 'go.mod'),
    todo: 'The project graph is older than the source: run `nx reset` and build again.',
  });
}

/** The function's own files and those of the modules that it reaches; compilers see no others. */
function hashedBy(
  projectRoot: string,
  files: Files,
  projectName: string,
  outputs: readonly string[],
  data: DataFiles,
  reached: ReachedModules | undefined,
): (file: string) => boolean {
  const inProject = [...outputs, ...Object.keys(data.links)];
  const own = new Set(inProject.map((path) => posix.join(projectRoot, path)));
  const folders = (reached?.folders ?? []).map((folder) => (folder === '.' ? '' : `${folder}/`));
  const all = Object.values(files);
  return (file) =>
    own.has(file) ||
    files[projectName]?.has(file) === true ||
    (folders.some((folder) => file.startsWith(folder)) && all.some((set) => set.has(file)));
}

function certificates(
  option: string | false | undefined,
  workspaceRoot: string,
  files: Files,
): { certificates?: Buffer } {
  if (option === false) return {};
  if (option === undefined) return { certificates: certificatesBundle() };
  const where = `nx.json, plugin option certificates: ${option}`;
  const path = posix.normalize(option);
  if (!Object.values(files).some((set) => set.has(path))) {
    throw new UserError('there is no such file among those that Nx hashes', {
      where,
      todo: 'Name a PEM file of the workspace that git does not ignore, relative to its root.',
    });
  }
  let pem: Buffer;
  try {
    pem = readFileSync(join(workspaceRoot, path));
  } catch (error) {
    throw circumstance(error, 'read the file', where);
  }
  return { certificates: certificatesBundle(readCertificates(pem, path)) };
}
