import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from './testing/temporary-folder';

const folder = temporaryFolder();
const USAGE = `nx-func store           shows where the blob store is, and what is in it
nx-func store --clear   empties it
`;

/**
 * What the command prints, to standard output and to standard error, and its exit code. Its whole
 * environment is given: in Jest a child inherits the real one, and with it the store of whoever runs this.
 */
async function nxFunc(...args: readonly string[]): Promise<[string, string, number]> {
  const child = spawn(
    process.execPath,
    ['--require', '@swc-node/register', join(__dirname, 'cli.ts'), ...args],
    {
      cwd: join(__dirname, '..'),
      env: { PATH: process.env['PATH'], NX_FUNC_CACHE: folder('store') },
    },
  );
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return [output, errors, code];
}

/** Two blobs, and what belongs to somebody else. */
function fill(): void {
  mkdirSync(folder('store/v1/blobs'), { recursive: true });
  mkdirSync(folder('store/tmp'));
  chmodSync(folder('store'), 0o700);
  writeFileSync(folder('store/v1/blobs/one'), Buffer.alloc(1_500_000));
  writeFileSync(folder('store/v1/blobs/two'), Buffer.alloc(2_000_000));
  writeFileSync(folder('store/tmp/half'), 'x');
  writeFileSync(folder('store/mine'), 'x');
}

describe('nx-func', () => {
  it.each([[[]], [['--help']], [['store', '--help']]])('%j says how it is used', async (args) => {
    expect(await nxFunc(...args)).toEqual([USAGE, '', 0]);
  });

  it.each([[['stores']], [['store', '--empty']], [['store', 'clear']], [['--clear']]])(
    '%j is refused, and does nothing',
    async (args) => {
      fill();
      expect(await nxFunc(...args)).toEqual(['', USAGE, 1]);
      expect(readdirSync(folder('store/v1/blobs'))).toEqual(['one', 'two']);
    },
  );

  it('store says where it is, and what is in it', async () => {
    fill();
    expect(await nxFunc('store')).toEqual([`${folder('store')}: 2 blobs, 3.5 MB\n`, '', 0]);
    expect(readdirSync(folder('store/v1/blobs'))).toEqual(['one', 'two']);
  });

  it('store --clear empties it, and leaves what is not its own', async () => {
    fill();
    const says = `${folder('store')}: 2 blobs, 3.5 MB\nfreed 3.5 MB\n`;
    expect(await nxFunc('store', '--clear')).toEqual([says, '', 0]);
    expect(readdirSync(folder('store'))).toEqual(['mine']);
    const empty = `${folder('store')}: 0 blobs, 0.0 MB\nfreed 0.0 MB\n`;
    expect(await nxFunc('store', '--clear')).toEqual([empty, '', 0]);
  });

  it('store says so where there is none that is safe', async () => {
    fill();
    chmodSync(folder('store'), 0o777);
    const says =
      `warning: ${folder('store')}: not used as the blob store: other users may write to it\n` +
      'there is no blob store: set NX_FUNC_CACHE to a folder of your own\n';
    expect(await nxFunc('store', '--clear')).toEqual(['', says, 1]);
    expect(existsSync(folder('store/v1/blobs/one'))).toBe(true);
  });
});
