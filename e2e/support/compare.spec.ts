import { join } from 'node:path';
import { temporaryFolder } from './cleanup';
import { expectSameImage, explainDifference } from './compare';
import { writeSampleImage, type SampleEntry, type SampleImage } from './sample-image';

const FILE: SampleEntry = { name: 'func/a.txt', mode: 0o644, content: 'one' };
const SAMPLE: SampleImage = { layers: [[{ name: 'base', content: 'base' }], [FILE]] };

/** What is said of the sample and a change of it. */
async function difference(change: Partial<SampleImage>): Promise<string[]> {
  const folder = temporaryFolder();
  await writeSampleImage(join(folder, 'a'), SAMPLE);
  await writeSampleImage(join(folder, 'b'), { ...SAMPLE, ...change });
  return explainDifference(join(folder, 'a'), join(folder, 'b'));
}

async function entryDifference(...entries: SampleEntry[]): Promise<string[]> {
  return difference({ layers: [SAMPLE.layers[0]!, entries] });
}

const LAYER = 'linux/amd64: layer 1 (sample layer 1)';

describe('explainDifference', () => {
  it('is empty for images of one digest, whatever their names', async () => {
    expect(await difference({ name: 'another:latest' })).toEqual([]);
  });

  it('names the layer, the entry and what differs of it', async () => {
    expect(await entryDifference({ ...FILE, mode: 0o755, uid: 0 })).toEqual([
      `${LAYER}: func/a.txt: mode: "0644", "0755"`,
      `${LAYER}: func/a.txt: uid: 1000, 0`,
    ]);
    expect(await entryDifference({ ...FILE, mtime: new Date(7000) })).toEqual([
      `${LAYER}: func/a.txt: mtime: 0, 7`,
    ]);
    expect(await entryDifference({ ...FILE, content: 'two' })).toEqual([
      expect.stringMatching(/: func\/a\.txt: content: "[0-9a-f]{64}", "[0-9a-f]{64}"$/),
    ]);
  });

  it('names entries and layers that one image lacks', async () => {
    expect(await entryDifference(FILE, { name: 'func/b.txt', content: '' })).toEqual([
      `${LAYER}: func/b.txt: only in the second image`,
    ]);
    expect(await difference({ layers: [SAMPLE.layers[0]!] })).toContain(
      `${LAYER}: only in the first image`,
    );
  });

  it('tells the order of entries, and bytes that no entry shows', async () => {
    const other: SampleEntry = { name: 'func/b.txt', content: '' };
    const folder = temporaryFolder();
    await writeSampleImage(join(folder, 'a'), { layers: [[FILE, other]] });
    await writeSampleImage(join(folder, 'b'), { layers: [[other, FILE]] });
    expect(await explainDifference(join(folder, 'a'), join(folder, 'b'))).toEqual([
      'linux/amd64: layer 0 (sample layer 0): the same entries in another order',
    ]);
  });

  it('names the key of the config', async () => {
    expect(await difference({ config: { Env: ['A=1'] } })).toEqual([
      'linux/amd64: config.config.Env: (absent), ["A=1"]',
    ]);
  });

  it('names the platform', async () => {
    const platforms = [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm', variant: 'v7' },
    ];
    expect(await difference({ platforms })).toEqual(['linux/arm/v7: only in the second image']);
  });
});

describe('expectSameImage', () => {
  it('throws with every difference', async () => {
    const folder = temporaryFolder();
    await writeSampleImage(join(folder, 'a'), SAMPLE);
    await writeSampleImage(join(folder, 'b'), { ...SAMPLE, config: { User: '1000:1000' } });
    await expectSameImage(join(folder, 'a'), join(folder, 'a'));
    await expect(expectSameImage(join(folder, 'a'), join(folder, 'b'))).rejects.toThrow(
      'config.config.User: (absent), "1000:1000"',
    );
  });
});
