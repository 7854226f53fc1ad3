import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { containerize } from './containerize';
import { jobOf, refusal } from './workspace/testing/build';
import { ImageReader } from './workspace/testing/image';
import { writeProgram } from './workspace/testing/programs';
import { TempWorkspace } from './workspace/testing/temp-workspace';

let workspace: TempWorkspace;
let image: ImageReader;

beforeEach(() => {
  workspace = new TempWorkspace();
  writeProgram(workspace);
  image = new ImageReader(workspace.path('fn'));
});

afterEach(() => {
  workspace.remove();
});

const build = (more: Parameters<typeof jobOf>[2] = {}): ReturnType<typeof containerize> =>
  containerize(jobOf(workspace, 'fn', more));

function func(...lines: string[]): void {
  workspace.write({ 'fn/func.yaml': ['name: hello', 'runtime: go', ...lines, ''].join('\n') });
}

function metadata(): Record<string, unknown> {
  return JSON.parse(workspace.read('fn/.func/build/metadata.json')) as Record<string, unknown>;
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const INDEX = 'application/vnd.oci.image.index.v1+json';

describe('containerize, the config', () => {
  it('has what func.yaml, the options and the builder say', async () => {
    func(
      'run:',
      '  envs:',
      '    - { name: FIRST, value: one }',
      '    - { name: OVERRULED, value: by func.yaml }',
      '    - { name: AT_DEPLOY, value: "{{ secret:s:k }}" }',
      '    - { name: LOCAL, value: "{{ env:HOME }}" }',
      '  volumes:',
      '    - { path: /z, secret: s }',
      '    - { path: /a, emptyDir: {} }',
    );
    await build({
      env: { ADDED: 'by an option', OVERRULED: 'by an option' },
      labels: { z: '1', a: '2', 'middleware-version': 'mine' },
      revision: { version: 'v1.2.3', commit: 'abcdef0-dirty' },
      environment: { ...process.env, SOURCE_DATE_EPOCH: '86400' },
    });
    const { config, created } = image.config();
    expect(created).toBe('1970-01-02T00:00:00Z');
    expect(config).toEqual({
      User: '1000:1000',
      ExposedPorts: { '8080/tcp': {} },
      Env: [
        'FUNC_CREATED=1970-01-02T00:00:00Z',
        'FUNC_VERSION=v1.2.3',
        'FIRST=one',
        'OVERRULED=by an option',
        'ADDED=by an option',
        'LISTEN_ADDRESS=[::]:8080',
      ],
      Cmd: ['/func/f'],
      Volumes: { '/a': {}, '/z': {} },
      WorkingDir: '/func/',
      Labels: {
        a: '2',
        'middleware-version': 'mine',
        'org.opencontainers.image.revision': 'abcdef0-dirty',
        z: '1',
      },
      StopSignal: 'SIGTERM',
    });
    // Equal documents have equal bytes: the keys of a map are sorted.
    expect(Object.keys(config.Labels)[0]).toBe('a');
    expect(Object.keys(config.Volumes ?? {})).toEqual(['/a', '/z']);
  });

  it('says of each layer what it is and what it is made from', async () => {
    await build({ certificates: Buffer.from('certificates') });
    const { rootfs, history } = image.config();
    const layers = image.manifests[0]!.layers;
    const digests = layers.map(({ digest }) => {
      const tar = gunzipSync(image.blob(digest));
      return `sha256:${createHash('sha256').update(tar).digest('hex')}`;
    });
    expect(rootfs).toEqual({ type: 'layers', diff_ids: digests });
    expect(history).toEqual(
      ['data', 'certificates', 'go'].map((title) => ({
        created: '1970-01-01T00:00:00Z',
        created_by: `nx-func: ${title}`,
      })),
    );
  });
});

describe('containerize, the files', () => {
  it('are the function, the certificates and the program, all of one time and owner', async () => {
    workspace.write({ 'fn/static/page.html': '<p>', 'fn/run.sh': '#!/bin/sh\n' });
    await build({
      certificates: Buffer.from('certificates'),
      environment: { ...process.env, SOURCE_DATE_EPOCH: '86400' },
    });
    const files = await image.files();
    expect([...files.keys()].sort()).toEqual([
      'etc/pki/tls/certs/ca-certificates.crt',
      'etc/ssl/certs/ca-certificates.crt',
      'func/',
      'func/f',
      'func/func.yaml',
      'func/go.mod',
      'func/main.go',
      'func/run.sh',
      'func/static/',
      'func/static/page.html',
      'tmp/',
    ]);
    const modes = ['func/f', 'func/run.sh', 'func/main.go', 'tmp/'].map(
      (name) => files.get(name)?.mode,
    );
    expect(modes).toEqual([0o755, 0o755, 0o644, 0o1777]);
    for (const { uid, gid, mtime } of files.values()) {
      expect([uid, gid, mtime.getTime()]).toEqual([1000, 1000, 86_400_000]);
    }
    expect(files.get('func/f')?.content.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
  });
});

describe('containerize, the root', () => {
  it('is a manifest for one platform', async () => {
    const built = await build({ platforms: ['linux/amd64/v1'] });
    const { manifests, root } = image;
    expect(root.mediaType).toBe(MANIFEST);
    expect(root.annotations).toEqual({
      'io.containerd.image.name': 'hello:latest',
      'org.opencontainers.image.ref.name': 'hello:latest',
    });
    expect(metadata()).toEqual({
      'containerimage.config.digest': manifests[0]!.config.digest,
      'containerimage.descriptor': {
        mediaType: MANIFEST,
        digest: root.digest,
        size: image.blob(root.digest).length,
      },
      'containerimage.digest': root.digest,
      'image.name': 'hello:latest',
    });
    const blobs = workspace.list('fn/.func/build/oci/blobs/sha256');
    const size = blobs.reduce((sum, name) => sum + image.blob(`sha256:${name}`).length, 0);
    expect(built).toEqual({
      name: 'hello:latest',
      root: metadata()['containerimage.descriptor'],
      platforms: ['linux/amd64'],
      size,
    });
  });

  it('is an index for several, with shared layers once', async () => {
    const built = await build({ platforms: ['linux/amd64', 'linux/arm64'] });
    const { root, manifests } = image;
    expect(root.mediaType).toBe(INDEX);
    expect(built.platforms).toEqual(['linux/amd64', 'linux/arm64']);
    const index = JSON.parse(image.blob(root.digest).toString()) as Record<string, unknown>;
    expect(index).toMatchObject({
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [
        { mediaType: MANIFEST, platform: { architecture: 'amd64', os: 'linux' } },
        { mediaType: MANIFEST, platform: { architecture: 'arm64', os: 'linux' } },
      ],
    });
    expect(metadata()).not.toHaveProperty('containerimage.config.digest');
    expect(metadata()['containerimage.digest']).toBe(root.digest);
    const [amd64, arm64] = manifests.map(({ layers }) => layers.map(({ digest }) => digest));
    expect(amd64?.slice(0, 2)).toEqual(arm64?.slice(0, 2));
    expect(amd64?.[2]).not.toBe(arm64?.[2]);
    expect(image.config(1).architecture).toBe('arm64');
    const blobs = workspace.list('fn/.func/build/oci/blobs/sha256');
    const size = blobs.reduce((sum, name) => sum + image.blob(`sha256:${name}`).length, 0);
    expect(built.size).toBe(size);
  });
});

describe('containerize, again', () => {
  it('gives the digest of before, and the same bytes for the same files', async () => {
    const first = await build();
    expect(first).not.toHaveProperty('before');
    const files = workspace.list('fn/.func/build');
    const second = await build();
    expect(second.root).toEqual(first.root);
    expect(second.before).toBe(first.root.digest);
    expect(workspace.list('fn/.func/build')).toEqual(files);
  });

  it('replaces the image, and leaves no blob of the one before', async () => {
    const first = await build();
    const before = workspace.list('fn/.func/build/oci');
    workspace.write({ 'fn/data.txt': 'new' });
    const second = await build();
    expect(second.before).toBe(first.root.digest);
    expect(second.root.digest).not.toBe(first.root.digest);
    expect(image.root.digest).toBe(second.root.digest);
    expect(metadata()['containerimage.digest']).toBe(second.root.digest);
    expect(workspace.list('fn/.func/build/oci')).toHaveLength(before.length);
    expect(workspace.has('fn/.func/build/staging')).toBe(false);
  });
});

describe('containerize, the name', () => {
  it.each([
    ['registry: quay.io/alice', 'quay.io/alice/hello:latest'],
    ['image: quay.io/bob/other:v1', 'quay.io/bob/other:v1'],
  ])('follows %s', async (line, name) => {
    func(line);
    expect((await build()).name).toBe(name);
    expect(metadata()['image.name']).toBe(name);
  });

  it('is that of the folder, at the root of the workspace too', async () => {
    workspace.write({ 'fn/func.yaml': 'runtime: go\n' });
    expect((await build()).name).toBe('fn:latest');
    const root = { workspaceRoot: workspace.path('fn'), projectRoot: '.' };
    const job = { ...jobOf(workspace, 'fn'), ...root };
    expect((await containerize(job)).name).toBe('fn:latest');
  });

  it('cannot be that of a folder with other letters', async () => {
    writeProgram(workspace, 'My_Fn');
    workspace.write({ 'My_Fn/func.yaml': 'runtime: go\n' });
    const message = await refusal(() => containerize(jobOf(workspace, 'My_Fn')));
    expect(message).toContain('My_Fn/func.yaml: there is no name');
    workspace.write({ 'My_Fn/func.yaml': 'runtime: go\nname: mine\n' });
    expect((await containerize(jobOf(workspace, 'My_Fn'))).name).toBe('mine:latest');
  });
});
