import type { Document, Node, ScalarTag, Tags, ToStringOptions, YAMLError } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

import { UserError } from '../errors';

import type { Problem } from './problems';
import { Problems } from './problems';
import { isMergeKey, keyText, offsetOf, Structure } from './yaml-structure';

/** A step from a collection to what is in it. */
export type Step = string | number;

/** A value in the document. */
export interface Place {
  /** Aliases are resolved; null if nothing is written. */
  readonly node: Node | null;
  /** Where to point in an error: the scalar or alias itself, the key of anything else. */
  readonly offset: number;
  /** Where the key of an entry is; an item and the root have none. */
  readonly keyOffset?: number;
  /** `run.envs[0].value`; empty for the root. */
  readonly path: string;
}

/**
 * A YAML file whose values know where they are. It is read where it is asked for, through anchors,
 * aliases and merge keys, and never expanded: an alias bomb costs nothing.
 */
export class YamlDocument {
  readonly file: string;
  readonly root: Place;
  readonly #syntax: readonly Problem[];
  readonly #problems = new Problems();
  readonly #structure: Structure;
  readonly #lines: LineCounter;
  readonly #document: Document.Parsed;

  /** @param file its name in errors. Bad YAML is no error here: see {@link throwIfMistaken}. */
  constructor(text: string, file: string) {
    this.file = file;
    this.#lines = new LineCounter();
    const tooDeep = tooDeepAt(text);
    const document = parseDocument(text.slice(0, tooDeep), {
      schema: 'core',
      customTags: numbersAsWritten,
      lineCounter: this.#lines,
      prettyErrors: false,
      // Quadratic in the number of keys; Structure does it by itself.
      uniqueKeys: false,
      logLevel: 'error',
    });
    this.#document = document;
    const mistakes =
      tooDeep === undefined ? syntaxMistakes(document) : [{ offset: tooDeep, ...TOO_DEEP }];
    this.#syntax = mistakes.map((mistake) => ({
      ...mistake,
      path: '',
      where: this.where(mistake.offset),
    }));
    this.#structure = new Structure(document, (offset, what, todo) => {
      this.#problems.add({ where: this.where(offset), offset, path: '', what, todo });
    });
    const contents = document.contents;
    const offset = contents === null ? 0 : offsetOf(contents);
    this.root = { node: this.#resolved(contents), offset, path: '' };
  }

  /** The parser found an error: what the document says may be only a part of the file. */
  get isBroken(): boolean {
    return this.#syntax.length > 0;
  }

  /**
   * @throws UserError for the first error of syntax (one slip makes a parser see many), else for
   *   all that is wrong with keys, anchors and aliases.
   */
  throwIfMistaken(): void {
    const [syntax] = this.#syntax;
    if (syntax !== undefined) {
      throw new UserError(syntax.what, { where: syntax.where, todo: syntax.todo });
    }
    this.#problems.throwIfAny();
  }

  /** Keys that occur twice, both empty: what the file says is clear, and somebody slipped. */
  get repeated(): Structure['repeated'] {
    return this.#structure.repeated;
  }

  /** `file:line:column`, both from 1. */
  where(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.file}:${Math.max(1, line)}:${Math.max(1, col)}`;
  }

  /** The column of a place in the text, from 1. */
  columnOf(offset: number): number {
    return this.#lines.linePos(offset).col;
  }

  /** The value behind `path`, or as far as the document goes. */
  at(path: readonly Step[]): Place {
    let place = this.root;
    for (const step of path) {
      const child =
        typeof step === 'number' ? this.#item(place, step) : this.entries(place).get(step);
      if (child === undefined) break;
      place = child;
    }
    return place;
  }

  /** The items of a sequence; none for anything else. */
  items(place: Place): Place[] {
    if (!isSeq(place.node)) return [];
    return place.node.items.flatMap((_, index) => this.#item(place, index) ?? []);
  }

  #item({ node, path }: Place, index: number): Place | undefined {
    const item = isSeq(node) ? (node.items as Node[])[index] : undefined;
    if (item === undefined) return undefined;
    return { node: this.#resolved(item), offset: offsetOf(item), path: join(path, index) };
  }

  /** The entries of a mapping, merged ones included, in order; none for anything else. */
  entries({ node, path }: Place): ReadonlyMap<string, Place> {
    if (!isMap(node)) return new Map();
    const pairs = node.items as Entry[];
    const entries = new Map<string, Place>();
    for (const { key, value } of pairs) {
      const text = keyText(this.#resolved(key));
      if (text === undefined || isMergeKey(key) || entries.has(text)) continue;
      const keyOffset = offsetOf(key);
      const offset = pointsAtItself(value) ? offsetOf(value) : keyOffset;
      entries.set(text, { node: this.#resolved(value), offset, keyOffset, path: join(path, text) });
    }
    // What is written in the mapping itself wins, wherever the merge key is.
    for (const { value } of pairs.filter(({ key }) => isMergeKey(key))) {
      for (const source of this.#mergeSources(value)) {
        for (const [text, place] of this.entries({ node: source, offset: 0, path })) {
          if (!entries.has(text)) entries.set(text, place);
        }
      }
    }
    return entries;
  }

  /** The whole document as text, with its comments, as it is after changes to its nodes. */
  toString(options: ToStringOptions): string {
    return this.#document.toString(options);
  }

  /** What an alias stands for, or the node itself. */
  resolve(node: Node): Node | undefined {
    return this.#structure.resolve(node);
  }

  #mergeSources(value: Node | null): (Node | null)[] {
    const source = this.#resolved(value);
    return isSeq(source) ? source.items.map((item) => this.#resolved(item as Node)) : [source];
  }

  #resolved(node: Node | null): Node | null {
    return node === null ? null : (this.#structure.resolve(node) ?? null);
  }
}

/** A number is written as it was read: `010` and `1e3` may be texts to func. */
function numbersAsWritten(tags: Tags): Tags {
  return tags.map((tag) => {
    if (typeof tag === 'string' || !/:(int|float)$/.test(tag.tag)) return tag;
    const { stringify } = tag as ScalarTag;
    const asWritten: ScalarTag['stringify'] = (item, ...rest) =>
      item.source ?? stringify?.(item, ...rest) ?? String(item.value);
    return { ...tag, stringify: asWritten } as ScalarTag;
  });
}

interface Entry {
  readonly key: Node;
  readonly value: Node | null;
}

/** How errors of syntax begin. */
const SYNTAX = 'not valid YAML';

const TOO_DEEP = { what: `${SYNTAX}: nested too deep`, todo: 'Check that it is a func.yaml.' };

/** Brackets that are open at one time, those in texts included: far beyond any func.yaml. */
const MAX_OPEN_BRACKETS = 1000;

/** The YAML parser takes seconds for a megabyte of "[": where there is one bracket too many. */
function tooDeepAt(text: string): number | undefined {
  let open = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[{\]}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > MAX_OPEN_BRACKETS) return index;
  }
  return undefined;
}

/** A collection begins at its first item, and nothing is nowhere: their key is the better place. */
function pointsAtItself(value: Node | null): value is Node {
  return isAlias(value) || (isScalar(value) && !(value.type === 'PLAIN' && value.source === ''));
}

/** `run.envs` and 0 to `run.envs[0]`. */
export function join(path: string, step: Step): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  return path === '' ? step : `${path}.${step}`;
}

/** Nothing is written, or null. */
export function isNothing({ node }: Place): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

/** In the order of the text. */
function syntaxMistakes(document: Document.Parsed): Omit<Problem, 'where' | 'path'>[] {
  // A tag of its own changes what a value means: better no build than another value.
  const unknownTags = document.warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED');
  return [...document.errors, ...unknownTags]
    .map((error) => ({ offset: error.pos[0], ...explain(error) }))
    .sort((a, b) => a.offset - b.offset);
}

function explain(error: YAMLError): { what: string; todo: string } {
  if (error.code === 'MULTIPLE_DOCS') {
    return {
      what: `${SYNTAX} here: a second document begins`,
      todo: 'Keep one: remove the line "---" and what is not to be used.',
    };
  }
  if (/call stack/i.test(error.message)) {
    return TOO_DEEP;
  }
  return { what: `${SYNTAX}: ${error.message}`, todo: 'Correct it: the file is YAML 1.2.' };
}
