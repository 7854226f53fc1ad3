/**
 * What `setup.ts` found out, once for a whole jest run, for the workers that run the stories. Jest
 * gives workers the environment of the process that ran globalSetup, so that is where it is kept.
 */

const KEYS = {
  runFolder: 'NX_FUNC_E2E_FOLDER',
  missing: 'NX_FUNC_E2E_MISSING',
  crane: 'NX_FUNC_E2E_CRANE',
  tarball: 'NX_FUNC_E2E_TARBALL',
  packageError: 'NX_FUNC_E2E_PACKAGE_ERROR',
} as const;

export interface Verdict {
  /** The folder of this jest run: all temporary things are in it. */
  readonly runFolder: string;
  /** What image tests need and is not here, in words; empty when they can run. */
  readonly missing: string;
  /** The crane program; empty when there is none. */
  readonly crane: string;
  /** The packed package. */
  readonly tarball: string;
  /** Why there is no package; empty when there is one. */
  readonly packageError: string;
}

export function recordVerdict(verdict: Verdict): void {
  for (const key of Object.keys(KEYS) as (keyof Verdict)[]) {
    process.env[KEYS[key]] = verdict[key];
  }
}

export function verdict(key: keyof Verdict): string {
  const value = process.env[KEYS[key]];
  if (value === undefined) {
    throw new Error(`${KEYS[key]} is not set: run e2e specs by jest's project "e2e"`);
  }
  return value;
}

export function runFolder(): string {
  return verdict('runFolder');
}

/** A tarball made elsewhere (a release, say) that the stories are to test, not the one of the sources. */
export function givenTarball(): string | undefined {
  return process.env['NX_FUNC_E2E_PACKAGE'];
}
