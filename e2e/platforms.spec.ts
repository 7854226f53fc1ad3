/** One image for three platforms: an index, of which any tool takes the platform that it wants. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createWorkspace,
  describeImages,
  itPushes,
  must,
  startRegistry,
  temporaryFolder,
  unpack,
  type Image,
  type Workspace,
} from './support';
import { expectHealthy, expectImage, expectStops, startImage } from './support/expect';
import { goFunction, httpHandle } from './support/functions';
import { MEDIA_TYPES } from './support/image';

interface Program {
  /** `e_machine` and class of the program: elf(5). */
  readonly machine: number;
  readonly bits: number;
  /** What Go writes into it about the variant. */
  readonly setting: string;
}

const PLATFORMS: readonly [string, Program][] = [
  ['linux/amd64', { machine: 62, bits: 64, setting: 'GOAMD64=v1' }],
  ['linux/arm64', { machine: 183, bits: 64, setting: 'GOARM64=v8.0' }],
  ['linux/arm/v7', { machine: 40, bits: 32, setting: 'GOARM=7' }],
];
const NAMES = PLATFORMS.map(([name]) => name);
const OWN = process.arch === 'x64' ? 'amd64' : process.arch;

describeImages('three platforms', () => {
  let workspace: Workspace;
  let layout: string;
  let image: Image;

  beforeAll(async () => {
    workspace = await createWorkspace({
      files: goFunction('many', httpHandle('runtime.GOARCH', ['runtime'])),
    });
    const platforms = `--platforms=${NAMES.join(',')}`;
    const { output } = await workspace.mustNx(['run', 'many:containerize', platforms]);
    expect(output).toContain(NAMES.join(', '));
    layout = workspace.path('many/.func/build/oci');
    image = await expectImage(layout);
  });

  it('are one index', () => {
    expect(image.root.mediaType).toBe(MEDIA_TYPES.index);
    expect(image.root.platform).toBeUndefined();
    expect(image.platforms.map(({ descriptor }) => descriptor.platform)).toEqual([
      { architecture: 'amd64', os: 'linux' },
      { architecture: 'arm64', os: 'linux' },
      { architecture: 'arm', os: 'linux', variant: 'v7' },
    ]);
    expect(image.platforms.map(({ platform }) => platform)).toEqual(NAMES);
  });

  it('share all layers but the program', () => {
    const layers = image.platforms.map(({ manifest }) => manifest.layers.map((one) => one.digest));
    const [shared] = layers;
    expect(layers.map((digests) => digests.slice(0, 2))).toEqual(
      NAMES.map(() => shared?.slice(0, 2)),
    );
    expect(layers.map((digests) => digests.length)).toEqual([3, 3, 3]);
    expect(new Set(layers.flat()).size).toBe(2 + NAMES.length);
  });

  it.each(PLATFORMS)('%s is copied alone, with its own program', async (name, expected) => {
    const tree = await unpack(layout, name);
    expect(tree.manifestDigest).toBe(image.platform(name).descriptor.digest);
    const program = tree.read('/func/f');
    expect(program.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect(program.readUInt16LE(18)).toBe(expected.machine);
    expect(program[4] === 2 ? 64 : 32).toBe(expected.bits);
    const file = join(temporaryFolder(), 'f');
    writeFileSync(file, program);
    const settings = (await must(['go', 'version', '-m', file])).stdout;
    expect(settings).toContain(expected.setting);
    expect(settings).toContain('CGO_ENABLED=0');
    expect(settings).not.toContain('vcs.');
    // -trimpath: no path of this machine.
    expect(program.includes(workspace.root)).toBe(false);
  });

  it('run on this machine', async () => {
    const container = await startImage(layout, { platform: `linux/${OWN}` });
    expect(await container.get('/')).toMatchObject({ status: 200, body: OWN });
    await expectHealthy(container);
    await expectStops(container);
  });

  itPushes('are pushed as they are', async () => {
    const registry = await startRegistry();
    expect(await registry.push(layout, 'team/many:v1')).toBe(image.digest);
    await registry.validate('team/many:v1');
  });
});
