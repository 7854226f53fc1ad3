import { basename, join } from 'node:path';

/** A function, and the name that its func.yaml has. */
export interface NamedFunction {
  readonly root: string;
  readonly name?: string;
}

/** The name of a function's project. */
export interface FunctionName {
  readonly name: string;
  /** Why it is not that of its func.yaml or of its folder: which other projects have that one. */
  readonly reason?: string;
}

/** What needs no quotes in a shell, and means nothing to `nx run`, `nx show` and `--projects`. */
const USABLE = /^[\p{L}\p{N}_][\p{L}\p{N}_.@-]*$/u;
const UNUSABLE_CHARACTERS = /[^\p{L}\p{N}_.@-]+/gu;

/** How many of the others a reason names. */
const MOST_NAMED = 3;

/**
 * A name for the project of each function: that in its func.yaml, or the folder's own. Nx takes no
 * workspace in which two projects have one name. So, where one of these is also the name of another
 * project, its function is called by its path; of two such functions, both. The order in which they
 * are given does not matter.
 *
 * @param inFiles the names that Nx takes from project.json and package.json files, by folder. Nobody
 *   can change these; a function that has one is called so.
 * @returns by the folder of the function.
 */
export function nameFunctions(
  functions: readonly NamedFunction[],
  inFiles: ReadonlyMap<string, string>,
  workspaceRoot: string,
): ReadonlyMap<string, FunctionName> {
  const free = functions.filter(({ root }) => !inFiles.has(root));
  const wanted = new Map(
    free.map((one): [string, string] => [one.root, wantedName(one, workspaceRoot)]),
  );
  const holders = groupByName([...inFiles, ...wanted]);
  const isShared = (name: string): boolean => (holders.get(name)?.length ?? 0) > 1;
  const taken = new Set([...inFiles.values(), ...[...wanted.values()].filter((n) => !isShared(n))]);
  const names = new Map<string, FunctionName>();
  for (const { root } of functions) {
    const name = inFiles.get(root);
    if (name !== undefined) names.set(root, { name });
  }
  for (const [root, own] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!isShared(own) && isUsable(own)) {
      names.set(root, { name: own });
      continue;
    }
    const name = nameByPath(root, taken);
    const others = (holders.get(own) ?? []).filter((other) => other !== root);
    const reason = name === own || others.length === 0 ? undefined : reasonOf(own, others);
    names.set(root, { name, ...(reason !== undefined && { reason }) });
  }
  return names;
}

/** A name in func.yaml that Nx or a shell would trip over is passed over; the build will tell. */
function wantedName({ root, name }: NamedFunction, workspaceRoot: string): string {
  if (name !== undefined && isUsable(name)) return name;
  return usablePart(basename(join(workspaceRoot, root)));
}

/** Nx looks names up in plain objects: `constructor` is there before any project is. */
function isUsable(name: string): boolean {
  return USABLE.test(name) && !(name in {});
}

function usablePart(text: string): string {
  return text.replace(UNUSABLE_CHARACTERS, '-').replace(/^[.@-]+|-+$/g, '') || 'function';
}

/** `apps-a` for `apps/a`; numbered where `apps-a` is the name of another one. */
function nameByPath(root: string, taken: Set<string>): string {
  const path = root === '.' ? 'root' : usablePart(root);
  let name = path;
  for (let number = 2; taken.has(name) || !isUsable(name); number++) name = `${path}-${number}`;
  taken.add(name);
  return name;
}

function groupByName(entries: readonly (readonly [root: string, name: string])[]) {
  const roots = new Map<string, string[]>();
  for (const [root, name] of entries) {
    const others = roots.get(name);
    if (others === undefined) roots.set(name, [root]);
    else others.push(root);
  }
  return roots;
}

function reasonOf(name: string, others: readonly string[]): string {
  const shown = others.map((root) => (root === '.' ? 'the workspace root' : root)).sort();
  const named = shown.slice(0, shown.length > MOST_NAMED ? MOST_NAMED - 1 : MOST_NAMED);
  const more = shown.length - named.length;
  const parts = more > 0 ? [...named, `${more} more`] : named;
  const list = [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '');
  return `"${name}" is also the name of ${list.join(' and ')}`;
}
