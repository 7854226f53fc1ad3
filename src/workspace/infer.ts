import type { NxJsonConfiguration, ProjectConfiguration } from '@nx/devkit';
import { basename, dirname, join } from 'node:path';
import { glance, glanceAtKeys, type PeekedFunction } from '../function/glance';
import type * as Parser from '../function/inference';
import { decodeText } from '../function/yaml-text';
import { containerizeTarget, type Surroundings } from './containerize-target';
import { Folders } from './folders';
import { functionMetadata } from './function-metadata';
import { GitIgnore } from './git-ignore';
import { GoFiles } from './go-files';
import { DEFAULT_TARGET, type PluginOptions } from './options';
import { nameInFiles, type ProjectFiles, readProjectFiles } from './project-files';
import { findProjectFiles, PluginScope } from './plugin-scope';
import { type FunctionName, nameFunctions } from './project-names';
import { readIfThere } from './read-file';
import { ownersInFiles, ownersInNxJson, targetName, type TargetOwner } from './target-names';
import { tolerant } from './tolerant';

/** The files that {@link inferProjects} wants to know. */
export const FILES = '**/{func.yaml,project.json,package.json}';

/** A func.yaml of Knative, and the project that is inferred from it. */
export interface InferredProject {
  /** The func.yaml, relative to the workspace. */
  readonly file: string;
  readonly root: string;
  readonly project: Partial<ProjectConfiguration>;
}

interface Found extends PeekedFunction {
  readonly file: string;
  readonly root: string;
}

/**
 * A project for each func.yaml that is one of Knative func. Never throws and never prints: a throw
 * would break every Nx command of the workspace. What is wrong with a function, its executor tells.
 *
 * @param files those of {@link FILES} in the workspace, relative to it, in any order. The names and
 *   targets of other projects are known from project.json and package.json.
 * @param nxJson where it gives this plugin a part of the workspace only, the rest is read from disk.
 */
export async function inferProjects(
  files: readonly string[],
  options: PluginOptions,
  workspaceRoot: string,
  nxJson: Pick<NxJsonConfiguration, 'plugins'> = {},
): Promise<InferredProject[]> {
  const folders = new Folders();
  const git = new GitIgnore(workspaceRoot, folders);
  const scope = new PluginScope(nxJson);
  // Names must differ in the whole workspace, not only in the part that Nx hands over.
  const all = scope.isPart ? findProjectFiles(workspaceRoot, folders, git) : files;
  const inScope = scope.isPart
    ? [...new Set([...files, ...all.filter((f) => scope.has(f))])]
    : files;
  const found = findFunctions(inScope, workspaceRoot);
  if (found.length === 0) return [];
  const others = await readProjectFiles(all, workspaceRoot);
  const names = nameFunctions(found, namesInFiles(others), workspaceRoot);
  const surroundings = {
    workspaceRoot,
    roots: new Set([...found.map(({ root }) => root), ...others.keys()]),
    folders,
    goFiles: new GoFiles(workspaceRoot, folders),
    git,
  };
  const ofPlugins = ownersInNxJson(nxJson);
  const own = new Set(files);
  return found
    .filter(({ file }) => own.has(file))
    .map((one) => {
      const inFiles = ownersInFiles(others.get(one.root) ?? {});
      const owner: TargetOwner = (name) => inFiles(name) ?? ofPlugins(name);
      const name = names.get(one.root) ?? { name: one.root };
      const { file, root } = one;
      return { file, root, project: inferProject(one, name, owner, options, surroundings) };
    });
}

function findFunctions(files: readonly string[], workspaceRoot: string): Found[] {
  const found: Found[] = [];
  for (const file of files) {
    if (basename(file) !== 'func.yaml') continue;
    const bytes = readIfThere(join(workspaceRoot, file));
    const peeked = bytes && peekAt(bytes);
    if (peeked !== undefined) found.push({ file, root: dirname(file), ...peeked });
  }
  return found;
}

/** Undefined for a file that is not Knative's. */
function peekAt(bytes: Buffer): PeekedFunction | undefined {
  const text = tolerant(() => decodeText(bytes, 'func.yaml'));
  const isKnative = text === undefined ? undefined : glanceAtKeys(text);
  if (isKnative === false) return undefined;
  const glanced = isKnative && text !== undefined ? glance(text) : undefined;
  if (glanced !== undefined) return glanced;
  const { looksLikeKnative, peek } = loadParser();
  return looksLikeKnative(bytes.toString()) ? peek(bytes) : undefined;
}

/** Few files need the parser, which takes longer to load than all that is done here. */
function loadParser(): typeof Parser {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would want file extensions
  return require('../function/inference') as typeof Parser;
}

function namesInFiles(projects: ReadonlyMap<string, ProjectFiles>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [root, files] of projects) {
    const name = nameInFiles(root, files);
    if (name !== undefined) names.set(root, name);
  }
  return names;
}

function inferProject(
  { root, ...peeked }: Found,
  { name, reason }: FunctionName,
  owner: TargetOwner,
  options: PluginOptions,
  surroundings: Surroundings,
): Partial<ProjectConfiguration> {
  const wanted = options.containerizeTargetName ?? DEFAULT_TARGET;
  const named = targetName(wanted, DEFAULT_TARGET, owner);
  const target = containerizeTarget(root, peeked, options, surroundings);
  const technologies = [peeked.runtime ?? 'func', 'oci'];
  const notes = [
    'Builds the function into an OCI image at .func/build/oci.',
    ...(named.reason === undefined ? [] : [`Called ${named.name}, for ${named.reason}.`]),
  ];
  return {
    root,
    name,
    projectType: 'application',
    metadata: functionMetadata({
      target: named.name,
      technologies,
      ...(reason !== undefined && { nameReason: reason }),
    }),
    targets: {
      [named.name]: { ...target, metadata: { technologies, description: notes.join(' ') } },
    },
  };
}
