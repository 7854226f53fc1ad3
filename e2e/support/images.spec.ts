/** The judges of images, tried on images made by hand: good ones pass, and each defect is found. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  describeImages,
  itPushes,
  must,
  readImage,
  startContainer,
  startRegistry,
  temporaryFolder,
  unpack,
  validate,
} from '.';
import { writeSampleImage } from './sample-image';

const SERVER = `package main

import ("fmt"; "io"; "net/http"; "os"; "os/signal"; "syscall")

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %s uid=%d %s", r.Method, r.Header.Get("X-Story"), body, os.Getuid(), os.Getenv("LISTEN_ADDRESS"))
	})
	go http.ListenAndServe(os.Getenv("LISTEN_ADDRESS"), nil)
	fmt.Println("started")
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	<-stop
	os.Exit(7)
}
`;

const CONFIG = {
  User: '1000:1000',
  Cmd: ['/func/f'],
  Env: ['LISTEN_ADDRESS=[::]:8080'],
  WorkingDir: '/func/',
  StopSignal: 'SIGTERM',
};

async function compileServer(): Promise<Buffer> {
  const folder = temporaryFolder('server');
  writeFileSync(join(folder, 'main.go'), SERVER);
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOFLAGS: '' };
  await must(['go', 'build', '-o', 'f', 'main.go'], { cwd: folder, env });
  return readFileSync(join(folder, 'f'));
}

describeImages('one platform', () => {
  let layout: string;

  beforeAll(async () => {
    layout = join(temporaryFolder('layout'), 'oci');
    const folders = [{ name: 'tmp/', type: 'directory', mode: 0o1777, uid: 0, gid: 0 }] as const;
    const files = [
      { name: 'func/', type: 'directory', mode: 0o755 },
      { name: 'func/f', mode: 0o755, content: await compileServer() },
      { name: 'func/link', type: 'symlink', linkname: 'f' },
    ] as const;
    await writeSampleImage(layout, { layers: [folders, files], config: CONFIG });
  });

  it('is valid, and is what was put in', async () => {
    expect(await validate(layout)).toEqual([]);
    expect((await unpack(layout)).listing()).toEqual([
      '0755 1000:1000 /func/',
      '0755 1000:1000 /func/f',
      '0777 1000:1000 /func/link -> f',
      '1777 0:0 /tmp/',
    ]);
  });

  it('runs, answers and stops', async () => {
    const container = await startContainer(await unpack(layout), { env: { EXTRA: '1' } });
    const answer = await container.post('/x', 'data', { 'x-story': 'yes' });
    expect(answer).toMatchObject({ status: 200, body: 'POST yes data uid=1000 [::]:8080' });
    expect((await container.get('/')).body).toContain('GET');
    expect(container.logs()).toBe('started\n');
    const { seconds, exitCode } = await container.stop();
    expect(exitCode).toBe(7);
    expect(seconds).toBeLessThan(2);
  });

  it('listens where its environment says', async () => {
    const env = { LISTEN_ADDRESS: '127.0.0.1:9090' };
    const container = await startContainer(await unpack(layout), { env });
    expect((await container.get('/')).body).toContain('127.0.0.1:9090');
  });

  it('fails with the logs where the command ends', async () => {
    const broken = join(temporaryFolder(), 'oci');
    await writeSampleImage(broken, { layers: [[{ name: 'x', content: '' }]], config: CONFIG });
    await expect(startContainer(await unpack(broken))).rejects.toThrow(
      /container ended.*\/func\/f/s,
    );
  });

  itPushes('is pushed and read back under its digest', async () => {
    const registry = await startRegistry();
    expect(await registry.push(layout, 'team/sample:v1')).toBe(readImage(layout).digest);
    await registry.validate('team/sample:v1');
  });
});

describeImages('several platforms', () => {
  it('are unpacked one by one', async () => {
    const layout = join(temporaryFolder(), 'oci');
    const platforms = [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm64' },
      { os: 'linux', architecture: 'arm', variant: 'v7' },
    ];
    await writeSampleImage(layout, { platforms, layers: [[{ name: 'x', content: 'x' }]] });
    expect(await validate(layout)).toEqual([]);
    for (const name of ['linux/amd64', 'linux/arm64', 'linux/arm/v7']) {
      const tree = await unpack(layout, name);
      expect(tree.files()).toEqual(['/x']);
      expect(tree.manifestDigest).toBe(readImage(layout).platform(name).descriptor.digest);
    }
  });
});

describeImages('validate', () => {
  const defects: [string, (layout: string, change: Change) => void, RegExp][] = [
    [
      'a descriptor without mediaType',
      (_, change) => {
        change('index.json', (text) => text.replace(/"mediaType":"[^"]*manifest[^"]*",/, ''));
      },
      /index.json: .*mediaType/,
    ],
    [
      'another version of the layout',
      (_, change) => {
        change('oci-layout', (text) => text.replace('1.0.0', '2.0.0'));
      },
      /oci-layout: /,
    ],
    [
      'a wrong size',
      (_, change) => {
        change('index.json', (text) => text.replace(/"size":/, '"size":1'));
      },
      /size of sha256:/,
    ],
    [
      'a blob of other bytes',
      (layout, change) => {
        const [layer] = readImage(layout).platform().manifest.layers;
        change(`blobs/sha256/${layer!.digest.slice(7)}`, (text) => `${text}x`);
      },
      /digest of a blob/,
    ],
    [
      'a file that nothing refers to',
      (layout) => {
        writeFileSync(join(layout, 'blobs', 'sha256', 'a'.repeat(64)), '');
      },
      /aaa: nothing refers to it/,
    ],
  ];
  type Change = (file: string, edit: (text: string) => string) => void;

  it.each(defects)('finds %s', async (_, damage, expected) => {
    const layout = join(temporaryFolder(), 'oci');
    await writeSampleImage(layout, { layers: [[{ name: 'x', content: 'x' }]] });
    damage(layout, (file, edit) => {
      const path = join(layout, file);
      writeFileSync(path, edit(readFileSync(path, 'latin1')), 'latin1');
    });
    expect((await validate(layout)).join('\n')).toMatch(expected);
  });

  it('finds wrong diff_ids, history and platform', async () => {
    const layout = join(temporaryFolder(), 'oci');
    await writeSampleImage(layout, {
      layers: [[{ name: 'x', content: 'x' }]],
      overrides: {
        rootfs: { type: 'layers', diff_ids: [`sha256:${'0'.repeat(64)}`] },
        history: [],
        architecture: 'arm64',
      },
    });
    expect((await validate(layout)).map((line) => line.replace(/sha256:\w+/g, 'D'))).toEqual([
      'D: platform is linux/amd64, not linux/arm64',
      'D: number of history lines is 0, not 1',
      'D: layer 0: diff_id is D, not D',
    ]);
  });
});
