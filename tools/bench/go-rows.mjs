// A Go function, one line changed.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder, place } from './places.mjs';
import { run, runSubject } from './program.mjs';
import { comparison, extra, ratio } from './row.mjs';
import { inTurn } from './turns.mjs';
import { nx, pluginModule, workspaceEnvironment, workspaceFolder } from './workspace.mjs';

const GO_BUILD = 'go build';
const OURS = 'containerize()';
const NOOP = 'nx run, an executor that does nothing';
const NX = 'nx run hello-go:containerize';
const KO = 'ko build';
const PROJECT = 'hello-go';
const HOW = `Whole processes; before each run a string in handle.go is changed. \`go build\` is called as the plugin calls it,
with the same arguments and environment; \`containerize()\` runs in a fresh Node without Nx; \`nx run\` has a warm daemon that has settled after the
run before, and
the executor that does nothing is cached on the same files; \`ko build\` builds the same generated program, on an empty base
from a registry on this machine, into a layout, without SBOM.`;

/** @param registry where the base image is, for ko. */
export async function goComparisons(tools, rounds, registry) {
  if (!('go' in tools)) return [];
  const options = { cwd: workspaceFolder(), env: workspaceEnvironment() };
  const build = await recordGoBuild(options);
  const own = {
    [GO_BUILD]: () => goBuild(build),
    [OURS]: () => containerize(options),
    [NOOP]: () => nxRun('noop'),
    [NX]: () => nxRun('containerize'),
  };
  const others = 'ko' in tools ? { [KO]: () => ko(build, registry) } : {};
  const samples = await inTurn('a Go function', edited(own), edited(others), rounds);
  return [
    comparison({ id: 'go', title: 'a Go function, one line changed', how: HOW }, samples, [
      extra(OURS, [GO_BUILD], 0.35),
      extra(NX, [NOOP, GO_BUILD], 0.3),
      ratio(OURS, KO),
    ]),
  ];
}

/**
 * The same, each after an edit that is not part of its time. Before that a run of Nx that is not
 * counted: the daemon looks at what a build has written, and the run after it would pay for that.
 */
function edited(contestants) {
  const one = (work) => async () => {
    await nx('run', `${PROJECT}:noop`);
    edit();
    return { seconds: (await work()).seconds };
  };
  return Object.fromEntries(Object.entries(contestants).map(([name, work]) => [name, one(work)]));
}

let edits = Date.now();

/** Changes one line, to what was never compiled before. */
function edit() {
  const path = join(workspaceFolder(), PROJECT, 'handle.go');
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(/"%s, %s![^"]*\\n"/, `"%s, %s! ${edits++}\\n"`);
  if (changed === text) throw new Error(`${path}: there is no line to change`);
  writeFileSync(path, changed);
}

/** How the plugin calls `go build`: a compiler that notes it down, once. */
async function recordGoBuild(options) {
  const folder = emptyFolder('go-build');
  const program = join(folder, 'go');
  writeFileSync(
    program,
    `#!/bin/sh
if [ "$1" = build ]; then env -0 > "${folder}/env"; printf '%s\\0' "$@" > "${folder}/arguments"; fi
exec go "$@"
`,
  );
  chmodSync(program, 0o755);
  const env = { ...options.env, FUNC_GO: program };
  edit();
  await containerize({ ...options, env });
  const read = (name) => readFileSync(join(folder, name), 'utf8').split('\0').slice(0, -1);
  const variables = read('env').map((line) => /^([^=]*)=(.*)$/s.exec(line).slice(1));
  return { args: read('arguments'), env: Object.fromEntries(variables) };
}

let digestBefore;

async function containerize(options) {
  const args = [pluginModule(''), workspaceFolder(), PROJECT];
  const result = await runSubject('containerize', args, options);
  if (result.digest === digestBefore) throw new Error('the edit did not change the image');
  digestBefore = result.digest;
  return result;
}

async function nxRun(target) {
  const result = await nx('run', `${PROJECT}:${target}`);
  if (/\[(local|remote) cache\]|existing outputs/.test(result.stdout)) {
    throw new Error(`Nx did not run ${target}: it was in its cache`);
  }
  return result;
}

function goBuild({ args, env }) {
  mkdirSync(env['GOTMPDIR'], { recursive: true });
  return run(['go', ...args], { cwd: workspaceFolder(), env });
}

function ko({ args, env }, registry) {
  const { GOOS, GOARCH, ...rest } = env;
  mkdirSync(env['GOTMPDIR'], { recursive: true });
  emptyFolder('ko');
  // The last argument is the folder of the program.
  const folder = args.at(-1);
  return run(
    [
      ...['ko', 'build', '--push=false', '--oci-layout-path', place('ko'), '--sbom=none'],
      ...['--platform', `${GOOS}/${GOARCH}`, '.'],
    ],
    {
      cwd: folder,
      env: {
        ...rest,
        KO_DOCKER_REPO: 'bench.invalid',
        KO_DEFAULTBASEIMAGE: `${registry}/base:latest`,
      },
    },
  );
}
