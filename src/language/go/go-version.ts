/** `1.26rc1` in its parts. */
interface GoVersion {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  readonly kind: string;
  readonly prerelease: number;
}

const SHAPE =
  /^(?:go)?\s*(?<major>[0-9]+)(?:\.(?<minor>[0-9]+))?(?:\.(?<patch>[0-9]+))?(?:(?<kind>alpha|beta|rc)(?<pre>[0-9]+))?(?:[-+ ].*)?$/;

/** Without a patch, since Go 1.21: the language version, which is before the release candidates. */
const LANGUAGE = -1;

/**
 * Orders versions of Go (Go Toolchains, "Go versions"): 1.21 < 1.21rc1 < 1.21.0, while 1.20 is 1.20.0.
 *
 * @returns negative if `a` is the older, 0 if they are equal. What is no version is the oldest.
 */
export function compareGoVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  if (left === undefined || right === undefined) {
    return Number(left !== undefined) - Number(right !== undefined);
  }
  for (const index of [0, 1, 2] as const) {
    const difference = left.numbers[index] - right.numbers[index];
    if (difference !== 0) return difference;
  }
  if (left.kind !== right.kind) return left.kind < right.kind ? -1 : 1;
  return left.prerelease - right.prerelease;
}

function parse(text: string): GoVersion | undefined {
  const groups = SHAPE.exec(text.trim())?.groups;
  if (groups === undefined) return undefined;
  const { minor = '0', patch, kind = '', pre = '0' } = groups;
  const major = Number(groups['major']);
  const isFirstRelease = major === 1 && Number(minor) < 21 && kind === '';
  return {
    numbers: [
      major,
      Number(minor),
      patch === undefined ? firstPatch(isFirstRelease) : Number(patch),
    ],
    kind,
    prerelease: Number(pre),
  };
}

function firstPatch(isFirstRelease: boolean): number {
  return isFirstRelease ? 0 : LANGUAGE;
}
