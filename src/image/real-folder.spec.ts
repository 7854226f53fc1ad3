import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { UserError } from '../errors';
import { refusal } from '../testing/collect';
import { temporaryFolder } from '../testing/temporary-folder';
import { realFolder } from './real-folder';

const folder = temporaryFolder();

describe('realFolder', () => {
  const refused = (...parts: string[]): Promise<string> =>
    refusal(() => realFolder(folder(), parts, 'apps/fn'), UserError);

  it('makes the folders, and takes those that are there', async () => {
    await expect(realFolder(folder(), ['a', 'b'], 'apps/fn')).resolves.toBe(folder('a/b'));
    writeFileSync(folder('a/b/kept'), '');
    await expect(realFolder(folder(), ['a', 'b'], 'apps/fn')).resolves.toBe(folder('a/b'));
    expect(readdirSync(folder('a/b'))).toEqual(['kept']);
  });

  const MESSAGE = `this must be a folder, not a link or a file
  Remove it: builds write there, and would write to another place through a link.`;

  it('refuses a link to a folder, at the end and on the way', async () => {
    mkdirSync(folder('other/c'), { recursive: true });
    symlinkSync(folder('other'), folder('link'));
    symlinkSync('link', folder('relative'));
    expect(await refused('link')).toBe(`apps/fn/link: ${MESSAGE}`);
    expect(await refused('relative')).toBe(`apps/fn/relative: ${MESSAGE}`);
    expect(await refused('link', 'c')).toBe(`apps/fn/link: ${MESSAGE}`);
    expect(await refused('link', 'new')).toBe(`apps/fn/link: ${MESSAGE}`);
    expect(readdirSync(folder('other'))).toEqual(['c']);
  });

  it('refuses a link to nothing, and a file', async () => {
    symlinkSync('nowhere', folder('dangling'));
    writeFileSync(folder('file'), '');
    expect(await refused('dangling')).toBe(`apps/fn/dangling: ${MESSAGE}`);
    expect(await refused('file')).toBe(`apps/fn/file: ${MESSAGE}`);
    expect(existsSync(folder('nowhere'))).toBe(false);
  });

  it('says why there can be no folder', async () => {
    const message = await refusal(() => realFolder(folder('gone'), ['a'], 'apps/fn'), UserError);
    expect(message).toMatch(/^apps\/fn\/a: cannot make the folder: the file is gone\n/);
    expect(await refused('x'.repeat(256))).toMatch(/: the name is too long for this file system\n/);
  });
});
