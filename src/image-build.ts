import { posix } from 'node:path';
import { UserError } from './errors';
import { bakedEnv } from './function/environment';
import { configBlob, type ContainerConfig } from './image/config';
import type { Descriptor } from './image/descriptor';
import type { Layout } from './image/layout';
import { manifestBlob } from './image/manifest';
import { formatPlatform, type Platform } from './image/platform';
import type { ContainerizeJob } from './job';
import type { LanguageBuilder, LanguageJob } from './language/language-builder';
import { certificatesLayer } from './layer/certificates-layer';
import type { BlobStore } from './layer/blob-store';
import { dataLayer } from './layer/data-layer';
import { deflater } from './layer/deflate';
import { tarName } from './layer/entry';
import type { Layer, LayerContent } from './layer/layer';
import { storedLayer } from './layer/stored-layer';
import { inParallel } from './parallel';
import type { Step } from './step-table';

/** The image of one platform, in blobs. */
export interface PlatformImage {
  readonly platform: Platform;
  readonly manifest: Descriptor;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

type Job = Omit<ContainerizeJob, 'platforms'> &
  LanguageJob & {
    readonly store?: BlobStore | undefined;
    /** Each step is added when it is done. */
    readonly steps: Step[];
  };

/**
 * Makes the image of each platform: shared layers once, then for each platform, in parallel, its own
 * layers, image config and manifest.
 */
export async function buildImages(
  job: Job,
  builder: LanguageBuilder,
  layout: Layout,
): Promise<PlatformImage[]> {
  const failure = new AbortController();
  const own = { ...job, signal: AbortSignal.any([job.signal, failure.signal]) };
  const make = async (contents: readonly LayerContent[], platform?: string): Promise<Part> => ({
    layers: await makeLayers(contents, own, layout, platform),
    labels: {},
  });
  const data = dataLayer(job.data);
  const makeOver = (contents: readonly LayerContent[], platform?: string): Promise<Part> => {
    checkHidden(data, contents, job.projectRoot);
    return make(contents, platform);
  };
  // One list, so that the shared layers are compressed while compilers run.
  const steps: (() => Promise<Part>)[] = [
    () => make([data, certificatesLayer(job.certificates, true)]),
    async () => makeOver(await builder.sharedLayers(own)),
    ...job.platforms.map((platform) => async () => {
      const start = performance.now();
      const { layers, labels } = await builder.platformLayers(own, platform);
      const shown = formatPlatform(platform);
      job.steps.push({ step: `compile ${shown}`, milliseconds: performance.now() - start });
      return { ...(await makeOver(layers, shown)), labels };
    }),
  ];
  const [common, language, ...platforms] = await inParallel(
    steps,
    (step) => step(),
    () => {
      failure.abort();
    },
  );
  const images: PlatformImage[] = [];
  for (const [index, platform] of job.platforms.entries()) {
    const parts = [common, language, platforms[index]].filter((part) => part !== undefined);
    images.push(await writeImage(job, builder, layout, platform, parts));
  }
  return images;
}

/** A part of an image: its layers, and what there is to say of them. */
interface Part {
  readonly layers: readonly Layer[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A file of the function in whose place the language puts its own would be missing without a word. */
function checkHidden(
  data: LayerContent,
  contents: readonly LayerContent[],
  projectRoot: string,
): void {
  const names = new Set(data.entries.map(({ name }) => name));
  for (const { name, kind } of contents.flatMap(({ entries }) => entries)) {
    if (kind === 'directory' || !names.has(name)) continue;
    throw new UserError(`the image has something else at /${name}: the function's program`, {
      where: posix.join(projectRoot, posix.relative('func', name)),
      todo: 'Rename it, or name it in .funcignore.',
    });
  }
}

async function makeLayers(
  contents: readonly LayerContent[],
  job: Job,
  layout: Layout,
  platform?: string,
): Promise<Layer[]> {
  const { log, signal, store } = job;
  const mtime = sourceDate(job.environment);
  const layers: Layer[] = [];
  for (const content of contents.filter(({ entries }) => entries.length > 0)) {
    const start = performance.now();
    let files = 0;
    let bytesIn = 0;
    const layer = await storedLayer(content, layout, store, {
      mtime,
      signal,
      deflater: () => deflater(store),
      onEntry: (entry, size) => {
        if (entry.kind === 'file') files += 1;
        bytesIn += size;
        log.verbose(`${content.title}: /${tarName(entry)} ${size} B`);
      },
    });
    const { digest, size } = layer.descriptor;
    log.verbose(`${content.title}: ${digest} ${size} B`);
    job.steps.push({
      step: platform === undefined ? content.title : `${content.title} ${platform}`,
      files,
      bytesIn,
      bytesOut: size,
      milliseconds: performance.now() - start,
      from: layer.fromStore ? 'store' : 'made',
    });
    layers.push(layer);
  }
  return layers;
}

async function writeImage(
  job: Job,
  builder: LanguageBuilder,
  layout: Layout,
  platform: Platform,
  parts: readonly Part[],
): Promise<PlatformImage> {
  const layers = parts.flatMap((part) => part.layers);
  const labels = Object.assign({}, ...parts.map((part) => part.labels)) as Record<string, string>;
  const created = new Date(sourceDate(job.environment) * 1000).toISOString().replace('.000Z', 'Z');
  const config = await layout.writeJson(
    configBlob({
      created,
      platform,
      config: builder.configure(containerConfig(job, labels, created), job, platform),
      diffIds: layers.map((layer) => layer.diffId),
      history: layers.map(({ title }) => ({ created, created_by: `nx-func: ${title}` })),
    }),
  );
  const manifest = await layout.writeJson(
    manifestBlob({ config, layers: layers.map((layer) => layer.descriptor) }),
  );
  job.log.verbose(
    `${formatPlatform(platform)}: config ${config.digest}, manifest ${manifest.digest}`,
  );
  return { platform, manifest, config, layers: layers.map((layer) => layer.descriptor) };
}

function containerConfig(
  job: Job,
  known: Readonly<Record<string, string>>,
  created: string,
): ContainerConfig {
  const { run } = job.function.spec;
  const volumes = (run?.volumes ?? []).map(({ path }) => path);
  const labels = {
    ...known,
    ...(job.revision && { 'org.opencontainers.image.revision': job.revision.commit }),
    ...job.labels,
  };
  return {
    User: '1000:1000',
    ExposedPorts: { '8080/tcp': {} },
    Env: environmentOf(job, created),
    WorkingDir: '/func/',
    StopSignal: 'SIGTERM',
    ...(volumes.length > 0 && { Volumes: Object.fromEntries(volumes.map((path) => [path, {}])) }),
    ...(Object.keys(labels).length > 0 && { Labels: labels }),
  };
}

/** In this order, a later value of a name over an earlier one. */
function environmentOf(job: Job, created: string): string[] {
  const env = new Map([['FUNC_CREATED', created]]);
  if (job.revision) env.set('FUNC_VERSION', job.revision.version);
  for (const { name, value } of bakedEnv(job.function)) env.set(name, value);
  for (const [name, value] of Object.entries(job.env)) env.set(name, value);
  return [...env].map(([name, value]) => `${name}=${value}`);
}

/** The largest time that every field of an image and of a tar header holds: January 2038. */
const LATEST = 2 ** 31 - 1;

/**
 * The time of everything in the image, in seconds since the epoch: SOURCE_DATE_EPOCH
 * (reproducible-builds.org/specs/source-date-epoch), else 0. No clock is asked.
 */
export function sourceDate(environment: NodeJS.ProcessEnv): number {
  const text = environment['SOURCE_DATE_EPOCH'] ?? '';
  if (text === '') return 0;
  const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= LATEST) return seconds;
  throw new UserError(`${JSON.stringify(text)} is not a time`, {
    where: 'environment variable SOURCE_DATE_EPOCH',
    todo: `Set it to whole seconds since 1970, at most ${LATEST}, or unset it.`,
  });
}
