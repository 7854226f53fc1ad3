import type { ProjectConfiguration, ProjectGraph } from '@nx/devkit';
import { asObject } from './read-json';
import { CONTAINERIZE_EXECUTOR } from './target-names';

type Metadata = NonNullable<ProjectConfiguration['metadata']>;

/** What the metadata of a function's project has of this plugin. Nx hashes none of it. */
export interface FunctionMetadata {
  /** The name of the target that builds the image. */
  readonly target: string;
  /** How the technologies of that target begin. */
  readonly technologies: readonly string[];
  /** Why the project is called by its path. */
  readonly nameReason?: string;
}

const KEY = 'nxFunc';

/** The metadata of a function's project: for `nx show project`, and for what runs later. */
export function functionMetadata(own: FunctionMetadata): Metadata {
  const description = own.nameReason === undefined ? undefined : describeName(own.nameReason);
  return { ...(description !== undefined && { description }), [KEY]: own };
}

/** Why the project of a function is called by its path; undefined where it is not. */
export function nameReason(project: ProjectConfiguration | undefined): string | undefined {
  return ownMetadata(project)?.nameReason;
}

function describeName(reason: string): string {
  return `Named after its path: ${reason}.`;
}

/**
 * What only the whole graph tells of a function, for its project's description: that another plugin
 * has replaced our target, or has been replaced; and the reason of its name, where project.json has
 * a description of its own.
 */
export function describeFunctions({ nodes }: Pick<ProjectGraph, 'nodes'>) {
  const described: Record<string, { metadata: Metadata }> = {};
  for (const [name, { data }] of Object.entries(nodes)) {
    const own = ownMetadata(data);
    if (own === undefined) continue;
    const before = data.metadata?.description;
    const sentences = [
      ...(own.nameReason === undefined ? [] : [describeName(own.nameReason)]),
      ...(aboutTarget(data, own) ?? []),
    ].filter((sentence) => before?.includes(sentence) !== true);
    if (sentences.length === 0) continue;
    const description = [...(before ? [before] : []), ...sentences].join(' ');
    described[name] = { metadata: { description } };
  }
  return described;
}

/**
 * Of two plugins that infer a target of one name the later one in nx.json wins, and neither can see
 * it coming. What remains of the other is metadata, which Nx merges.
 */
function aboutTarget(
  { targets }: ProjectConfiguration,
  { target, technologies }: FunctionMetadata,
): string[] | undefined {
  const found = targets?.[target];
  if (found === undefined) return undefined;
  const todo = 'set containerizeTargetName of nx-func/plugin in nx.json to another name';
  if (found.executor !== CONTAINERIZE_EXECUTOR) {
    const runner = found.executor ?? found.command ?? 'nothing';
    return [
      `The target ${target} is not that of nx-func, which builds the image: another plugin, or a pattern in project.json, has replaced it (${runner}); ${todo}.`,
    ];
  }
  const first = found.metadata?.technologies?.slice(0, technologies.length) ?? [];
  return first.join() === technologies.join()
    ? undefined
    : [`The target ${target} of nx-func has replaced that of another plugin; ${todo}.`];
}

function ownMetadata(project: ProjectConfiguration | undefined): FunctionMetadata | undefined {
  return asObject(project?.metadata?.[KEY]) as FunctionMetadata | undefined;
}
