// The programs that the plugin is compared with. What is not there is left out, with a word on how to
// get it.

import { isOnPath, run } from './program.mjs';

const TOOLS = {
  go: { version: ['version'], install: 'https://go.dev/dl' },
  tar: { version: ['--version'], install: 'apt-get install tar' },
  pigz: { version: ['--version'], install: 'apt-get install pigz' },
  sha256sum: { version: ['--version'], install: 'apt-get install coreutils' },
  buildah: { version: ['--version'], install: 'apt-get install buildah (needs root here)' },
  ko: { version: ['version'], install: 'go install github.com/google/ko@v0.19.1' },
  containerify: { version: ['--version'], install: 'npm install --global containerify@4.1' },
};

/** @returns the version of each tool that is there, and a line for each that is not. */
export async function findTools() {
  const versions = {};
  const missing = [];
  for (const [name, { version, install }] of Object.entries(TOOLS)) {
    if (isOnPath(name)) versions[name] = await versionOf(name, version);
    else missing.push(`${name} is not on PATH, its rows are left out: ${install}`);
  }
  return { versions, missing };
}

async function versionOf(name, args) {
  const { stdout } = await run([name, ...args]);
  return /v?(\d+\.\d+[.\d]*)/.exec(stdout.split('\n')[0])?.[1] ?? 'unknown';
}
