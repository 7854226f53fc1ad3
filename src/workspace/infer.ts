import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { existsSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { looksLikeKnative, peek, type PeekedFunction } from '../function/func-yaml';
import { type IgnoreRules, parseIgnore } from '../function/ignore';
import { formatPlatform, hostPlatform } from '../image/platform';
import { findOddFiles } from './disk';
import { GitIgnore } from './git-ignore';
import { GoFiles } from './go-files';
import { type ReachedModules, reachModules } from './go-modules';
import { DEFAULT_TARGET, type InferredOptions, type PluginOptions } from './options';
import { readIfThere } from './read-file';
import { pluginVersion } from './version';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** A func.yaml of Knative, and the project that is inferred from it. */
export interface InferredProject {
  /** The func.yaml, relative to the workspace. */
  readonly file: string;
  readonly root: string;
  readonly project: Partial<ProjectConfiguration>;
}

/**
 * A project for each func.yaml that is one of Knative func. Never throws and never prints: a throw
 * would break every Nx command of the workspace. What is wrong with a function, its executor tells.
 *
 * @param files the func.yaml files of the workspace, relative to it.
 */
export function inferProjects(
  files: readonly string[],
  options: PluginOptions,
  workspaceRoot: string,
): InferredProject[] {
  const found = files.flatMap((file) => {
    const bytes = readIfThere(join(workspaceRoot, file));
    if (bytes === undefined || !looksLikeKnative(bytes.toString())) return [];
    const root = dirname(file);
    return [{ file, root, peeked: peek(bytes) }];
  });
  const roots = new Set(found.map(({ root }) => root));
  const names = namesOf(found, workspaceRoot);
  const goFiles = new GoFiles(workspaceRoot);
  const surroundings = { workspaceRoot, roots, goFiles, git: new GitIgnore(workspaceRoot) };
  return found.map(({ file, root, peeked }) => {
    const target = containerizeTarget(root, peeked, options, surroundings);
    return {
      file,
      root,
      project: {
        root,
        name: names.get(root) ?? root,
        projectType: 'application',
        targets: { [options.containerizeTargetName ?? DEFAULT_TARGET]: target },
      },
    };
  });
}

/** What the functions of a workspace have in common. */
interface Surroundings {
  readonly workspaceRoot: string;
  /** The folders of all functions. */
  readonly roots: ReadonlySet<string>;
  readonly goFiles: GoFiles;
  readonly git: GitIgnore;
}

/**
 * A name for each folder: that of its func.yaml, or the folder's own. Two projects of one name would
 * break the graph: then each is called by its path.
 */
function namesOf(
  found: readonly { readonly root: string; readonly peeked: PeekedFunction }[],
  workspaceRoot: string,
): Map<string, string> {
  const own = found.map(({ root, peeked }) => peeked.name ?? basename(join(workspaceRoot, root)));
  const counts = new Map<string, number>();
  for (const name of own) counts.set(name, (counts.get(name) ?? 0) + 1);
  const taken = new Set(own);
  const names = new Map<string, string>();
  for (const [index, { root }] of found.entries()) {
    const name = own[index] ?? root;
    names.set(root, counts.get(name) === 1 ? name : nameByPath(root, taken));
  }
  return names;
}

/** `apps-a` for `apps/a`; numbered where `apps-a` is the name of another one. */
function nameByPath(root: string, taken: Set<string>): string {
  const path = root === '.' ? 'root' : root.replaceAll('/', '-');
  let name = path;
  for (let number = 2; taken.has(name); number++) name = `${path}-${number}`;
  taken.add(name);
  return name;
}

function containerizeTarget(
  root: string,
  peeked: PeekedFunction,
  options: PluginOptions,
  surroundings: Surroundings,
): TargetConfiguration {
  const { workspaceRoot, goFiles } = surroundings;
  const reached = tolerant(() => reachModules(workspaceRoot, root, goFiles));
  const links = tolerant(() => findLinks(root, surroundings));
  const platform = tolerant(() => formatPlatform(hostPlatform()));
  const inferred: InferredOptions = {
    plugin: pluginVersion(),
    ...(links && Object.keys(links).length > 0 && { links }),
    ...(reached && reached.folders.length > 0 && { modules: reached.folders }),
    ...(options.certificates !== undefined && { certificates: options.certificates }),
    ...(options.revision && { revision: true }),
  };
  return {
    executor: 'nx-func:containerize',
    cache: true,
    inputs: inputsOf(peeked, reached, options),
    outputs: ['{projectRoot}/.func/build/oci', '{projectRoot}/.func/build/metadata.json'],
    options: { ...(platform !== undefined && { platforms: [platform] }), inferred },
    metadata: {
      technologies: [peeked.runtime ?? 'func', 'oci'],
      description: 'Builds the function into an OCI image at .func/build/oci.',
    },
  };
}

/**
 * All that an image is made from, spelled out: named inputs (`default`, `production`) may mean
 * something else in a workspace.
 */
function inputsOf(
  peeked: PeekedFunction,
  reached: ReachedModules | undefined,
  options: PluginOptions,
): Inputs {
  return [
    '{projectRoot}/**/*',
    // Where the output is not ignored by git it would be its own input.
    '!{projectRoot}/.func/**',
    ...(reached?.folders ?? []).flatMap(moduleInputs),
    ...(reached?.files ?? []).map((file) => `{workspaceRoot}/${file}`),
    ...(typeof options.certificates === 'string'
      ? [`{workspaceRoot}/${posix.normalize(options.certificates)}`]
      : []),
    // Generated files of a task that this one depends on; nothing where there is none.
    { dependentTasksOutputFiles: '**/*' },
    // No npm package takes part. Without this entry every one of them would be hashed.
    { externalDependencies: [] },
    { env: 'SOURCE_DATE_EPOCH' },
    ...peeked.buildEnvVariables.map((env) => ({ env })),
    ...runtimeInputs(peeked, options),
  ];
}

/** A module may be the whole workspace, and may have other functions, with their output, in it. */
function moduleInputs(folder: string): Inputs {
  const root = folder === '.' ? '{workspaceRoot}' : `{workspaceRoot}/${folder}`;
  return [`${root}/**/*`, `!${root}/**/.func/**`];
}

/** The compiler, by version and by what `go env -w` has set; the revision where it is asked for. */
function runtimeInputs(peeked: PeekedFunction, options: PluginOptions): Inputs {
  const compiler =
    peeked.runtime === undefined || peeked.runtime === 'go'
      ? [
          {
            runtime: '${FUNC_GO:-go} env GOVERSION GOFLAGS GOEXPERIMENT GOTOOLCHAIN GOFIPS140',
          },
        ]
      : [];
  const revision = options.revision ? [{ runtime: REVISION_COMMAND }] : [];
  return [...compiler, ...revision];
}

/** Names the commit, the nearest tag, and whether something is not committed. */
const REVISION_COMMAND =
  'git rev-parse HEAD && git describe --tags --always && git status --porcelain | head -n 1';

function findLinks(
  root: string,
  { workspaceRoot, roots, git }: Surroundings,
): Record<string, string> {
  const rules = readIgnoreRules(workspaceRoot, root);
  return findOddFiles(workspaceRoot, root, {
    git,
    ignored: (path) => rules.ignores(path),
    isProject: (path) => isProjectFolder(workspaceRoot, posix.join(root, path), roots),
  }).links;
}

/** Nx's own project list is not there yet: a func.yaml or a project.json makes a project. */
function isProjectFolder(
  workspaceRoot: string,
  folder: string,
  roots: ReadonlySet<string>,
): boolean {
  return roots.has(folder) || existsSync(join(workspaceRoot, folder, 'project.json'));
}

/**
 * The rules of what a function does not ship.
 *
 * @throws UserError for a malformed line of `.funcignore`.
 */
export function readIgnoreRules(workspaceRoot: string, projectRoot: string): IgnoreRules {
  const file = posix.join(projectRoot, '.funcignore');
  return parseIgnore(readIfThere(join(workspaceRoot, file))?.toString(), file);
}

function tolerant<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
