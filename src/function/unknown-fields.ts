import { FIELDS, type FieldUse } from './fields';
import type { Unknown } from './reader';

/**
 * Known paths outside lists, with the mappings that they lie in: `run.envs`, `deploy.options`. What
 * a build on the host does not use comes last: `volumes` are rather those of run than of build.
 */
const KNOWN_PATHS: ReadonlySet<string> = new Set(
  [...pathsOf((use) => use !== 'unused'), ...pathsOf((use) => use === 'unused')].flatMap((path) => {
    const steps = path.split('.');
    return steps.map((_, index) => steps.slice(0, index + 1).join('.'));
  }),
);

function pathsOf(isWanted: (use: FieldUse) => boolean): string[] {
  return Object.entries(FIELDS)
    .filter(([, { use }]) => isWanted(use))
    .map(([path]) => path.replace(/\[.*$/, ''));
}

/** What to say of a key that func does not know: a typing error, a field in the wrong place, or news. */
export function describeUnknown({ place: { path }, key, known }: Unknown): string {
  const head = `unknown field ${path}, which is ignored`;
  const same = known.find((name) => name.toLowerCase() === key.toLowerCase());
  // build.build is no slip of buildEnvs, but a whole block in the wrong place.
  const isNested = path.endsWith(`${key}.${key}`);
  const inside = same ?? (isNested ? undefined : known.find((name) => hasWord(name, key)));
  const elsewhere = inside === undefined ? placeOf(key, path) : undefined;
  if (elsewhere !== undefined) return `${head}: it belongs at ${elsewhere}`;
  const near = inside ?? nearest(key, known);
  return near === undefined ? head : `${head}: is it ${near}?`;
}

/** Whether `word` begins or ends `name`: `envs` or `build` of `buildEnvs`. */
function hasWord(name: string, word: string): boolean {
  if (!/^[a-z]{3,}$/i.test(word)) return false;
  const capitalized = word.charAt(0).toUpperCase() + word.slice(1);
  return (
    name.endsWith(capitalized) || (name.startsWith(word) && /^[A-Z]/.test(name.slice(word.length)))
  );
}

/** Where a field with the name `key` is known. What is in a list has no business at the top. */
function placeOf(key: string, path: string): string | undefined {
  if (path.includes('[')) return undefined;
  return [...KNOWN_PATHS].find(
    (candidate) =>
      lastStep(candidate) === key.toLowerCase() && !`${path}.`.startsWith(`${candidate}.`),
  );
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}

/** Of the words that differ by little from `word` the one that differs least. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 4));
  const distances = known.map((candidate) => ({
    candidate,
    distance: distance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const [best] = distances.sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= limit ? best.candidate : undefined;
}

/** Far longer than any field: the distance costs the product of both lengths. */
const MAX_LENGTH = 40;

/**
 * Letters to insert, remove, replace, or swap with their neighbour (Damerau's distance, restricted:
 * what is swapped is not changed again).
 */
function distance(a: string, b: string): number {
  if (Math.max(a.length, b.length) > MAX_LENGTH) return Infinity;
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let least = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (twoAbove[column - 2] ?? 0) + 1);
      }
      current.push(least);
    }
    [twoAbove, above] = [above, current];
  }
  return above[b.length] ?? 0;
}
