import { isEnvName, isKeyOfObject, isReference, isWholeObject, localEnvName } from './env-syntax';
import type { Env } from './spec';
import type { Step } from './yaml-document';

/** Adds a problem at a path of the file. */
export type Report = (path: readonly Step[], what: string, todo: string) => void;

/** What is particular to `run.envs` or to `build.buildEnvs`. */
interface Kind {
  readonly path: readonly [string, string];
  /** Whether a value alone, without a name, means something. */
  readonly isNameless: (value: string) => boolean;
  readonly nameless: string;
  readonly isAllowedReference: (value: string) => boolean;
  readonly allowed: string;
}

const RUN: Kind = {
  path: ['run', 'envs'],
  isNameless: isWholeObject,
  nameless: 'Add a name, or make the value {{ secret:NAME }} or {{ configMap:NAME }}.',
  isAllowedReference: (value) => localEnvName(value) !== undefined || isKeyOfObject(value),
  allowed: 'Write {{ env:NAME }}, {{ secret:NAME:KEY }} or {{ configMap:NAME:KEY }}.',
};

const BUILD: Kind = {
  path: ['build', 'buildEnvs'],
  isNameless: () => false,
  nameless: 'Add a name.',
  isAllowedReference: (value) => localEnvName(value) !== undefined,
  allowed: 'Write {{ env:NAME }}: secrets and config maps are not there while building.',
};

/** func's ValidateEnvs. No message holds a value: it may be a secret. */
export function checkRunEnvs(envs: readonly Env[], report: Report): void {
  checkEnvs(envs, RUN, report);
}

/** func's ValidateBuildEnvs. */
export function checkBuildEnvs(envs: readonly Env[], report: Report): void {
  checkEnvs(envs, BUILD, report);
}

function checkEnvs(envs: readonly Env[], kind: Kind, report: Report): void {
  const names = new Set<string>();
  for (const [index, item] of envs.entries()) {
    checkEnv(item, index, kind, report);
    // An item that is no mapping has a problem of its own, and is a hole here.
    const name = (item as Env | undefined)?.name;
    if (name === undefined) continue;
    if (names.has(name)) {
      const what = `${kind.path.join('.')} sets ${shown(name)} twice`;
      report([...kind.path, index, 'name'], what, 'Remove one of the two.');
    }
    names.add(name);
  }
}

function checkEnv(item: Env | undefined, index: number, kind: Kind, report: Report): void {
  if (item === undefined) return;
  const { name, value } = item;
  const at = [...kind.path, index];
  const label = `${kind.path.join('.')}[${index}]`;
  if (name === undefined && value === undefined) {
    report(at, `${label} has neither name nor value`, 'Fill it in, or remove it.');
  } else if (value === undefined) {
    const todo = 'Give it a value ("" for an empty one), or remove it.';
    report([...at, 'value'], `${label} (${shown(name ?? '')}) has no value`, todo);
  } else if (name === undefined) {
    if (!kind.isNameless(value)) report(at, `${label} has no name`, kind.nameless);
  } else if (!isEnvName(name)) {
    const what = `"${shown(name)}" is not a name of an environment variable`;
    report([...at, 'name'], what, 'Use letters, digits, "_", "-" and ".", no digit first.');
  } else if (isReference(value) && !kind.isAllowedReference(value)) {
    const what = `${label} (${name}) has a malformed reference`;
    report([...at, 'value'], what, kind.allowed);
  }
}

/** A name as a message may hold it: who writes `name: TOKEN=secret` has a value in it. */
function shown(name: string): string {
  const [before, ...after] = name.split('=');
  return after.length === 0 ? name : `${before ?? ''}=...`;
}
