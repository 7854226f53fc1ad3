// Renews src/language/go/scaffolding/: the go.mod and go.sum of the module that nx-func writes around
// a Go function. It changes the bytes of every Go image: CHANGELOG.md has to say so, and
// FUNC_GO_VERSION in src/language/go/wrapper-module.ts has to be the same version. Needs go.
//
//   node tools/renew-scaffolding.mjs v0.22.0

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TARGET = fileURLToPath(new URL('../src/language/go/scaffolding/', import.meta.url));
const FUNC_GO = 'knative.dev/func-go';

/** The packages that the generated main.go imports (src/language/go/main-go.ts). */
const IMPORTS = {
  http: [`${FUNC_GO}/http`],
  cloudevents: [`${FUNC_GO}/cloudevents`, `${FUNC_GO}/kafka`],
};

const [version] = process.argv.slice(2);
if (!/^v[0-9]+\.[0-9]+\.[0-9]+$/.test(version ?? '')) {
  console.error(`usage: node tools/renew-scaffolding.mjs <version of ${FUNC_GO}, as in v0.22.0>`);
  process.exit(1);
}
for (const [name, packages] of Object.entries(IMPORTS)) renew(name, packages);

function renew(name, packages) {
  const temp = mkdtempSync(join(tmpdir(), 'renew-scaffolding-'));
  try {
    const goVersion = requiredGoVersion(temp);
    writeFileSync(
      join(temp, 'go.mod'),
      `module nx-func/wrapper\n\ngo ${goVersion}\n\nrequire ${FUNC_GO} ${version}\n`,
    );
    const imports = packages.map((path) => `import _ "${path}"\n`).join('');
    writeFileSync(join(temp, 'main.go'), `package main\n\n${imports}\nfunc main() {}\n`);
    go(temp, 'mod', 'tidy');
    mkdirSync(join(TARGET, name), { recursive: true });
    for (const file of ['go.mod', 'go.sum']) {
      writeFileSync(join(TARGET, name, `${file}.txt`), readFileSync(join(temp, file)));
    }
    console.log(`${name}: ${FUNC_GO} ${version}, go ${goVersion}`);
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/** The wrapper asks for no newer Go than func-go does. */
function requiredGoVersion(folder) {
  const { GoMod } = JSON.parse(go(folder, 'mod', 'download', '-json', `${FUNC_GO}@${version}`));
  const line = /^go (\S+)/m.exec(readFileSync(GoMod, 'utf8'));
  if (line === null) throw new Error(`${FUNC_GO}@${version} has no go line`);
  return line[1];
}

/** A go.work or settings of the maintainer must not decide what users get. */
function go(cwd, ...args) {
  return execFileSync('go', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, GOFLAGS: '', GOWORK: 'off', GOTOOLCHAIN: 'local' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
