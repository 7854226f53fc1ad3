/** The same stream has the same gzip, whatever the version of Node, the engine and the number of cores. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { must, temporaryFolder } from './support';
import { REPOSITORY } from './support/package';
import { runScript } from './support/packed';
import { isCi } from './support/tools';

/** One of each major version that the plugin is for. */
const VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0'];
const NAME = `node-${process.platform}-${process.arch}`;

/** Digests of streams that nothing but a change of the definition may change. */
const GOLDEN = {
  nothing: 'ac73670af3abed54ac6fb4695131f4099be9fbe39d6076c5d0264a6bbdae9d83',
  'text of five blocks': '58725f9ec2891637f2cc9caf98109e7b47593f3601d0973296930cf098a9b76b',
  'noise of three blocks': 'b8e79a67fda3c76ede5bd12439bc3caba1609bd1f57926701f20e9f757d3bb0e',
  'a flush at 16 KiB': '2bea419b1a0397ddff5baee848217f8af6f77952b30b939a489f793d89ce7c9e',
};

interface Engines {
  readonly version: string;
  readonly agrees: boolean;
  readonly digests: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Kept from run to run, where somebody has put it: nothing is downloaded unasked. */
const keptNode = (version: string): string => nodeIn(join(REPOSITORY, 'tmp', 'node', version));

function nodeIn(folder: string): string {
  return join(folder, 'node_modules', NAME, 'bin', 'node');
}

async function nodeOf(version: string): Promise<string> {
  if (process.version === `v${version}`) return process.execPath;
  if (existsSync(keptNode(version))) return keptNode(version);
  const folder = temporaryFolder('node');
  const npm = ['npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await must([...npm, '--prefix', folder, `${NAME}@${version}`], { cwd: folder });
  return nodeIn(folder);
}

function isHere(version: string): boolean {
  return isCi() || process.version === `v${version}` || existsSync(keptNode(version));
}

const results: Engines[] = [];

for (const version of VERSIONS) {
  const test = isHere(version) ? it : it.skip;
  const note = isHere(version)
    ? ''
    : ` (not run: npm install --prefix tmp/node/${version} ${NAME}@${version}, or CI=true)`;
  test(`Node ${version} writes the same bytes with every engine${note}`, async () => {
    const result = await runScript<Engines>('engines.mjs', [], await nodeOf(version));
    results.push(result);
    expect(result.version).toBe(`v${version}`);
    expect(result.agrees).toBe(true);
    const [first, ...others] = Object.values(result.digests);
    expect(others).toHaveLength(4);
    expect(Object.keys(first ?? {})).toHaveLength(11);
    expect(first).toMatchObject(GOLDEN);
    for (const other of others) expect(other).toEqual(first);
  });
}

it('they all write the bytes of the Node that runs this', async () => {
  const own = await runScript<Engines>('engines.mjs');
  expect(Object.values(own.digests)[0]).toMatchObject(GOLDEN);
  for (const { digests } of results) expect(digests).toEqual(own.digests);
});
