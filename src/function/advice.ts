import { isMap, isScalar, isSeq } from 'yaml';

import { FIELDS } from './fields';
import { compareVersions } from './migrations';
import type { Change } from './old-file';
import type { Unknown } from './reader';
import type { FunctionSpec } from './spec';
import { SPEC_VERSION } from './spec';
import { describeUnknown } from './unknown-fields';
import { isEmpty } from './yaml-edit';
import type { Place, YamlDocument } from './yaml-document';

/** Old fields in one line, a version from the future in one, and each unknown field in one. */
export function warningsOf(
  document: YamlDocument,
  spec: FunctionSpec,
  changes: readonly Change[],
  unknown: readonly Unknown[],
): string[] {
  const isNewer = compareVersions(spec.specVersion ?? SPEC_VERSION, SPEC_VERSION) > 0;
  return [
    ...few(
      document.repeated,
      ({ key, offset }) =>
        `${document.where(offset)}: the key "${key}" occurs twice, empty both times`,
    ),
    ...oldFields(document, changes),
    ...(isNewer ? [newerVersion(document, spec, unknown)] : unknownFields(document, unknown)),
  ];
}

/** More warnings of one kind than these are no help. */
const MAX_TOLD = 20;

/** A line for each of the first items, and how many there are besides. */
function few<T>(items: readonly T[], tell: (item: T) => string): string[] {
  const untold = items.length - MAX_TOLD;
  const told = items.slice(0, MAX_TOLD).map(tell);
  return untold > 0 ? [...told, `and ${untold} more`] : told;
}

function oldFields(document: YamlDocument, changes: readonly Change[]): string[] {
  const sorted = changes
    .filter(({ isRoutine }) => isRoutine !== true)
    .sort((a, b) => a.offset - b.offset);
  const [first] = sorted;
  if (first === undefined) return [];
  const list = sorted.map(({ from, to }) =>
    to === undefined ? `${from} (unused)` : `${from} (now ${to})`,
  );
  const fields = sorted.length === 1 ? 'an old field' : 'old fields';
  return [
    `${document.where(first.offset)}: ${fields} of func.yaml: ${list.join(', ')}; ` +
      '`nx g nx-func:configuration --migrate` writes it anew',
  ];
}

function newerVersion(
  document: YamlDocument,
  { specVersion }: FunctionSpec,
  unknown: readonly Unknown[],
): string {
  const head = `${document.where(document.at(['specVersion']).offset)}: specVersion ${specVersion ?? ''}`;
  const paths = few(unknown, ({ place }) => place.path);
  const ignored = paths.length === 0 ? '' : `; ignored: ${paths.join(', ')}`;
  return `${head} is newer than ${SPEC_VERSION}, which this version of nx-func knows${ignored}`;
}

function unknownFields(document: YamlDocument, unknown: readonly Unknown[]): string[] {
  return few(unknown, (field) => {
    const where = document.where(field.place.keyOffset ?? field.place.offset);
    return `${where}: ${describeUnknown(field)}`;
  });
}

/** Paths of fields that other builders use, `[]` for any index. */
const UNUSED: ReadonlySet<string> = new Set(
  Object.entries(FIELDS).flatMap(([path, { use }]) => (use === 'unused' ? [path] : [])),
);

/** One line with all fields that are set, and that a build on the host does not use. */
export function noticesOf(document: YamlDocument): string[] {
  const unused = unusedIn(document, document.root, '');
  const [first] = unused;
  if (first === undefined) return [];
  // A list is told once, whatever is in it.
  const paths = [...new Set(unused.map(({ path }) => path.replace(/\[.*$/, '')))];
  return [`${document.where(first.offset)}: not used by a build on the host: ${paths.join(', ')}`];
}

/** @param pattern the path of `place`, with `[]` for any index. */
function unusedIn(document: YamlDocument, place: Place, pattern: string): Place[] {
  if (UNUSED.has(pattern)) return isEmpty(place.node) || isHost(place, pattern) ? [] : [place];
  if (isSeq(place.node)) {
    return document.items(place).flatMap((item) => unusedIn(document, item, `${pattern}[]`));
  }
  if (!isMap(place.node)) return [];
  return [...document.entries(place)].flatMap(([key, child]) =>
    unusedIn(document, child, pattern === '' ? key : `${pattern}.${key}`),
  );
}

/** The builder that this one is. */
function isHost({ node }: Place, pattern: string): boolean {
  return pattern === 'build.builder' && isScalar(node) && node.value === 'host';
}
