import { UserError } from '../errors';

/** One mistake in a file. */
export interface Problem {
  /** `file:line:column`. */
  readonly where: string;
  /** Where it is among the others: an offset into the text. */
  readonly offset: number;
  /** What it is about: `run.envs[0]`; empty for the file. */
  readonly path: string;
  /** What is wrong, in one sentence. Never holds the value of an environment variable. */
  readonly what: string;
  /** What to do about it, in one sentence. */
  readonly todo: string;
}

/** More than these are no help. */
const MAX_TOLD = 20;

/** Collects the mistakes of a file, so that one run tells them all. */
export class Problems {
  readonly #list: Problem[] = [];
  /** What they are about, and all that it is in. */
  readonly #paths = new Set<string>();

  get count(): number {
    return this.#list.length;
  }

  add(problem: Problem): void {
    this.#list.push(problem);
    for (const end of problem.path.matchAll(/[.[]|$/g)) {
      this.#paths.add(problem.path.slice(0, end.index));
    }
  }

  /** Whether there is a problem with `path` or something in it. */
  has(path: string): boolean {
    return this.#paths.has(path);
  }

  /** @throws UserError with all problems in the order of the file, if there are any. */
  throwIfAny(): void {
    const [first, ...rest] = [...this.#list].sort((a, b) => a.offset - b.offset);
    if (first === undefined) return;
    const details = { where: first.where };
    if (rest.length === 0) throw new UserError(first.what, { ...details, todo: first.todo });
    const told = rest.slice(0, MAX_TOLD - 1);
    const lines = told.map(({ where, what, todo }) => `${where}: ${what}\n  ${todo}`);
    const untold = rest.length - told.length;
    if (untold > 0) lines.push(`and ${untold} more`);
    throw new UserError([`${first.what}\n  ${first.todo}`, ...lines].join('\n'), details);
  }
}
