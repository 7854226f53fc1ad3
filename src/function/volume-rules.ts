import { posix } from 'node:path';

import type { Report } from './env-rules';
import type { Volume } from './spec';
import { checkQuantity, pathText } from './value-rules';

/** What a volume can be. */
const TYPES = ['secret', 'configMap', 'persistentVolumeClaim', 'emptyDir'] as const;

const MEDIA: readonly (string | undefined)[] = [undefined, '', 'Memory'];

/** What of a volume could be read. */
type Known = Partial<Volume> | undefined;

/** func's validateVolumes; that a path is absolute is the image's own need. */
export function checkVolumes(volumes: readonly Volume[], report: Report): void {
  for (const [index, volume] of (volumes as readonly Known[]).entries()) {
    if (volume === undefined) continue;
    const at = ['run', 'volumes', index];
    checkType(volume, at, report);
    checkClaim(volume, at, report);
    checkEmptyDir(volume, at, report);
  }
  checkPaths(volumes, report);
}

/** Exactly one; an empty mapping and an empty text count, as they do to func. */
function checkType(
  volume: Partial<Volume>,
  at: readonly (string | number)[],
  report: Report,
): void {
  const types = TYPES.filter((type) => volume[type] !== undefined);
  if (types.length === 0) {
    const todo = `Add one of ${TYPES.slice(0, -1).join(', ')} and emptyDir.`;
    report(at, `${pathText(at)} is missing a volume type`, todo);
  } else if (types.length > 1) {
    const what = `${pathText(at)} has more than one volume type: ${types.join(', ')}`;
    report(at, what, 'Keep one of them, and make a volume of its own of each of the others.');
  }
}

function checkClaim(
  { persistentVolumeClaim: claim }: Partial<Volume>,
  at: readonly (string | number)[],
  report: Report,
): void {
  if (claim === undefined || (claim.claimName ?? '') !== '') return;
  const path = [...at, 'persistentVolumeClaim', 'claimName'];
  const what = `${pathText(path)} is missing${claim.claimName === '' ? ': it is empty' : ''}`;
  report(path, what, 'Add the name of the claim: "claimName: data".');
}

function checkEmptyDir(
  { emptyDir }: Partial<Volume>,
  at: readonly (string | number)[],
  report: Report,
): void {
  if (emptyDir === undefined) return;
  const path = [...at, 'emptyDir', 'medium'];
  if (!MEDIA.includes(emptyDir.medium)) {
    const what = `${pathText(path)} must be Memory or empty, not ${JSON.stringify(emptyDir.medium)}`;
    report(path, what, 'Write "Memory", or remove the line for the disk of the node.');
  }
  checkQuantity(emptyDir.sizeLimit, [...at, 'emptyDir', 'sizeLimit'], ['256Mi', '1Gi'], report);
}

function checkPaths(volumes: readonly Volume[], report: Report): void {
  const paths = new Set<string>();
  for (const [index, volume] of (volumes as readonly Known[]).entries()) {
    const path = volume?.path;
    // No path, or no mapping: told already.
    if (path === undefined) continue;
    const at = ['run', 'volumes', index, 'path'];
    if (!path.startsWith('/')) {
      report(at, `the path "${path}" of a volume is not absolute`, `Write "/${path}".`);
      continue;
    }
    const cleaned = posix.normalize(path).replace(/(.)\/$/, '$1');
    if (paths.has(cleaned)) {
      report(at, `two volumes are mounted at "${cleaned}"`, 'Give one of them another path.');
    }
    paths.add(cleaned);
  }
}
