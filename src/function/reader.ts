import type { Scalar } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';

import type { Problems } from './problems';
import type { Place, YamlDocument } from './yaml-document';
import { isNothing, join } from './yaml-document';

/** What a reader needs besides the place. */
export interface Reading {
  readonly document: YamlDocument;
  readonly problems: Problems;
  /** Keys that no reader knows are added here, each with those that it could have been. */
  readonly unknown: Unknown[];
}

/** A key of a mapping that is not among the known ones. */
export interface Unknown {
  readonly place: Place;
  readonly key: string;
  readonly known: readonly string[];
}

/**
 * Reads one value. undefined if nothing (or null) is written, and if it is of the wrong type: then
 * a problem was added. Readers are put together to the shape of a file (`shape.ts`).
 */
export type Reader<T> = (place: Place, reading: Reading) => T | undefined;

/** A reader for each field of T. */
export type Fields<T> = { readonly [K in keyof T]-?: Reader<NonNullable<T[K]>> };

/** Text. A number or boolean is refused: `1.10` is not the text that was meant. */
export const string: Reader<string> = (place, reading) => {
  const scalar = scalarOf(place, reading, 'a string');
  if (scalar === undefined || typeof scalar.value === 'string') return scalar?.value as string;
  const source = sourceOf(scalar);
  const what = `${place.path} must be a string, but ${source} is a ${typeof scalar.value}`;
  add(place, reading, what, `Quote it: "${source}".`);
  return undefined;
};

/** Text that means "not set" if it is empty. */
export const nonEmpty: Reader<string> = (place, reading) => {
  const value = string(place, reading);
  return value === '' ? undefined : value;
};

/** Any scalar as it is written, as func's YAML library reads it into a string: `010` is "010". */
export const text: Reader<string> = (place, reading) => {
  const scalar = scalarOf(place, reading, 'a string');
  return scalar && sourceOf(scalar);
};

/** YAML 1.1's words too, for func understands them. */
export const boolean: Reader<boolean> = (place, reading) => {
  const scalar = scalarOf(place, reading, 'true or false');
  if (scalar === undefined) return undefined;
  if (typeof scalar.value === 'boolean') return scalar.value;
  const source = sourceOf(scalar);
  if (scalar.type === 'PLAIN' && /^(y|yes|on)$/i.test(source)) return true;
  if (scalar.type === 'PLAIN' && /^(n|no|off)$/i.test(source)) return false;
  add(place, reading, `${place.path} must be true or false`, 'Write it without quotes.');
  return undefined;
};

export const number: Reader<number> = (place, reading) => {
  const scalar = scalarOf(place, reading, 'a number');
  if (scalar === undefined || typeof scalar.value === 'number') return scalar?.value as number;
  add(place, reading, `${place.path} must be a number`, 'Write it without quotes.');
  return undefined;
};

/** One of a few words. Empty means "not set". */
export function oneOf<T extends string>(...words: readonly T[]): Reader<T> {
  return (place, reading) => {
    const value = nonEmpty(place, reading);
    if (value === undefined) return undefined;
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) {
      const what = `${place.path} must be ${words.join(' or ')}, not "${value}"`;
      add(place, reading, what, 'Correct it, or remove the line.');
    }
    return word;
  };
}

/** A sequence. Its items keep their index, whatever is wrong with one of them. */
export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (place, reading) => {
    // `labels: {}` in files that were written by hand is a list of none.
    if (isNothing(place) || isEmptyMap(place)) return undefined;
    if (!isSeq(place.node)) {
      addWrongType(place, reading, 'a list');
      return undefined;
    }
    return reading.document.items(place).map((itemPlace) => {
      if (isNothing(itemPlace)) {
        add(itemPlace, reading, `${itemPlace.path} is empty`, 'Fill it in, or remove the line.');
      }
      // With a problem no list is ever used, so a hole in it hurts nobody but keeps the indices.
      return item(itemPlace, reading) as T;
    });
  };
}

/** A mapping with keys of the user's own. */
export function record(value: Reader<string>): Reader<Readonly<Record<string, string>>> {
  return (place, reading) => {
    if (isNothing(place)) return undefined;
    if (!isMap(place.node)) {
      addWrongType(place, reading, 'a mapping');
      return undefined;
    }
    const entries = [...reading.document.entries(place)];
    // fromEntries: a key __proto__ is a key.
    return Object.fromEntries(entries.map(([key, child]) => [key, value(child, reading) ?? '']));
  };
}

/**
 * A mapping with known keys. Others are told as unknown, and are no mistake: func ignores them.
 *
 * @param required what to do about a required key that is missing, for each of them.
 */
export function object<T extends object>(
  fields: Fields<T>,
  required: { readonly [K in keyof T]?: string } = {},
): Reader<T> {
  return (place, reading) => {
    if (isNothing(place)) return undefined;
    if (!isMap(place.node)) {
      addWrongType(place, reading, 'a mapping');
      return undefined;
    }
    const entries = reading.document.entries(place);
    addUnknown(entries, Object.keys(fields), reading);
    const result: Partial<Record<keyof T, unknown>> = {};
    for (const key of Object.keys(fields) as (keyof T & string)[]) {
      const child = entries.get(key);
      const before = reading.problems.count;
      const value = child && fields[key](child, reading);
      const todo = required[key];
      if (value !== undefined) {
        result[key] = value;
      } else if (todo !== undefined && reading.problems.count === before) {
        const path = join(place.path, key);
        add(child ?? place, reading, `${path} is missing${child ? ': it is empty' : ''}`, todo);
      }
    }
    // Honest: what lacks a required key has a problem, and then nobody gets the result.
    return result as T;
  };
}

function addUnknown(
  entries: ReadonlyMap<string, Place>,
  known: readonly string[],
  { unknown }: Reading,
): void {
  for (const [key, place] of entries) {
    if (!known.includes(key)) unknown.push({ place, key, known });
  }
}

function isEmptyMap({ node }: Place): boolean {
  return isMap(node) && node.items.length === 0;
}

function scalarOf(place: Place, reading: Reading, expected: string): Scalar | undefined {
  if (isNothing(place)) return undefined;
  if (isScalar(place.node)) return place.node;
  addWrongType(place, reading, expected);
  return undefined;
}

/** As written, quotes and escapes resolved. */
function sourceOf(scalar: Scalar): string {
  return scalar.source ?? String(scalar.value);
}

function addWrongType(place: Place, reading: Reading, expected: string): void {
  const found = isMap(place.node) ? 'mapping' : isSeq(place.node) ? 'list' : 'single value';
  const subject = place.path === '' ? 'the file' : place.path;
  const todo = 'Correct it, or remove it.';
  add(place, reading, `${subject} must be ${expected}, but it is a ${found}`, todo);
}

function add(place: Place, { document, problems }: Reading, what: string, todo: string): void {
  const { offset, path } = place;
  problems.add({ where: document.where(offset), offset, path, what, todo });
}
