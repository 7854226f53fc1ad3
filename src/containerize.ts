import { readFile, rename } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { inBuildFolder } from './build-folder';
import { circumstance, systemErrorCode, UserError } from './errors';
import { type FunctionFile, parseFunction } from './function/func-yaml';
import { imageName } from './function/image-name';
import { checkRuntime } from './function/runtime';
import type { Descriptor } from './image/descriptor';
import { indexBlob } from './image/image-index';
import { Layout } from './image/layout';
import { formatPlatform, hostPlatform, parsePlatform, type Platform } from './image/platform';
import { buildImages, type PlatformImage } from './image-build';
import type { BuiltImage, ContainerizeJob } from './job';
import { BlobStore } from './layer/blob-store';
import { type Step, stepTable } from './step-table';
import type { LanguageBuilder } from './language/language-builder';
import { goBuilder } from './language/go';

const BUILDERS: Readonly<Record<string, LanguageBuilder>> = { go: goBuilder };

/**
 * Builds a function into the OCI layout `.func/build/oci` of its project.
 *
 * 1. read and validate func.yaml; resolve platforms and language builder
 * 2. the layers that all platforms share: data, certificates, the language's
 * 3. for each platform, in parallel: the language's layers, image config, manifest
 * 4. the root, and the rename of index.json as the last step
 *
 * @throws UserError for every mistake of the user; the image of before is then untouched.
 */
export async function containerize(job: ContainerizeJob): Promise<BuiltImage> {
  const file = await readFunction(job);
  const builder = builderOf(file);
  const platforms = resolvePlatforms(job);
  const name = imageName(file.spec, folderName(file, job));
  const steps: Step[] = [];
  const store = BlobStore.open(job.environment, job.log);
  return inBuildFolder(job, file.spec.runtime, async (folders, lock) => {
    const layout = new Layout(folders.layout, folders.staging, folders.shown);
    const before = (await layout.root())?.digest;
    await layout.open();
    try {
      const images = await buildImages(
        { ...job, function: file, platforms, scratch: folders.scratch, store, steps },
        builder,
        layout,
      );
      const root = await writeRoot(images, layout);
      const metadata = await layout.stage(
        `${JSON.stringify(metadataOf(name, root, images), null, 2)}\n`,
      );
      lock.check();
      await layout.commit(root.descriptor, namesOf(name), () =>
        rename(metadata, join(folders.build, 'metadata.json')),
      );
      stepTable(steps).forEach((line) => {
        job.log.verbose(line);
      });
      return {
        name,
        root: root.descriptor,
        platforms: platforms.map(formatPlatform),
        size: totalSize(images, root),
        ...(before !== undefined && { before }),
      };
    } finally {
      if (!lock.isLost()) await layout.discard();
      await store?.trim();
    }
  });
}

async function readFunction(job: ContainerizeJob): Promise<FunctionFile> {
  const shown = posix.join(job.projectRoot, 'func.yaml');
  let bytes: Buffer;
  try {
    bytes = await readFile(join(job.workspaceRoot, job.projectRoot, 'func.yaml'));
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw circumstance(error, 'read the file', shown);
    throw new UserError('there is no func.yaml', {
      where: job.projectRoot,
      todo: 'A function is a folder with a func.yaml: write one with at least `runtime: go`.',
    });
  }
  const file = parseFunction(bytes, shown);
  file.warnings.forEach((line) => {
    job.log.warn(line);
  });
  file.notices.forEach((line) => {
    job.log.verbose(line);
  });
  return file;
}

/** func names a function after its folder when func.yaml does not. */
function folderName(file: FunctionFile, job: ContainerizeJob): string {
  const { name, image } = file.spec;
  const folder = basename(join(job.workspaceRoot, job.projectRoot));
  if (
    name === undefined &&
    image === undefined &&
    !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(folder)
  ) {
    throw new UserError(`there is no name, and that of the folder, "${folder}", cannot be one`, {
      where: file.file,
      todo: 'Add a name of lower-case letters, digits and "-": `name: my-function`.',
    });
  }
  return folder;
}

function builderOf(file: FunctionFile): LanguageBuilder {
  const builder = BUILDERS[checkRuntime(file, Object.keys(BUILDERS))];
  if (builder === undefined) throw new Error('a runtime that was checked has a builder');
  const baseImage = file.spec.build?.baseImage;
  if (baseImage !== undefined && baseImage !== 'scratch') {
    throw new UserError('build.baseImage is not supported yet: Go functions are built on scratch', {
      where: file.locate('build', 'baseImage'),
      todo: 'Remove the line: the program is static and needs no base.',
    });
  }
  return builder;
}

function resolvePlatforms(job: ContainerizeJob): Platform[] {
  if (job.platforms === undefined) return [hostPlatform()];
  if (job.platforms.length === 0) {
    throw new UserError('the list of platforms is empty', {
      where: 'option platforms',
      todo: 'Name at least one, as in linux/amd64, or leave the option out.',
    });
  }
  const platforms = job.platforms.map((text) => {
    try {
      return parsePlatform(text);
    } catch (error) {
      throw new UserError((error as Error).message, { where: 'option platforms' });
    }
  });
  const names = platforms.map(formatPlatform);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return platforms;
  throw new UserError(`${twice} is named twice`, {
    where: 'option platforms',
    todo: 'Name each platform once.',
  });
}

interface Root {
  readonly descriptor: Descriptor;
  readonly isIndex: boolean;
}

/** The manifest itself for one platform, an index for several. */
async function writeRoot(images: readonly PlatformImage[], layout: Layout): Promise<Root> {
  const [only, ...more] = images;
  if (only !== undefined && more.length === 0) return { descriptor: only.manifest, isIndex: false };
  const blob = indexBlob(images.map(({ manifest, platform }) => ({ ...manifest, platform })));
  return { descriptor: await layout.writeJson(blob), isIndex: true };
}

/** image-spec 1.1, annotations.md, and what containerd looks for when it imports a layout. */
function namesOf(name: string): Record<string, string> {
  return { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': name };
}

/** The keys of the file that `docker buildx build --metadata-file` writes. */
function metadataOf(name: string, root: Root, images: readonly PlatformImage[]): object {
  const [first] = images;
  return {
    ...(!root.isIndex && first && { 'containerimage.config.digest': first.config.digest }),
    'containerimage.descriptor': root.descriptor,
    'containerimage.digest': root.descriptor.digest,
    'image.name': name,
  };
}

function totalSize(images: readonly PlatformImage[], root: Root): number {
  const sizes = new Map<string, number>([[root.descriptor.digest, root.descriptor.size]]);
  for (const { manifest, config, layers } of images) {
    for (const { digest, size } of [manifest, config, ...layers]) sizes.set(digest, size);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
