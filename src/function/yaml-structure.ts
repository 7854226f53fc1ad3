import type { Alias, Document, Node, ParsedNode, YAMLMap } from 'yaml';
import { isAlias, isCollection, isMap, isScalar, isSeq, Scalar } from 'yaml';

/** Nodes that aliases may add in sum. A bomb ("billion laughs") has millions in a few lines. */
const MAX_ALIASED = 100_000;

/** Collections within collections. func.yaml needs 6. */
const MAX_DEPTH = 100;

/** Tells of a mistake in the YAML itself. */
export type Report = (offset: number, what: string, todo: string) => void;

const TODO_ALIAS = 'Define the anchor before the alias, or write the value out.';

/**
 * One walk through a document in its order: what each alias stands for, and the mistakes that the
 * YAML parser leaves to its user (aliases without an anchor or into themselves, bombs, keys that
 * occur twice, nesting without end). Linear in the size of the file: nothing is expanded.
 */
export class Structure {
  readonly #targets = new Map<Alias, Node>();
  readonly #anchors = new Map<string, Node>();
  /** Size of anchored nodes with all aliases expanded; undefined while one is being walked. */
  readonly #sizes = new Map<Node, number | undefined>();
  /** Keys that occur twice and say nothing: they do no harm. */
  readonly repeated: { readonly key: string; readonly offset: number }[] = [];
  readonly #report: Report;
  #aliased = 0;
  #bomb = false;

  constructor(document: Document.Parsed, report: Report) {
    this.#report = report;
    this.#walk(document.contents, 0);
  }

  /** The node that `node` stands for: its target if it is an alias. */
  resolve(node: Node): Node | undefined {
    return isAlias(node) ? this.#targets.get(node) : node;
  }

  /** @returns the number of nodes in `node`, aliases expanded. */
  #walk(node: Node | null, depth: number): number {
    if (node === null) return 0;
    if (isAlias(node)) return this.#walkAlias(node);
    const anchor = (node as ParsedNode).anchor;
    if (anchor !== undefined) {
      this.#anchors.set(anchor, node);
      this.#sizes.set(node, undefined);
    }
    const size = 1 + this.#walkItems(node, depth);
    if (anchor !== undefined) this.#sizes.set(node, size);
    return size;
  }

  #walkItems(node: Node, depth: number): number {
    if (!isCollection(node)) return 0;
    if (depth >= MAX_DEPTH) {
      this.#report(
        offsetOf(node),
        `nested more than ${MAX_DEPTH} levels deep`,
        'Check that it is a func.yaml.',
      );
      return 0;
    }
    let size = 0;
    if (isMap(node)) {
      this.#checkKeys(node);
      for (const { key, value } of node.items) {
        size += this.#walk(key as Node, depth + 1) + this.#walk(value as Node | null, depth + 1);
        if (isMergeKey(key)) this.#checkMerge(value as Node | null, offsetOf(key as Node));
      }
    } else if (isSeq(node)) {
      for (const item of node.items) size += this.#walk(item as Node, depth + 1);
    }
    return size;
  }

  #walkAlias(alias: Alias): number {
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      this.#report(offsetOf(alias), `the alias *${alias.source} has no anchor`, TODO_ALIAS);
      return 0;
    }
    const size = this.#sizes.get(target);
    if (size === undefined) {
      const what = `the alias *${alias.source} stands for something that contains itself`;
      this.#report(offsetOf(alias), what, TODO_ALIAS);
      return 0;
    }
    this.#aliased += size;
    if (this.#aliased > MAX_ALIASED) {
      if (!this.#bomb) {
        const what = `the aliases stand for more than ${MAX_ALIASED} nodes`;
        this.#report(offsetOf(alias), what, 'Write out what they stand for.');
      }
      this.#bomb = true;
      // Without a target: a bomb stands for nothing, and no sum grows any further.
      return 0;
    }
    this.#targets.set(alias, target);
    return size;
  }

  #checkKeys(map: YAMLMap): void {
    const seen = new Map<string, unknown>();
    for (const { key, value } of map.items) {
      const text = keyText(key);
      // Several merge keys are well defined: the first wins. The YAML libraries allow them.
      if (text === undefined || isMergeKey(key)) continue;
      if (seen.has(text) && areEmpty(seen.get(text), value)) {
        this.repeated.push({ key: text, offset: offsetOf(key as Node) });
      } else if (seen.has(text)) {
        const what = `the key "${text}" occurs twice in one mapping`;
        this.#report(offsetOf(key as Node), what, 'Remove one of the two.');
      }
      seen.set(text, value);
    }
  }

  #checkMerge(value: Node | null, keyOffset: number): void {
    const source = value === null ? undefined : this.resolve(value);
    const parts = isSeq(source) ? (source.items as Node[]) : [source ?? value];
    // An alias that stands for nothing was told already, at the alias.
    const isRight = (part: Node | null) =>
      part !== null && (isMap(this.resolve(part)) || this.resolve(part) === undefined);
    if (parts.every(isRight)) return;
    this.#report(
      keyOffset,
      'the merge key << takes mappings only',
      'Give it an alias of a mapping ("<<: *defaults"), or a list of them.',
    );
  }
}

/** Both say nothing: func's own files were seen with `envs: []` twice. */
function areEmpty(a: unknown, b: unknown): boolean {
  return [a, b].every(
    (node) =>
      node === null ||
      (isScalar(node) && node.value === null) ||
      ((isSeq(node) || isMap(node)) && node.items.length === 0),
  );
}

/** `<<` without quotes (yaml.org/type/merge.html, which func's YAML library knows). */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.source === '<<' && (key.type ?? Scalar.PLAIN) === Scalar.PLAIN;
}

/** A key as Go reads it into a string; undefined for a collection or an alias as key. */
export function keyText(key: unknown): string | undefined {
  return isScalar(key) ? (key.source ?? String(key.value)) : undefined;
}

/** Where a node begins in the text. */
export function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
