import type { Node } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

import {
  addAbove,
  addBelow,
  commentsIn,
  commentsOf,
  hasBlankAbove,
  setBlankAbove,
} from './yaml-comments';
import { isMergeKey, keyText } from './yaml-structure';

/** An entry of a mapping, as parsed or as made by a migration. */
export type Entry = Pair<Node, Node | null>;

/** What an alias stands for, or the node itself. */
export type Resolve = (node: Node) => Node | undefined;

/** The mapping behind `path`, if all of it are mappings. */
export function mapAt(
  root: YAMLMap,
  path: readonly string[],
  resolve: Resolve,
): YAMLMap | undefined {
  let map = root;
  for (const step of path) {
    const value = entryOf(map, step)?.value ?? undefined;
    const inner = value && resolve(value);
    if (!isMap(inner)) return undefined;
    map = inner;
  }
  return map;
}

/** The entry of a key in the mapping itself; what merge keys bring is not its own. */
export function entryOf(map: YAMLMap, key: string): Entry | undefined {
  return (map.items as Entry[]).find((entry) => isKey(entry, key));
}

/** Takes an entry out of a mapping, with its comments. */
export function take(map: YAMLMap, key: string): Entry | undefined {
  const index = (map.items as Entry[]).findIndex((entry) => isKey(entry, key));
  return index === -1 ? undefined : (map.items as Entry[]).splice(index, 1)[0];
}

/**
 * The mapping at `key`, made if there is none.
 *
 * @param like the entry in whose place it is made, and that errors about it point to.
 * @returns undefined if there is something else than a mapping.
 */
export function ensureMap(
  map: YAMLMap,
  key: string,
  like: { readonly entry: Entry; readonly index: number },
  resolve: Resolve,
): YAMLMap | undefined {
  const existing = entryOf(map, key);
  const value = existing?.value ?? undefined;
  if (existing !== undefined && value !== undefined && !isEmpty(value)) {
    const inner = unshared(existing, resolve);
    return isMap(inner) ? inner : undefined;
  }
  const made = new YAMLMap();
  const isBlank = hasBlankAbove(like.entry.key);
  // A blank line within a mapping, above its first line, looks like a slip.
  setBlankAbove(like.entry.key, false);
  if (existing !== undefined) {
    addAbove(existing.key, commentsIn(existing.value));
    existing.value = made;
  } else {
    const pair = new Pair<Node, Node>(scalarLike(key, like.entry.key), made);
    setBlankAbove(pair.key, isBlank);
    (map.items as Entry[]).splice(Math.min(like.index, map.items.length), 0, pair);
  }
  return made;
}

/** The value of an entry, its own: where aliases see it, too, a copy takes its place. */
export function unshared(entry: Entry, resolve: Resolve): Node | undefined {
  const { value } = entry;
  const target = value === null ? undefined : resolve(value);
  if (!isMap(target) && !isSeq(target)) return target;
  if (!isAlias(value) && target.anchor === undefined) return target;
  const copy = isMap(target) ? new YAMLMap() : new YAMLSeq();
  copy.items = isMap(target)
    ? (target.items as Entry[]).map(({ key, value: inner }) => new Pair(key, inner))
    : [...target.items];
  if (target.flow !== undefined) copy.flow = target.flow;
  if (isAlias(value)) copy.range = target.range ?? null;
  else likeCollection(copy, target);
  entry.value = copy;
  return copy;
}

function likeCollection(made: YAMLMap | YAMLSeq, origin: YAMLMap | YAMLSeq): void {
  if (origin.range) made.range = origin.range;
  if (typeof origin.commentBefore === 'string') made.commentBefore = origin.commentBefore;
  if (typeof origin.comment === 'string') made.comment = origin.comment;
}

/** A new scalar that errors find where `origin` is. */
export function scalarLike(value: string, origin: Node): Scalar {
  const scalar = new Scalar(value);
  if (origin.range) scalar.range = origin.range;
  return scalar;
}

/** Another scalar in the place of `old`, with what stood beside it. */
export function scalarInstead(value: string, old: Node): Scalar {
  const scalar = scalarLike(value, old);
  if (isScalar(old)) {
    scalar.commentBefore = old.commentBefore ?? null;
    scalar.comment = old.comment ?? null;
  }
  return scalar;
}

/** A list with the items of both; `heading` stands above those of the second. */
export function concatenated(first: YAMLSeq, second: YAMLSeq, heading: readonly string[]): YAMLSeq {
  const all = new YAMLSeq();
  likeCollection(all, first);
  all.items = [...first.items, ...second.items];
  all.flow = isFlow(first) && isFlow(second);
  const next = second.items[0] as Node | undefined;
  if (next !== undefined) {
    addAbove(next, [...text(first.comment), ...heading, ...text(second.commentBefore)]);
    all.comment = second.comment ?? null;
  }
  return all;
}

/** A mapping with the entries of both; what is not empty in the second one counts. */
export function merged(
  first: YAMLMap,
  second: YAMLMap,
  heading: readonly string[],
  resolve: Resolve,
): YAMLMap {
  const isSet = ({ value }: Entry) => value !== null && !isEmpty(resolve(value));
  const coming = (second.items as Entry[]).filter(isSet);
  const keys = new Set(coming.map(({ key }) => keyText(key)));
  const isReplaced = ({ key }: Entry) => keys.has(keyText(key));
  const all = new YAMLMap();
  likeCollection(all, first);
  all.items = [...(first.items as Entry[]).filter((entry) => !isReplaced(entry)), ...coming];
  all.flow = isFlow(first) && isFlow(second);
  const gone = [
    ...(first.items as Entry[]).filter(isReplaced),
    ...(second.items as Entry[]).filter((entry) => !isSet(entry)),
  ];
  const above = [...heading, ...text(second.commentBefore), ...gone.flatMap(commentsOf)];
  const next = coming[0]?.key;
  if (next === undefined) addBelow(all, above);
  else addAbove(next, above);
  addBelow(all, text(second.comment));
  return all;
}

/** `[...]` or `{...}` with something in it. */
function isFlow(collection: YAMLMap | YAMLSeq): boolean {
  return collection.flow === true && collection.items.length > 0;
}

function text(comment: string | null | undefined): string[] {
  return typeof comment === 'string' ? [comment] : [];
}

/** Nothing, null, an empty text, `[]` or `{}`: what func writes for a field that is not set. */
export function isEmpty(node: Node | null | undefined): boolean {
  if (node === null || node === undefined) return true;
  if (isScalar(node)) return node.value === null || node.value === '';
  return (isMap(node) || isSeq(node)) && node.items.length === 0;
}

/** What the merge keys of a mapping bring, as entries; the first one of a name counts. */
export function mergedEntries(map: YAMLMap, resolve: Resolve): Entry[] {
  return (map.items as Entry[])
    .filter(({ key }) => isMergeKey(key))
    .flatMap(({ value }) => {
      const source = value === null ? undefined : resolve(value);
      return isSeq(source) ? source.items.map((item) => resolve(item as Node)) : [source];
    })
    .flatMap((source) => {
      if (!isMap(source)) return [];
      const own = (source.items as Entry[]).filter(({ key }) => !isMergeKey(key));
      return [...own, ...mergedEntries(source, resolve)];
    });
}

function isKey(entry: Entry, key: string): boolean {
  return keyText(entry.key) === key && !isMergeKey(entry.key);
}
