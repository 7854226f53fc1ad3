// Builds the image of one folder, step by step as the containerize executor does, with a program that
// needs no compiler: `f.bin` of the folder.
//
//     node tools/kill-test/build.mjs <package> <workspace> <project>
//
// <package> is a folder with `dist`. Prints a line of JSON: the digest, and where layers came from.
/* global AbortController */
import { Buffer } from 'node:buffer';
import { readdirSync, readlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';

const [packageFolder, workspaceRoot, projectRoot] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const load = (name) => require(join(packageFolder, 'dist', 'src', `${name}.js`));
const { inBuildFolder } = load('build-folder');
const { buildImages } = load('image-build');
const { parseFunction } = load('function/func-yaml');
const { Layout } = load('image/layout');
const { hostPlatform } = load('image/platform');
const { BlobStore } = load('layer/blob-store');

const project = join(workspaceRoot, projectRoot);
const warnings = [];
const log = { info: () => {}, verbose: () => {}, warn: (line) => warnings.push(line) };
const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => controller.abort());

/** Everything in the folder but the program and what builds write. */
function dataFiles() {
  const entries = readdirSync(project, { recursive: true, withFileTypes: true })
    .map((entry) => ({
      entry,
      path: join(entry.parentPath, entry.name),
      name: join(entry.parentPath, entry.name).slice(project.length + 1),
    }))
    .filter(({ name }) => name !== 'f.bin' && !name.startsWith('.func/'));
  const links = entries.filter(({ entry }) => entry.isSymbolicLink());
  return {
    root: project,
    shown: projectRoot,
    files: entries.filter(({ entry }) => entry.isFile()).map(({ name }) => name),
    links: Object.fromEntries(links.map(({ name, path }) => [name, readlinkSync(path)])),
  };
}

const builder = {
  baseImage: () => undefined,
  sharedLayers: async () => [],
  platformLayers: async () => ({
    labels: {},
    layers: [
      {
        title: 'program',
        entries: [
          {
            kind: 'file',
            name: 'func/f',
            mode: 0o755,
            content: { path: join(project, 'f.bin'), shown: 'f.bin' },
          },
        ],
      },
    ],
  }),
  configure: (config) => config,
};

async function build() {
  const store = BlobStore.open(process.env, log);
  const steps = [];
  const job = {
    workspaceRoot,
    projectRoot,
    hashed: () => true,
    environment: process.env,
    log,
    signal: controller.signal,
    data: dataFiles(),
    labels: {},
    env: {},
    function: parseFunction(Buffer.from('runtime: go\n'), 'func.yaml'),
    platforms: [hostPlatform()],
    store,
    steps,
  };
  const digest = await inBuildFolder(job, 'go', async (folders, lock) => {
    const layout = new Layout(folders.layout, folders.staging, folders.shown);
    await layout.root();
    await layout.open();
    try {
      const images = await buildImages({ ...job, scratch: folders.scratch }, builder, layout);
      lock.check();
      await layout.commit(images[0].manifest, {}, async () => {});
      return images[0].manifest.digest;
    } finally {
      if (!lock.isLost()) await layout.discard();
      await store?.trim();
    }
  });
  const from = steps.flatMap((step) => (step.from === undefined ? [] : [step.from])).sort();
  const { maxRSS } = process.resourceUsage();
  process.stdout.write(`${JSON.stringify({ digest, from, warnings, maxRSS })}\n`);
}

await build();
