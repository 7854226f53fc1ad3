import type { Node, YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq, Pair, YAMLMap as Mapping, YAMLSeq } from 'yaml';

import { FIELDS } from './fields';
import { type Change, OldFile } from './old-file';
import { SPEC_VERSION } from './spec';
import { addAbove, addBelow, setBlankAbove } from './yaml-comments';
import { type Entry, entryOf, isEmpty, mergedEntries, type Resolve, scalarLike } from './yaml-edit';
import { keyText } from './yaml-structure';

/** A step from one version of func.yaml to the next, as func takes it (function_migrations.go). */
interface Migration {
  /** Files below this version take it. */
  readonly version: string;
  migrate(file: OldFile): void;
}

/** In the order of their versions. The first one is of the time before there were versions. */
const MIGRATIONS: readonly Migration[] = [
  { version: '0.19.0', migrate: fromBoson },
  { version: '0.23.0', migrate: toBuilderImages },
  { version: '0.25.0', migrate: toSpecVersion },
  { version: '0.34.0', migrate: toSubSpecs },
  { version: '0.35.0', migrate: fromInvocation },
  { version: '0.36.0', migrate: fromPresistent },
];

/**
 * Brings a func.yaml of an older version to {@link SPEC_VERSION}, in the parsed document: its nodes
 * keep their comments, and where they are in the file. A value of the wrong type is moved as it is:
 * the readers tell of it. func sets `created` in old files; nothing here asks a clock.
 *
 * @param root the mapping of the whole file; it is changed.
 * @returns what was moved, renamed or dropped, without what was empty.
 */
export function migrate(root: YAMLMap, resolve: Resolve): readonly Change[] {
  const version = versionOf(root, resolve);
  const file = new OldFile(root, resolve);
  if (compareVersions(version, SPEC_VERSION) < 0) {
    file.dropRepeated();
    file.writeOutMerges(CURRENT);
  }
  for (const migration of MIGRATIONS) {
    // NaN, for what is no version: the rules tell of it.
    if (compareVersions(version, migration.version) < 0) migration.migrate(file);
  }
  if (compareVersions(version, SPEC_VERSION) <= 0) dropRetired(file);
  if (compareVersions(version, SPEC_VERSION) < 0) file.setVersion(SPEC_VERSION);
  return file.changes;
}

/** The names at the top of a file of {@link SPEC_VERSION}. */
const CURRENT: ReadonlySet<string> = new Set(
  Object.keys(FIELDS).map((path) => path.replace(/[.[].*/, '')),
);

/** What is no text is no version, and is left to the readers. */
function versionOf(root: YAMLMap, resolve: Resolve): string {
  const isVersion = ({ key }: Entry) => keyText(key) === 'specVersion';
  const entry =
    entryOf(root, 'specVersion') ?? mergedEntries(root, resolve).find((item) => isVersion(item));
  const written = entry?.value ? resolve(entry.value) : undefined;
  return isEmpty(written) ? '0.0.0' : (keyText(written) ?? '');
}

/** Negative if `a` is older than `b`; NaN if one of them is no version `1.2.3`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === undefined || right === undefined) return NaN;
  const index = left.findIndex((part, position) => part !== right[position]);
  return index === -1 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

function partsOf(version: string): number[] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(version);
  return match?.slice(1).map(Number);
}

/** Fields that func once wrote, and gave up without a migration. */
function dropRetired(file: OldFile): void {
  file.drop('imageDigest');
  file.drop('deploy', 'remote');
}

/** Boson's dialect: `trigger`, `envVars`, and builders by a name of their own. */
function fromBoson(file: OldFile): void {
  const trigger = file.textOf('trigger');
  if (trigger === 'events') file.replace('trigger', ['invoke'], 'cloudevent');
  else file.drop('trigger');
  const envVars = file.valueOf('envVars');
  if (isMap(envVars)) file.setValue('envVars', listOfEnvs(envVars));
  file.move(['envVars'], ['run', 'envs']);
  const images = file.valueOf('builderMap') ?? file.valueOf('builders');
  const builder = file.textOf('builder');
  if (isMap(images) && builder !== undefined) {
    const image = entryOf(images, builder)?.value;
    if (isScalar(image)) file.setValue('builder', scalarLike(String(image.value), image));
    // Boson's own default, which no registry has any more.
    if (builder === 'default') file.drop('builder');
  }
  file.dropQuietly('builderMap');
  file.dropQuietly('builders');
}

/** `A: b` to `name: A`, `value: b`. */
function listOfEnvs(map: YAMLMap): YAMLSeq {
  const list = new YAMLSeq();
  addAbove(list, typeof map.commentBefore === 'string' ? [map.commentBefore] : []);
  addBelow(list, typeof map.comment === 'string' ? [map.comment] : []);
  list.items = (map.items as Entry[]).map(({ key, value }) => {
    const item = new Mapping();
    item.items = [
      new Pair(scalarLike('name', key), key),
      new Pair(scalarLike('value', key), value),
    ];
    // What stands above the old key stands above the whole item.
    addAbove(item, typeof key.commentBefore === 'string' ? [key.commentBefore] : []);
    key.commentBefore = null;
    setBlankAbove(key, false);
    if (key.range) item.range = key.range;
    return item;
  });
  return list;
}

/** func's default until 0.23, which it wrote into every file. */
const DEFAULT_BUILDER_IMAGE = 'gcr.io/paketo-buildpacks/builder:base';

/** `builder` was the name of an image until pack was no longer the only builder. */
function toBuilderImages(file: OldFile): void {
  const builder = file.textOf('builder');
  if (builder === undefined || ['pack', 's2i', 'host'].includes(builder)) return;
  dropBuildType(file);
  if (builder === DEFAULT_BUILDER_IMAGE) file.dropQuietly('builder');
  else file.move(['builder'], ['build', 'builderImages', 'pack']);
}

/** `build: local` said where to build; in its place is a mapping today. */
function dropBuildType(file: OldFile): void {
  if (file.textOf('build') !== undefined) file.drop('build');
}

/** The version of the format was called `version`. */
function toSpecVersion(file: OldFile): void {
  file.dropQuietly('version');
}

/** What was flat is below build, run and deploy. */
function toSubSpecs(file: OldFile): void {
  // `build: local` said where to build.
  const build = file.valueOf('build');
  if (isScalar(build) && build.value !== null) file.drop('build');
  // As func has it: the old field overrules the new one, even if it is empty.
  if (file.valueOf('builder') !== undefined) file.dropQuietly('build', 'builder');
  for (const name of ['git', 'builderImages', 'buildpacks', 'buildEnvs', 'builder']) {
    file.move([name], ['build', name]);
  }
  for (const name of ['volumes', 'envs']) file.move([name], ['run', name]);
  for (const name of ['annotations', 'options', 'labels', 'healthEndpoints']) {
    file.move([name], ['deploy', name]);
  }
  // The one that is asked for stays where it is; the one that it is deployed to was the same.
  file.copy('namespace', ['deploy', 'namespace']);
}

/** `invocation.format`, and only if it is not the default. */
function fromInvocation(file: OldFile): void {
  const format = file.textOf('invocation', 'format');
  if (format !== undefined && format !== 'http') {
    file.replace('invocation', ['invoke'], format, ['format']);
  } else {
    file.dropQuietly('invocation');
  }
}

/** A typing error of func 0.34. */
function fromPresistent(file: OldFile): void {
  const list = file.valueOf('run', 'volumes');
  if (!isSeq(list)) return;
  for (const [index, item] of list.items.entries()) {
    const volume = file.resolved(item as Node);
    if (!isMap(volume)) continue;
    const path = `run.volumes[${index}]`;
    file.rename(volume, path, 'presistentVolumeClaim', 'persistentVolumeClaim');
  }
}
