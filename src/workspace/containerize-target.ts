import type { TargetConfiguration } from '@nx/devkit';
import { join, posix } from 'node:path';
import { parseIgnore } from '../function/ignore';
import type { PeekedFunction } from '../function/glance';
import { formatPlatform, hostPlatform } from '../image/platform';
import { findOddFiles } from './disk';
import type { Folders } from './folders';
import type { GitIgnore } from './git-ignore';
import type { GoFiles } from './go-files';
import { type ReachedModules, reachModules } from './go-modules';
import { readIgnoreRules } from './ignore-rules';
import type { InferredOptions, PluginOptions } from './options';
import { CONTAINERIZE_EXECUTOR } from './target-names';
import { tolerant } from './tolerant';
import { pluginVersion } from './version';

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** What the functions of a workspace have in common. */
export interface Surroundings {
  readonly workspaceRoot: string;
  /** The folders of all projects that are known when the target is inferred. */
  readonly roots: ReadonlySet<string>;
  readonly folders: Folders;
  readonly goFiles: GoFiles;
  readonly git: GitIgnore;
}

/**
 * The target that builds a function, but for its metadata. Never throws: what cannot be found out is left out.
 *
 * @param root the folder of the function, relative to the workspace.
 */
export function containerizeTarget(
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
    executor: CONTAINERIZE_EXECUTOR,
    cache: true,
    inputs: inputsOf(peeked, reached, options),
    outputs: ['{projectRoot}/.func/build/oci', '{projectRoot}/.func/build/metadata.json'],
    options: { ...(platform !== undefined && { platforms: [platform] }), inferred },
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

/** Those of a function without a `.funcignore`: the same for all. */
const BUILT_IN_RULES = parseIgnore(undefined, '.funcignore');

function findLinks(
  root: string,
  { workspaceRoot, roots, folders, git }: Surroundings,
): Record<string, string> {
  const hasRules = folders.has(join(workspaceRoot, root), '.funcignore');
  const rules = hasRules ? readIgnoreRules(workspaceRoot, root) : BUILT_IN_RULES;
  return findOddFiles(workspaceRoot, root, {
    git,
    folders,
    ignored: (path) => rules.ignores(path),
    isProject: (path) => roots.has(posix.join(root, path)),
  }).links;
}
