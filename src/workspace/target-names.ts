import type { NxJsonConfiguration, TargetConfiguration } from '@nx/devkit';
import type { ProjectFiles } from './project-files';
import { asObject, type Json } from './read-json';

/** How Nx knows the executor that builds images. */
export const CONTAINERIZE_EXECUTOR = 'nx-func:containerize';

/** The executors of this plugin begin so. */
const OWN = 'nx-func:';

/** The name of a target that is inferred. */
export interface TargetName {
  readonly name: string;
  /** Why it is not the one that was wanted. */
  readonly reason?: string;
}

/** Says what has a target of that name already; undefined where nothing has. */
export type TargetOwner = (name: string) => string | undefined;

/**
 * The name that a target is inferred under: the wanted one, unless something else has it. Nx would
 * let one of the two replace the other without a word.
 *
 * @param standard the name of the target when nothing is set: what else it is called is made from it
 *   (`containerize-image`), whatever was wanted.
 */
export function targetName(wanted: string, standard: string, owner: TargetOwner): TargetName {
  const reason = owner(wanted);
  if (reason === undefined) return { name: wanted };
  const other = `${standard}-image`;
  let name = other;
  for (let number = 2; owner(name) !== undefined || name === wanted; number++) {
    name = `${other}-${number}`;
  }
  return { name, reason: `${wanted} is ${reason}` };
}

/**
 * The owners of target names in a project, as far as its files tell.
 *
 * A target in project.json or under `nx.targets` in package.json that says neither `executor` nor
 * `command`, or names an executor of this plugin, is the user's setting of our target.
 */
export function ownersInFiles({ projectJson, packageJson }: ProjectFiles): TargetOwner {
  const nx = asObject(packageJson?.['nx']);
  const scripts = asObject(packageJson?.['scripts']) ?? {};
  const included = nx?.['includedScripts'] ?? Object.keys(scripts);
  const isScript = (name: string): boolean => Array.isArray(included) && included.includes(name);
  const targets = asObject(projectJson?.['targets']);
  const nxTargets = asObject(nx?.['targets']);
  return (name) => {
    const inProject = runnerOf(targets, name);
    if (inProject !== undefined) {
      return inProject === 'other' ? 'a target of project.json' : undefined;
    }
    const inPackage = runnerOf(nxTargets, name);
    if (inPackage !== undefined) {
      return inPackage === 'other' ? 'a target of package.json' : undefined;
    }
    return isScript(name) ? 'a script of package.json' : undefined;
  };
}

/** Who runs a target; undefined where the entry leaves that open, or there is none. */
function runnerOf(targets: Json | undefined, name: string): 'own' | 'other' | undefined {
  const target = targets !== undefined && Object.hasOwn(targets, name) ? targets[name] : undefined;
  const { executor, command } = asObject(target) ?? {};
  if (typeof executor === 'string' && executor !== '') {
    return executor.startsWith(OWN) ? 'own' : 'other';
  }
  return command ? 'other' : undefined;
}

/** Options of plugins that name a target: `buildTargetName` of Nx's own, `buildTarget` of @nx/docker. */
const NAMES_TARGET = /target(?:name)?$/i;

/** Our own options that name a target. */
const OWN_OPTIONS = new Set(['containerizeTargetName']);

/**
 * The owners of target names among the plugins of nx.json: those whose options name a target so.
 * Which projects they infer it for, nobody can know here, so the name counts as theirs everywhere.
 */
export function ownersInNxJson({ plugins }: Pick<NxJsonConfiguration, 'plugins'>): TargetOwner {
  const owners = new Map<string, string>();
  for (const entry of plugins ?? []) {
    if (typeof entry === 'string') continue;
    for (const [option, value] of Object.entries(asObject(entry.options) ?? {})) {
      if (!NAMES_TARGET.test(option) || OWN_OPTIONS.has(option)) continue;
      const name = asObject(value)?.['name'] ?? value;
      if (typeof name === 'string' && !owners.has(name)) {
        owners.set(name, `a target of the plugin ${entry.plugin}`);
      }
    }
  }
  return (name) => owners.get(name);
}

/** Our target among those of a project, by its executor: its name may not be the usual one. */
export function findContainerizeTarget(
  targets: Readonly<Record<string, TargetConfiguration>> | undefined,
): TargetConfiguration | undefined {
  const own = Object.values(targets ?? {}).filter(
    ({ executor }) => executor === CONTAINERIZE_EXECUTOR,
  );
  // One that a user has added by hand has nothing inferred.
  return own.find(({ options }) => asObject(options)?.['inferred'] !== undefined) ?? own[0];
}
