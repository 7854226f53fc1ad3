// From files on disk to a finished, hashed, stored layer.

import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { emptyFolder, place } from './places.mjs';
import { run, runShell, runSubject } from './program.mjs';
import { absolute, comparison, ratio } from './row.mjs';
import { measureTree, tree } from './trees.mjs';
import { inTurn } from './turns.mjs';
import { pluginModule } from './workspace.mjs';

const CORES = availableParallelism();
const COLD = 'nx-func, nothing stored';
const KNOWN = 'nx-func, layer stored';
const PIPELINE = 'tar, pigz, tee, sha256sum';
const BUILDAH = 'buildah bud';
const CONTAINERIFY = 'containerify';
const HOW = `Whole processes, files in the page cache, nothing left to be written by what ran before. nx-func walks the tree, makes the layer in an empty store
(NX_FUNC_CACHE) and an empty layout, and flushes both to disk; then the same in a new process with that store. The pipeline is
\`tar | pigz -p${CORES} -6 | tee layer | sha256sum\`, which flushes nothing. \`buildah bud\` copies the tree into an image on
scratch, which it leaves uncompressed in its storage; containerify adds it to an empty base from a registry on this machine
and writes a layout in a tar (the small tree
only, for the other takes it twenty seconds).`;

/** @param registry where the base image is, for containerify. */
export async function layerComparisons(tools, rounds, registry) {
  return [
    await compare('big', tools, rounds, registry, { pipeline: 0.9, buildah: 0.4, known: 0.25 }),
    await compare('small', tools, rounds, registry, {}),
  ];
}

async function compare(name, tools, rounds, registry, targets) {
  const folder = await tree(name);
  const { files, bytes } = measureTree(folder);
  const title = `a layer: ${name} tree, ${files} files, ${Math.round(bytes / 1e6)} MB`;
  const samples = await inTurn(
    `layer, ${name} tree`,
    flushed(oursFor(folder)),
    flushed(await othersFor(name, folder, tools, registry)),
    rounds,
  );
  const memory = name === 'big' ? 200 : undefined;
  return comparison({ id: `layer-${name}`, title, how: name === 'big' ? HOW : '' }, samples, [
    ratio(COLD, PIPELINE, targets.pipeline),
    ratio(COLD, BUILDAH, targets.buildah),
    ratio(COLD, CONTAINERIFY),
    ratio(KNOWN, COLD, targets.known),
    absolute(COLD, 'peak memory', 'MB', memory, 'memory'),
    absolute(KNOWN, 'peak memory', 'MB', memory, 'memory'),
  ]);
}

/** The same, each after the disk has all that was written before: who flushes would wait for it. */
function flushed(contestants) {
  const one = (work) => async () => {
    await run(['sync']);
    return work();
  };
  return Object.fromEntries(Object.entries(contestants).map(([name, work]) => [name, one(work)]));
}

function oursFor(folder) {
  const output = place('layer');
  const env = { ...process.env, NX_FUNC_CACHE: place('store') };
  const ours = async (isKnown) => {
    emptyFolder('layer');
    if (!isKnown) emptyFolder('store');
    const result = await runSubject('layer', [pluginModule(''), folder, output], { env });
    if (result.fromStore !== isKnown) throw new Error(`fromStore is ${result.fromStore}`);
    return { seconds: result.seconds, memory: result.memory };
  };
  return { [COLD]: () => ours(false), [KNOWN]: () => ours(true) };
}

async function othersFor(name, folder, tools, registry) {
  const others = {};
  if ('pigz' in tools && 'tar' in tools && 'sha256sum' in tools) {
    others[PIPELINE] = () => {
      emptyFolder('layer');
      return runShell(
        `tar -C "$TREE" -cf - node_modules | pigz -p${CORES} -6 | tee "$OUT/layer" | sha256sum`,
        { env: { ...process.env, TREE: folder, OUT: place('layer') } },
      );
    };
  }
  if ('buildah' in tools) others[BUILDAH] = await buildah(folder);
  // Twenty seconds a run on the big tree, and no target: the small one shows it too.
  if ('containerify' in tools && name === 'small') {
    others[CONTAINERIFY] = () => containerify(folder, registry);
  }
  return others;
}

function containerify(folder, registry) {
  emptyFolder('layer');
  return run([
    ...['containerify', '--folder', folder, '--allowInsecureRegistries'],
    ...['--fromRegistry', `http://${registry}/v2/`, '--fromImage', 'base:latest'],
    ...['--toImage', 'bench:latest', '--toOciLayout', place('layer', 'image.tar')],
  ]);
}

/** Storage of its own; the image of a round is removed outside the clock. */
async function buildah(folder) {
  const file = place('Containerfile');
  writeFileSync(file, 'FROM scratch\nCOPY node_modules /func/node_modules\n');
  mkdirSync(place('buildah'), { recursive: true });
  const storage = ['--root', place('buildah', 'root'), '--runroot', place('buildah', 'run')];
  const call = async (driver, ...args) =>
    run(['buildah', ...storage, '--storage-driver', driver, ...args]);
  const driver = await call('overlay', 'info').then(
    () => 'overlay',
    () => 'vfs',
  );
  await call(driver, 'rmi', '--all', '--force');
  return async () => {
    const args = ['--isolation', 'chroot', '--layers=false', '--quiet', '-t', 'localhost/bench'];
    const result = await call(driver, 'bud', ...args, '-f', file, folder);
    await call(driver, 'rmi', '--all', '--force');
    return { seconds: result.seconds };
  };
}
