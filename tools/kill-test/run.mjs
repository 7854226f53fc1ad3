// Kills builds that share one blob store, at random moments, and looks whether all is right after it:
// every build that ends has the right digest, every blob the digest of its name, every entry parses,
// and no lock hangs. Build the package first.
//
//     node tools/kill-test/run.mjs [--kills 200] [--at-once 4] [--package <folder>] [--seed <number>]
//
// Prints a line of JSON; exit code 1 and what is wrong where something is.
/* global clearInterval, clearTimeout, performance, setInterval, setTimeout */
import { spawn } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkStore } from './check-store.mjs';
import { fillProject, random } from './projects.mjs';

const BUILD = fileURLToPath(new URL('build.mjs', import.meta.url));
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const VARIANTS = 4;
/** Milliseconds: a killed build's lock is taken over after five seconds. */
const HANGS = 30_000;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    'at-once': { type: 'string', default: '4' },
    package: { type: 'string', default: REPOSITORY },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(values.seed);
const next = random(seed);
const root = mkdtempSync(join(tmpdir(), 'nx-func-kill-'));
const store = join(root, 'store');
const counts = { seed, kills: 0, builds: 0, fromStore: 0, cleared: 0, seconds: 0 };
const problems = [];
let projects = 0;

/**
 * Ends with what the program printed, or undefined if it was killed.
 *
 * @param killAfter milliseconds.
 * @param whenWriting kills later, when a build writes to the store.
 */
function start(argv, more, killAfter, whenWriting = false) {
  const environment = { PATH: process.env.PATH, ...more };
  const child = spawn(process.execPath, argv, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const since = performance.now();
  let isHung = false;
  const hang = setTimeout(() => {
    isHung = true;
    child.kill('SIGKILL');
  }, HANGS);
  const kill = setInterval(() => {
    if (killAfter === undefined || performance.now() - since < killAfter) return;
    if (!whenWriting || isWriting()) child.kill('SIGKILL');
  }, 1);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(hang);
      clearInterval(kill);
      if (isHung) problems.push(`hung: ${argv.join(' ')}\n${output}`);
      else if (signal === null && code !== 0) problems.push(`exit code ${code}\n${output}`);
      resolve(signal === null && code === 0 ? output : undefined);
    });
  });
}

function isWriting() {
  try {
    return readdirSync(join(store, 'tmp')).length > 0;
  } catch {
    return false;
  }
}

const build = (project, environment, killAfter, whenWriting) =>
  start([BUILD, values.package, root, project], environment, killAfter, whenWriting);

/** A project with the files of a variant, and a lock of its own. */
function newProject(variant) {
  const name = `project-${projects++}`;
  mkdirSync(join(root, name));
  for (const file of ['a.txt', 'b.txt', 'f.bin']) {
    linkSync(join(root, `variant-${variant}`, file), join(root, name, file));
  }
  return { name, variant };
}

function check(output, { name, variant }, expected) {
  counts.builds += 1;
  const { digest, from, warnings } = JSON.parse(output);
  // A damage would be found and mended, and yet no kill may leave one.
  problems.push(...warnings.filter((line) => line.includes('damaged')));
  counts.fromStore += from.filter((place) => place === 'store').length;
  if (digest !== expected[variant]) problems.push(`${name}: ${digest}, not ${expected[variant]}`);
}

/** Builds, one after the other; most are killed, at any moment from the start to the end. */
async function lane(expected, usual) {
  let project = newProject(Math.floor(next() * VARIANTS));
  const all = [project];
  let typical = usual;
  while (counts.kills < Number(values.kills) && problems.length === 0) {
    if (next() < 0.15) {
      // What is asked for again has to be made again, and others read what goes.
      await start(
        [join(values.package, 'dist', 'src', 'cli.js'), 'store', '--clear'],
        { NX_FUNC_CACHE: store },
        undefined,
      );
      counts.cleared += 1;
    }
    const killAfter = next() < 0.7 ? next() * typical : undefined;
    const since = performance.now();
    const output = await build(project.name, { NX_FUNC_CACHE: store }, killAfter, next() < 0.4);
    if (output !== undefined) {
      check(output, project, expected);
      typical = (typical + performance.now() - since) / 2;
    } else {
      counts.kills += 1;
      // At once, before a later build mends what is damaged.
      problems.push(...checkStore(store).problems);
      // Mostly another project: the lock of this one may be the killed build's, for five seconds.
      if (next() < 0.8) all.push((project = newProject(Math.floor(next() * VARIANTS))));
    }
  }
  return all;
}

async function main() {
  const since = performance.now();
  const expected = [];
  for (let variant = 0; variant < VARIANTS; variant++) {
    fillProject(join(root, `variant-${variant}`), variant);
    // Without HOME there is no store.
    expected.push(JSON.parse(await build(newProject(variant).name, {})).digest);
  }
  const atOnce = Number(values['at-once']);
  const timing = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, () => build(newProject(0).name, { NX_FUNC_CACHE: store })),
  );
  const usual = performance.now() - timing;
  const lanes = await Promise.all(Array.from({ length: atOnce }, () => lane(expected, usual)));
  // All of them, also where a lock or half a layout was left; a few at a time.
  const all = lanes.flat();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let project = all.pop(); project !== undefined; project = all.pop()) {
        const output = await build(project.name, { NX_FUNC_CACHE: store });
        if (output !== undefined) check(output, project, expected);
      }
    }),
  );
  const found = checkStore(store);
  problems.push(...found.problems);
  counts.seconds = Math.round((performance.now() - since) / 100) / 10;
  process.stdout.write(
    `${JSON.stringify({ ...counts, blobs: found.blobs, abandoned: found.abandoned })}\n`,
  );
}

try {
  await main();
} catch (error) {
  problems.push(String(error?.stack ?? error));
} finally {
  await sleep(0);
  rmSync(root, { recursive: true, force: true });
}
if (problems.length > 0) {
  writeFileSync(2, `${problems.join('\n')}\nseed ${seed}\n`);
  process.exitCode = 1;
}
