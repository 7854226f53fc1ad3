import type { Node } from 'yaml';
import { isMap, isScalar, isSeq, Pair, type YAMLMap } from 'yaml';

import {
  addAbove,
  addBelow,
  commentsIn,
  commentsOf,
  hasBlankAbove,
  setBlankAbove,
} from './yaml-comments';
import type { Entry, Resolve } from './yaml-edit';
import {
  concatenated,
  ensureMap,
  entryOf,
  isEmpty,
  mapAt,
  mergedEntries,
  merged,
  scalarInstead,
  scalarLike,
  take,
  unshared,
} from './yaml-edit';
import { isMergeKey, keyText, offsetOf } from './yaml-structure';

/** What became of an old field. */
export interface Change {
  /** Its old name: `envs`. */
  readonly from: string;
  /** Where it is now: `run.envs`; undefined if nothing needs it any more. */
  readonly to?: string;
  /** Where it stands in the text. */
  readonly offset: number;
  /** What func did by itself in its day: no user needs a warning of it. */
  readonly isRoutine?: boolean;
}

/** A file that is being migrated: moves entries about, and keeps a record. */
export class OldFile {
  readonly root: YAMLMap;
  readonly resolve: Resolve;
  readonly changes: Change[] = [];

  constructor(root: YAMLMap, resolve: Resolve) {
    this.root = root;
    this.resolve = resolve;
  }

  resolved(node: Node | null | undefined): Node | undefined {
    return node === null || node === undefined ? undefined : this.resolve(node);
  }

  valueOf(...path: readonly string[]): Node | undefined {
    const map = mapAt(this.root, path.slice(0, -1), this.resolve);
    return map && this.resolved(entryOf(map, path.at(-1) ?? '')?.value);
  }

  /** The text at `path`, if there is one that is not empty. */
  textOf(...path: readonly string[]): string | undefined {
    const value = this.valueOf(...path);
    return isScalar(value) && typeof value.value === 'string' && value.value !== ''
      ? value.value
      : undefined;
  }

  setValue(key: string, value: Node): void {
    const entry = entryOf(this.root, key);
    if (entry === undefined) return;
    if (isScalar(entry.value)) addAbove(entry.key, commentsIn(entry.value));
    entry.value = value;
  }

  /** Of entries that occur twice, empty both times, the first stays. */
  dropRepeated(): void {
    const first = new Map<string, { readonly entry: Entry; readonly comments: string[] }>();
    this.root.items = (this.root.items as Entry[]).filter((entry) => {
      const key = keyText(entry.key);
      if (key === undefined || isMergeKey(entry.key)) return true;
      const earlier = first.get(key);
      earlier?.comments.push(...commentsOf(entry));
      if (earlier === undefined) first.set(key, { entry, comments: [] });
      return earlier === undefined;
    });
    for (const { entry, comments } of first.values()) addAbove(entry.key, comments);
  }

  /** What merge keys bring to the file is written out, if any of it is not one of `current`. */
  writeOutMerges(current: ReadonlySet<string>): void {
    const seen = new Set((this.root.items as Entry[]).map(({ key }) => keyText(key)));
    const brought = mergedEntries(this.root, this.resolve).filter(({ key }) => {
      const name = keyText(key);
      if (name === undefined || seen.has(name)) return false;
      seen.add(name);
      return true;
    });
    if (brought.every(({ key }) => current.has(keyText(key) ?? ''))) return;
    const index = (this.root.items as Entry[]).findIndex(({ key }) => isMergeKey(key));
    for (const entry of (this.root.items as Entry[]).filter(({ key }) => isMergeKey(key))) {
      this.#discard(this.root, entry);
    }
    const copies = brought.map(({ key, value }) => {
      const name = scalarLike(keyText(key) ?? '', key);
      return new Pair<Node, Node | null>(name, value);
    });
    this.root.items.splice(index, 0, ...copies);
  }

  /**
   * Takes what is at `key` of the root to its new place. What is empty is dropped. Where the new
   * place has a value already, lists are put one after the other, mappings are merged, and anything
   * else is replaced, as func does.
   */
  move([key]: readonly [string], to: readonly string[]): void {
    const entry = entryOf(this.root, key);
    if (entry === undefined) return;
    if (isEmpty(this.resolved(entry.value))) {
      this.#discard(this.root, entry);
      return;
    }
    const taken = { entry, index: this.root.items.indexOf(entry) };
    take(this.root, key);
    if (this.#put(taken, to)) this.#record(entry, key, to.join('.'));
    else this.root.items.splice(taken.index, 0, entry);
  }

  /** The same text at a second place, whatever is there; an empty one clears that place. */
  copy(key: string, to: readonly string[]): void {
    const entry = entryOf(this.root, key);
    if (entry === undefined) return;
    this.#clear(to);
    const value = this.resolved(entry.value);
    if (!isScalar(value) || isEmpty(value)) return;
    this.#record(entry, key, `${key}, and ${to.join('.')} too`, true);
    // A key of its own: comments of the old one are not there twice.
    const copiedKey = scalarLike(to.at(-1) ?? '', entry.key);
    const copied = new Pair<Node, Node>(copiedKey, scalarLike(String(value.value), value));
    this.#put({ entry: copied, index: this.root.items.length }, to);
  }

  /** Puts a text of the file, or a word in its place, at `to`, for what is at `key` of the root. */
  replace(key: string, to: readonly string[], word: string, inner: readonly string[] = []): void {
    const entry = entryOf(this.root, key);
    if (entry === undefined) return;
    const origin = this.valueOf(key, ...inner) ?? entry.key;
    const index = this.root.items.indexOf(entry);
    take(this.root, key);
    this.#record(entry, [key, ...inner].join('.'), to.join('.'));
    if (inner.length > 0) addAbove(entry.key, commentsIn(entry.value));
    const instead = scalarLike(word, origin);
    if (inner.length === 0 && isScalar(entry.value)) instead.comment = entry.value.comment ?? null;
    entry.value = instead;
    this.#put({ entry, index }, to);
  }

  /** Drops a field that nothing needs any more; it is told, unless it is empty or false. */
  drop(...path: readonly string[]): void {
    const dropped = this.#clear(path);
    if (dropped === undefined || isEmpty(dropped.value)) return;
    if (isScalar(dropped.value) && dropped.value.value === false) return;
    this.#record(dropped, path.join('.'));
  }

  /** Drops what func wrote by itself, and no user. */
  dropQuietly(...path: readonly string[]): void {
    const dropped = this.#clear(path);
    if (dropped !== undefined && !isEmpty(dropped.value)) {
      this.#record(dropped, path.join('.'), undefined, true);
    }
  }

  #clear(path: readonly string[]): Entry | undefined {
    const map = mapAt(this.root, path.slice(0, -1), this.resolve);
    const entry = map && entryOf(map, path.at(-1) ?? '');
    if (map !== undefined && entry !== undefined) this.#discard(map, entry);
    return entry;
  }

  /** Another name in the same mapping, for what is not there under that name yet. */
  rename(map: YAMLMap, path: string, from: string, to: string): void {
    const entry = entryOf(map, from);
    if (entry === undefined || entryOf(map, to) !== undefined) return;
    this.#record(entry, `${path}.${from}`, `${path}.${to}`);
    entry.key = this.#renamed(entry.key, to);
  }

  setVersion(version: string): void {
    const entry = entryOf(this.root, 'specVersion');
    const [first] = this.root.items as Entry[];
    if (entry !== undefined) entry.value = scalarInstead(version, entry.value ?? entry.key);
    else if (first !== undefined) {
      const key = scalarLike('specVersion', first.key);
      // What stands above the first line stays there.
      key.commentBefore = first.key.commentBefore ?? null;
      setBlankAbove(key, hasBlankAbove(first.key));
      first.key.commentBefore = null;
      setBlankAbove(first.key, false);
      this.root.items.unshift(new Pair<Node, Node>(key, scalarLike(version, first.key)));
    }
  }

  /** Takes an entry out; its comments go to the next one, for a user wrote them. */
  #discard(map: YAMLMap, entry: Entry): void {
    const items = map.items as Entry[];
    const index = items.indexOf(entry);
    items.splice(index, 1);
    const next = items[index]?.key;
    if (next === undefined) addBelow(map, commentsOf(entry));
    else {
      addAbove(next, commentsOf(entry));
      if (hasBlankAbove(entry.key)) setBlankAbove(next, true);
    }
  }

  /** @returns false if something else than a mapping is in the way. */
  #put(taken: { entry: Entry; index: number }, to: readonly string[]): boolean {
    let map = this.root;
    for (const step of to.slice(0, -1)) {
      const inner = ensureMap(map, step, taken, this.resolve);
      if (inner === undefined) return false;
      map = inner;
    }
    const name = to.at(-1) ?? '';
    const existing = entryOf(map, name);
    const coming = this.resolved(taken.entry.value);
    const there = existing && unshared(existing, this.resolve);
    if (existing === undefined) {
      taken.entry.key = this.#renamed(taken.entry.key, name);
      map.items.splice(map === this.root ? taken.index : map.items.length, 0, taken.entry);
    } else if (isSeq(there) && isSeq(coming)) {
      existing.value = concatenated(there, coming, commentsIn(taken.entry.key));
    } else if (isMap(there) && isMap(coming)) {
      existing.value = merged(there, coming, commentsIn(taken.entry.key), this.resolve);
    } else {
      addAbove(existing.key, [...commentsIn(taken.entry.key), ...commentsIn(existing.value)]);
      existing.value = taken.entry.value;
    }
    return true;
  }

  #renamed(key: Node, name: string): Node {
    if (isScalar(key) && key.value === name) return key;
    const renamed = scalarLike(name, key);
    renamed.commentBefore = key.commentBefore ?? null;
    renamed.comment = key.comment ?? null;
    setBlankAbove(renamed, hasBlankAbove(key));
    return renamed;
  }

  #record(entry: Entry, from: string, to?: string, isRoutine = false): void {
    this.changes.push({
      from,
      ...(to !== undefined && { to }),
      offset: offsetOf(entry.key),
      ...(isRoutine && { isRoutine }),
    });
  }
}
