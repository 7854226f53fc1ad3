import type { Node, YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq, Pair, Scalar } from 'yaml';

import { UserError } from '../errors';

import { notAMapping, parseFunction, readFunction } from './func-yaml';
import { compareVersions, migrate } from './migrations';
import type { FunctionSpec } from './spec';
import { SPEC_VERSION } from './spec';
import type { Entry } from './yaml-edit';
import { entryOf, isEmpty, scalarInstead } from './yaml-edit';
import { isNothing, YamlDocument } from './yaml-document';
import { keyText } from './yaml-structure';
import { decodeText } from './yaml-text';

/** func's own, of the commit that has {@link SPEC_VERSION}: `main` describes newer files. */
const SCHEMA =
  'https://raw.githubusercontent.com/knative/func/c18d6045a1b0cb6c2b411f03082ab9ed20ba90b3/schema/func_yaml-schema.json';

/** The two comment lines that func writes at the top; the second is for editors. */
const HEADER = `# $schema: ${SCHEMA}\n# yaml-language-server: $schema=${SCHEMA}\n`;

const HEADER_LINE =
  /^#[ \t]*(?:\$schema:[ \t]*|yaml-language-server:[ \t]*\$schema=)\S+[ \t]*\r?\n/gm;

/** What a new func.yaml says. */
export interface NewFunction {
  readonly name: string;
  readonly runtime: string;
  /** func takes a file without it for one that is not finished. */
  readonly created: Date;
  /** Absent is http. */
  readonly invoke?: 'http' | 'cloudevent';
  readonly registry?: string;
  readonly namespace?: string;
}

/** The order in which func writes what is at the top of the file. */
const ORDER = ['specVersion', 'name', 'runtime', 'registry', 'namespace', 'created', 'invoke'];

/**
 * The text of a new func.yaml at {@link SPEC_VERSION}, with func's two header lines.
 *
 * @param base the func.yaml of a template: its fields and comments are kept, what `values` says
 *   overrules it.
 * @throws UserError if `base` cannot be read, or if what comes out breaks a rule of func.yaml.
 */
export function newFunction(
  values: NewFunction,
  base?: { readonly bytes: Uint8Array; readonly file: string },
): string {
  const file = base?.file ?? 'func.yaml';
  const document = new YamlDocument(base === undefined ? '{}' : textOfBase(base), file);
  document.throwIfMistaken();
  const map = document.root.node;
  if (!isMap(map)) throw notAMapping(document);
  migrate(map, (node) => document.resolve(node));
  const { created, ...rest } = values;
  const fields = { specVersion: newest(document), ...rest, created: created.toISOString() };
  for (const [key, value] of Object.entries(fields) as [string, string | undefined][]) {
    if (value !== undefined) setField(map, key, value);
  }
  map.flow = false;
  // Before it is written: what is wrong in a template is told where it stands in the template.
  readFunction(document);
  const text = withHeader(written(document));
  parseFunction(Buffer.from(text), file);
  return text;
}

/** A template of nothing but comments is an empty mapping below them. */
function textOfBase({
  bytes,
  file,
}: {
  readonly bytes: Uint8Array;
  readonly file: string;
}): string {
  const text = decodeText(bytes, file);
  return isNothing(new YamlDocument(text, file).root) ? `${text}\n{}\n` : text;
}

/** The version of a template from the future stays. */
function newest(document: YamlDocument): string {
  const version = versionOf(document) ?? SPEC_VERSION;
  return compareVersions(version, SPEC_VERSION) > 0 ? version : SPEC_VERSION;
}

/** Sets a field at the top; a new one goes where func has it. */
function setField(map: YAMLMap, key: string, value: string): void {
  const existing = entryOf(map, key);
  if (existing !== undefined) {
    const old = existing.value;
    const scalar = scalarInstead(value, old ?? existing.key);
    // What an alias of a template stands for changes with it.
    if (isScalar(old) && old.anchor !== undefined) scalar.anchor = old.anchor;
    existing.value = scalar;
    // A second one with the same value would now have another.
    map.items = (map.items as Entry[]).filter(
      (entry) => entry === existing || keyText(entry.key) !== key,
    );
    return;
  }
  const place = ORDER.indexOf(key);
  const before = (map.items as Entry[]).findLastIndex((entry) => {
    const index = ORDER.indexOf(keyText(entry.key) ?? '');
    return index !== -1 && index < place;
  });
  map.items.splice(before + 1, 0, new Pair<Node, Node>(new Scalar(key), new Scalar(value)));
}

/** @throws UserError if an alias would stand before its anchor, or without one. */
function written(document: YamlDocument): string {
  try {
    return document.toString(styleOf(document));
  } catch (error) {
    throw notWritten(document.file, error);
  }
}

function notWritten(file: string, cause?: unknown): UserError {
  return new UserError('the file cannot be written anew without changing what it says', {
    where: file,
    todo: 'Write out its anchors and aliases, and try again.',
    cause,
  });
}

/** A func.yaml that was brought to the newest version. */
export interface MigratedFunction {
  readonly text: string;
  /** What was changed, a line each; empty if the file is as it was. */
  readonly changes: readonly string[];
}

/**
 * The file at {@link SPEC_VERSION}: comments, order and unknown fields stay, old fields move to
 * their new places, func's header lines name the schema of the version.
 *
 * @param created for a file from before 0.19, which has no time of its creation.
 * @throws UserError if the file is wrong, or cannot be migrated without changing what it says
 *   (anchors and aliases that lie across the moved fields).
 */
export function migrateFunction(bytes: Uint8Array, file: string, created: Date): MigratedFunction {
  const before = parseFunction(bytes, file).spec;
  const source = decodeText(bytes, file);
  const document = new YamlDocument(source, file);
  const root = document.root.node;
  if (!isMap(root)) return { text: source, changes: [] };
  const version = versionOf(document);
  const moved = migrate(root, (node) => document.resolve(node));
  const changes = moved.map(({ from, to }) =>
    to === undefined ? `${from}: removed, nothing uses it` : `${from}: now ${to}`,
  );
  if (version !== before.specVersion) {
    changes.unshift(`specVersion: ${version ?? 'none'}, now ${before.specVersion ?? ''}`);
  }
  if (before.created === undefined) {
    setField(root, 'created', created.toISOString());
    changes.push('created: set');
  }
  if (changes.length === 0) return { text: source, changes };
  const text = withHeader(written(document));
  checkSame(before, text, file);
  return { text: source.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text, changes };
}

function versionOf(document: YamlDocument): string | undefined {
  const node = document.entries(document.root).get('specVersion')?.node;
  return isEmpty(node) ? undefined : keyText(node);
}

/** What is written must say what was read: else the file is left alone. */
function checkSame(before: FunctionSpec, text: string, file: string): void {
  let after: FunctionSpec | undefined;
  try {
    after = parseFunction(Buffer.from(text), file).spec;
  } catch {
    after = undefined;
  }
  const expected = { ...before, created: after?.created };
  if (after !== undefined && JSON.stringify(sorted(after)) === JSON.stringify(sorted(expected))) {
    return;
  }
  throw notWritten(file);
}

/** With its keys in order, for a comparison. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]),
  );
}

/** As the file has it: func does not indent lists, people do. */
function styleOf(document: YamlDocument): { lineWidth: 0; indentSeq: boolean } {
  return { lineWidth: 0, indentSeq: hasIndentedList(document) };
}

function hasIndentedList(document: YamlDocument): boolean {
  for (const parent of [document.root, ...document.entries(document.root).values()]) {
    if (!isMap(parent.node)) continue;
    for (const entry of parent.node.items as Entry[]) {
      const { key, value } = entry;
      // The range of what has an anchor begins at the anchor.
      if (!isSeq(value) || value.flow === true || value.anchor !== undefined) continue;
      if (!value.range || !key.range) continue;
      return document.columnOf(value.range[0]) > document.columnOf(key.range[0]);
    }
  }
  return false;
}

/** func's header lines at the top, and nowhere else. */
function withHeader(text: string): string {
  return HEADER + text.replace(HEADER_LINE, '').replace(/^\n+/, '');
}
