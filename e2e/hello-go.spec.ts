/** The README's first command, in a clone of this repository: the plugin runs from its source. */
import { describeImages, startContainer, unpack, type Workspace } from './support';
import { cloneRepository } from './support/clone';
import { expectHealthy, expectImage, expectStops } from './support/expect';

const LAYOUT = 'examples/hello-go/.func/build/oci';

describeImages('hello-go', () => {
  let clone: Workspace;

  beforeAll(async () => {
    clone = await cloneRepository();
    expect(clone.read('README.md')).toContain('npm ci && npx nx run hello-go:containerize');
    const { cached, output } = await clone.mustNx(['run', 'hello-go:containerize']);
    expect(cached).toBe(false);
    expect(output).toMatch(
      /hello-go:latest sha256:[0-9a-f]{64} · linux\/\w+ · [\d.]+ MB · [\d.]+ s/,
    );
  });

  it('is an image that outside tools accept', async () => {
    const image = await expectImage(clone.path(LAYOUT));
    expect(image.name).toBe('hello-go:latest');
    const { config, layers } = image.platform();
    expect(config.created).toBe('1970-01-01T00:00:00Z');
    expect(config.config).toEqual({
      User: '1000:1000',
      ExposedPorts: { '8080/tcp': {} },
      Env: ['FUNC_CREATED=1970-01-01T00:00:00Z', 'GREETING=Hello', 'LISTEN_ADDRESS=[::]:8080'],
      Cmd: ['/func/f'],
      WorkingDir: '/func/',
      Labels: { 'middleware-version': 'v0.22.0' },
      StopSignal: 'SIGTERM',
    });
    expect(layers.map(({ createdBy }) => createdBy)).toEqual([
      'nx-func: data',
      'nx-func: certificates',
      'nx-func: go',
    ]);
  });

  it('holds these files, and no others', async () => {
    const tree = await unpack(clone.path(LAYOUT));
    // The folders of the certificates are in no layer: umoci makes them, as root.
    const listing = tree.listing().filter((line) => !/ \/etc\/([^.]*\/)?$/.test(line));
    expect(listing).toEqual([
      '0644 1000:1000 /etc/pki/tls/certs/ca-certificates.crt',
      '0644 1000:1000 /etc/ssl/certs/ca-certificates.crt',
      '0755 1000:1000 /func/',
      '0755 1000:1000 /func/f',
      '0644 1000:1000 /func/func.yaml',
      '0644 1000:1000 /func/go.mod',
      '0644 1000:1000 /func/handle.go',
      '1777 1000:1000 /tmp/',
    ]);
    const times = tree.entries.filter(({ type }) => type === 'file').map(({ mtime }) => mtime);
    expect(new Set(times)).toEqual(new Set([0]));
    expect(tree.read('/func/handle.go').toString()).toBe(clone.read('examples/hello-go/handle.go'));
  });

  it('runs, answers and stops', async () => {
    const container = await startContainer(await unpack(clone.path(LAYOUT)));
    expect(await container.get('/')).toMatchObject({ status: 200, body: 'Hello, world!\n' });
    expect(await container.get('/?name=Nx')).toMatchObject({ status: 200, body: 'Hello, Nx!\n' });
    await expectHealthy(container);
    await expectStops(container);
  });

  it('is made once, and leaves the repository as it was', async () => {
    const { digest } = clone.image('examples/hello-go');
    const again = await clone.mustNx(['run', 'hello-go:containerize']);
    expect(again.cached).toBe(true);
    expect(clone.image('examples/hello-go').digest).toBe(digest);
    expect((await clone.run(['git', 'status', '--porcelain'])).stdout).toBe('');
  });
});
