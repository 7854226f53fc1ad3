/**
 * Jest's globalSetup of the end-to-end tests: once for a run, before any worker, it finds (in CI:
 * installs) the outside tools, packs the package, and makes the folder that all else goes in.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackage } from './package';
import { NOT_RUN, settleTools } from './tools';
import { givenTarball, recordVerdict } from './verdict';

export default function setup(): void {
  const runFolder = mkdtempSync(join(tmpdir(), 'nx-func-e2e-'));
  // A story may run Nx as another user, who has to get in here.
  chmodSync(runFolder, 0o755);
  process.once('exit', () => {
    if (process.env['NX_FUNC_E2E_KEEP'] === undefined) {
      rmSync(runFolder, { recursive: true, force: true });
    }
  });
  const binaries = join(runFolder, 'bin');
  mkdirSync(binaries);
  const tools = settleTools(binaries);
  if (tools.missing !== '') {
    process.stderr.write(`\nImage tests: ${NOT_RUN}\n  missing here: ${tools.missing}\n`);
  } else if (tools.crane === '') {
    process.stderr.write('\nTests that push: not run: need crane (go install, or CI=true)\n');
  }
  recordVerdict({ runFolder, ...tools, ...packaged() });
}

/** A package that does not build fails the stories that need it, with npm's words, and no other spec. */
function packaged(): { tarball: string; packageError: string } {
  const given = givenTarball();
  try {
    return { tarball: given ?? packPackage(), packageError: '' };
  } catch (error) {
    return { tarball: '', packageError: String(error) };
  }
}
