import type { FunctionFile } from './function/func-yaml';
import { parseFunction } from './function/func-yaml';
import type { ContainerConfig } from './image/config';
import { Layout } from './image/layout';
import { parsePlatform } from './image/platform';
import { buildImages, sourceDate } from './image-build';
import type { LanguageBuilder } from './language/language-builder';
import type { LayerContent } from './layer/layer';
import { Lines, jobOf, refusal } from './workspace/testing/build';
import { TempWorkspace } from './workspace/testing/temp-workspace';

let workspace: TempWorkspace;
let log: Lines;

beforeEach(() => {
  workspace = new TempWorkspace({ 'fn/handle.txt': 'data' });
  log = new Lines();
});

afterEach(() => {
  workspace.remove();
});

function layer(title: string): LayerContent {
  return { title, entries: [{ kind: 'file', name: title, content: Buffer.from(title) }] };
}

/** A language of which everything is known. */
function language(more: Partial<LanguageBuilder> = {}): LanguageBuilder {
  return {
    baseImage: () => undefined,
    sharedLayers: () => Promise.resolve([layer('shared'), { title: 'empty', entries: [] }]),
    platformLayers: (_, { architecture }) =>
      Promise.resolve({ layers: [layer(`for-${architecture}`)], labels: { known: 'yes' } }),
    configure: (config, _, { architecture }) => ({ ...config, Cmd: [architecture] }),
    ...more,
  };
}

async function build(builder: LanguageBuilder, file = 'runtime: go\n', more = {}) {
  const layout = new Layout(workspace.path('oci'), workspace.path('staging'), 'oci');
  await layout.open();
  const spec: FunctionFile = parseFunction(Buffer.from(file), 'fn/func.yaml');
  const platforms = ['linux/amd64', 'linux/arm/v7'].map(parsePlatform);
  const job = { ...jobOf(workspace, 'fn', { log, ...more }), function: spec, platforms };
  const images = await buildImages(
    { ...job, scratch: workspace.path('scratch'), steps: [] },
    builder,
    layout,
  );
  const [first] = images;
  await layout.commit(first!.manifest, {}, () => Promise.resolve());
  const read = (digest: string): unknown =>
    JSON.parse(workspace.read(`oci/blobs/${digest.replace(':', '/')}`));
  return images.map(({ config }) => read(config.digest) as ImageConfig);
}

interface ImageConfig {
  readonly architecture: string;
  readonly variant?: string;
  readonly config: ContainerConfig;
  readonly rootfs: { readonly diff_ids: readonly string[] };
  readonly history: readonly { readonly created_by: string }[];
}

describe('buildImages', () => {
  it('lays shared layers below those of the platform, and leaves out empty ones', async () => {
    const images = await build(language());
    expect(images.map(({ history }) => history.map((line) => line.created_by))).toEqual([
      ['nx-func: data', 'nx-func: certificates', 'nx-func: shared', 'nx-func: for-amd64'],
      ['nx-func: data', 'nx-func: certificates', 'nx-func: shared', 'nx-func: for-arm'],
    ]);
    const [amd64, arm] = images.map(({ rootfs }) => rootfs.diff_ids);
    expect(amd64).toHaveLength(4);
    expect(amd64?.slice(0, 3)).toEqual(arm?.slice(0, 3));
    expect(amd64?.[3]).not.toBe(arm?.[3]);
  });

  it('lets the language configure each platform', async () => {
    const images = await build(language());
    expect(
      images.map(({ architecture, variant, config }) => [architecture, variant, config.Cmd]),
    ).toEqual([
      ['amd64', undefined, ['amd64']],
      ['arm', 'v7', ['arm']],
    ]);
  });

  it('has the labels of the language and those that a user sets', async () => {
    const [image] = await build(language(), undefined, { labels: { mine: '' } });
    expect(image?.config.Labels).toEqual({ known: 'yes', mine: '' });
    const platformLayers = () => Promise.resolve({ layers: [], labels: {} });
    const [bare] = await build(language({ platformLayers }));
    expect(bare?.config).not.toHaveProperty('Labels');
    expect(bare?.config).not.toHaveProperty('Volumes');
  });

  it('lets a variable of func.yaml overrule one of the builder, in its place', async () => {
    const envs = 'run:\n  envs:\n    - { name: FUNC_CREATED, value: mine }\n';
    const [image] = await build(language(), `runtime: go\n${envs}`, { env: { Z: 'a=b\nc' } });
    expect(image?.config.Env).toEqual(['FUNC_CREATED=mine', 'Z=a=b\nc']);
  });

  it('tells each entry and each layer under verbose', async () => {
    await build(language());
    expect(log.details).toContain('data: /func/handle.txt 4 B');
    expect(log.details).toContain('certificates: /tmp/ 0 B');
    expect(log.details).toEqual(
      expect.arrayContaining([expect.stringMatching(/^shared: sha256:[0-9a-f]{64} \d+ B$/)]),
    );
    expect([log.told, log.warned]).toEqual([[], []]);
  });

  it('ends what else is at work when one platform fails, and throws that failure', async () => {
    const ended: string[] = [];
    const builder = language({
      platformLayers: (job, { architecture }) =>
        new Promise((_, reject) => {
          if (architecture === 'arm') {
            setTimeout(() => {
              reject(new RangeError('broken'));
            }, 20);
            return;
          }
          job.signal.addEventListener('abort', () => {
            ended.push(architecture);
            reject(job.signal.reason as Error);
          });
        }),
    });
    await expect(build(builder)).rejects.toThrow('broken');
    expect(ended).toEqual(['amd64']);
  }, 10_000);

  it('makes no layer once the build is ended', async () => {
    const signal = AbortSignal.abort(new RangeError('ended'));
    await expect(build(language(), undefined, { signal })).rejects.toThrow('ended');
  });
});

describe('sourceDate', () => {
  it.each([
    [undefined, 0],
    ['', 0],
    ['0', 0],
    ['86400', 86_400],
    ['2147483647', 2_147_483_647],
  ])('reads %j as %d', (text, seconds) => {
    expect(sourceDate({ SOURCE_DATE_EPOCH: text })).toBe(seconds);
  });

  it.each(['2147483648', '-1', '1.5', '1e3', ' 1', '0x10', 'today', '1\n'])(
    'refuses %j',
    async (text) => {
      const message = await refusal(() => sourceDate({ SOURCE_DATE_EPOCH: text }));
      expect(message).toContain(`SOURCE_DATE_EPOCH: ${JSON.stringify(text)} is not a time`);
    },
  );
});
