import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { UserError } from '../errors';
import { refusal } from '../testing/collect';
import { makePipe } from '../testing/programs';
import { temporaryFolder } from '../testing/temporary-folder';
import { MediaType } from './descriptor';
import { digestOf } from './digest';
import { Layout } from './layout';

const folder = temporaryFolder();

const SHOWN = 'fn/.func/build/oci';

function layout(): Layout {
  return new Layout(folder('oci'), folder('staging'), SHOWN);
}

describe('root', () => {
  const DIGEST = digestOf('a');
  const descriptor = { mediaType: MediaType.manifest, digest: DIGEST, size: 1 };
  const indexOf = (first: unknown): string => JSON.stringify({ manifests: [first] });

  async function refused(): Promise<string> {
    return refusal(() => layout().root(), UserError);
  }

  beforeEach(() => {
    mkdirSync(folder('oci'));
  });

  it('is nothing where there is no index', async () => {
    await expect(layout().root()).resolves.toBeUndefined();
  });

  it('is what the first descriptor says, and no more of it', async () => {
    const more = { ...descriptor, annotations: { a: 'b' }, urls: ['http://x'] };
    writeFileSync(folder('oci/index.json'), indexOf(more));
    await expect(layout().root()).resolves.toEqual(descriptor);
  });

  it.each([
    ['no JSON', '{', /JSON/],
    ['an empty file', '', /JSON/],
    ['null', 'null', 'it lists no image'],
    ['a list', '[]', 'it lists no image'],
    ['no manifests', '{}', 'it lists no image'],
    ['manifests that are no list', '{"manifests":{"0":{}}}', 'it lists no image'],
    ['no manifest', '{"manifests":[]}', 'it lists no image'],
    ['null for a manifest', indexOf(null), 'it lists no image'],
    ['no media type', indexOf({ ...descriptor, mediaType: 1 }), 'lacks a media type or a size'],
    ['no size', indexOf({ ...descriptor, size: '1' }), 'lacks a media type or a size'],
    ['a size below 0', indexOf({ ...descriptor, size: -1 }), 'lacks a media type or a size'],
    ['no digest', indexOf({ ...descriptor, digest: undefined }), 'undefined is not a digest'],
    [
      'a digest that is a path',
      indexOf({ ...descriptor, digest: 'sha256:../../x' }),
      '"sha256:../../x" is not a digest: it must be "sha256:" and 64 hex digits',
    ],
  ])('refuses %s', async (_, text, message) => {
    writeFileSync(folder('oci/index.json'), text);
    const told = await refused();
    expect(told).toMatch(message);
    expect(told).toMatch(/^fn\/.func\/build\/oci\/index.json: the image of before is broken: /);
    expect(told).toContain(`\n  Remove ${SHOWN} and build again; if it came out of a cache, `);
  });

  it('refuses a link', async () => {
    writeFileSync(folder('real.json'), indexOf(descriptor));
    symlinkSync(folder('real.json'), folder('oci/index.json'));
    expect(await refused()).toContain('the image of before is broken: it is not a file');
  });

  it('refuses a folder', async () => {
    mkdirSync(folder('oci/index.json'));
    expect(await refused()).toContain('the image of before is broken: it is not a file');
  });

  it('refuses a pipe, and does not wait for its other end', async () => {
    const close = makePipe(folder('oci/index.json'));
    const start = performance.now();
    const told = await refused().finally(close);
    expect(told).toContain('the image of before is broken: it is not a file');
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('does not read more than a plugin would write', async () => {
    const file = openSync(folder('oci/index.json'), 'w');
    ftruncateSync(file, (16 << 20) + 1);
    closeSync(file);
    expect(await refused()).toContain('the image of before is broken: it is larger than 16 MiB');
  });
});
