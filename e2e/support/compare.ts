/** Says where two images differ, for the message of a test that wanted them to be the same. */
import { isDeepStrictEqual } from 'node:util';
import { readImage, type Image, type Layer, type PlatformImage } from './image';
import { readTar, type TarEntry } from './tar-listing';

/** A line for each difference; none when the images have the same digest. */
export async function explainDifference(layoutA: string, layoutB: string): Promise<string[]> {
  const [a, b] = [readImage(layoutA), readImage(layoutB)];
  if (a.digest === b.digest) {
    return [];
  }
  const lines: string[] = [];
  for (const platform of allKeys(platforms(a), platforms(b))) {
    const [left, right] = [platforms(a)[platform], platforms(b)[platform]];
    if (left === undefined || right === undefined) {
      lines.push(`${platform}: only in ${left === undefined ? 'the second' : 'the first'} image`);
    } else {
      lines.push(...(await platformDifference(left, right)).map((line) => `${platform}: ${line}`));
    }
  }
  if (lines.length === 0) {
    lines.push(...jsonDifference('root', a.json(a.digest), b.json(b.digest)));
  }
  // Equal values in another order or spelling: only the bytes tell.
  return lines.length > 0 ? lines : ['the JSON of the root has the same values in other bytes'];
}

/** Throws with every difference; the message of `toBe` on two digests would say nothing. */
export async function expectSameImage(layoutA: string, layoutB: string): Promise<void> {
  const lines = await explainDifference(layoutA, layoutB);
  if (lines.length > 0) {
    throw new Error(`the images differ:\n  ${lines.join('\n  ')}`);
  }
}

function platforms(image: Image): Record<string, PlatformImage> {
  return Object.fromEntries(image.platforms.map((one) => [one.platform, one]));
}

async function platformDifference(a: PlatformImage, b: PlatformImage): Promise<string[]> {
  if (a.descriptor.digest === b.descriptor.digest) {
    return [];
  }
  const lines: string[] = [];
  for (let i = 0; i < Math.max(a.layers.length, b.layers.length); i++) {
    const [left, right] = [a.layers[i], b.layers[i]];
    const title = `layer ${i} (${(left ?? right)?.createdBy ?? ''})`;
    if (left === undefined || right === undefined) {
      lines.push(`${title}: only in the ${left === undefined ? 'second' : 'first'} image`);
    } else {
      lines.push(...(await layerDifference(left, right)).map((line) => `${title}: ${line}`));
    }
  }
  // The diff IDs are told of by the layers.
  const [configA, configB] = [a, b].map(({ config }) => ({ ...config, rootfs: undefined }));
  lines.push(...jsonDifference('config', configA, configB));
  lines.push(
    ...jsonDifference('manifest.annotations', a.manifest.annotations, b.manifest.annotations),
  );
  return lines.length > 0 ? lines : ['manifest or config have the same values in other bytes'];
}

async function layerDifference(a: Layer, b: Layer): Promise<string[]> {
  if (a.descriptor.digest === b.descriptor.digest) {
    return [];
  }
  const [tarA, tarB] = [a.tar(), b.tar()];
  if (tarA.equals(tarB)) {
    return ['the same tar, compressed to other bytes'];
  }
  const [entriesA, entriesB] = [await readTar(tarA), await readTar(tarB)];
  const lines = entryDifferences(entriesA, entriesB);
  if (lines.length > 0) {
    return lines;
  }
  if (!isDeepStrictEqual(namesOf(entriesA), namesOf(entriesB))) {
    return ['the same entries in another order'];
  }
  const offset = tarA.findIndex((byte, i) => byte !== tarB[i]);
  return [`the same entries, but tar bytes differ from offset ${offset}`];
}

function entryDifferences(a: TarEntry[], b: TarEntry[]): string[] {
  const [left, right] = [byName(a), byName(b)];
  return allKeys(left, right).flatMap((name) => {
    const [one, other] = [left[name], right[name]];
    if (one === undefined || other === undefined) {
      return [`${name}: only in the ${one === undefined ? 'second' : 'first'} image`];
    }
    return jsonDifference('', one, other).map((line) => `${name}: ${line}`);
  });
}

/** `path: a, b` for each value that differs, down to the leaves. */
function jsonDifference(path: string, a: unknown, b: unknown): string[] {
  if (isDeepStrictEqual(a, b)) {
    return [];
  }
  if (isObject(a) && isObject(b)) {
    return allKeys(a, b).flatMap((key) =>
      jsonDifference(path === '' ? key : `${path}.${key}`, a[key], b[key]),
    );
  }
  return [`${path}: ${show(a)}, ${show(b)}`];
}

function show(value: unknown): string {
  return value === undefined ? '(absent)' : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function byName(entries: readonly TarEntry[]): Record<string, TarEntry> {
  return Object.fromEntries(entries.map((entry) => [entry.name, entry]));
}

function namesOf(entries: readonly TarEntry[]): string[] {
  return entries.map((entry) => entry.name);
}

function allKeys(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}
