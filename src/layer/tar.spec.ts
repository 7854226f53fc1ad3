import { truncateSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { collect, sha256 } from '../testing/collect';
import { itWith } from '../testing/programs';
import { temporaryFolder } from '../testing/temporary-folder';
import type { Entry } from './entry';
import { tar, type TarOptions } from './tar';
import { textLike } from './testing/content';
import { listWithPython, listWithTar } from './testing/tar-listing';

const folder = temporaryFolder();

function archive(entries: readonly Entry[], options: TarOptions = { mtime: 0 }): Promise<Buffer> {
  return collect(tar(entries, options));
}

const file = (name: string, content: string | Buffer = '', mode?: number): Entry => ({
  kind: 'file',
  name,
  content: Buffer.from(content),
  ...(mode !== undefined && { mode }),
});

function hostFile(name: string, content: Buffer): Entry {
  writeFileSync(folder(name), content);
  return { kind: 'file', name, content: { path: folder(name), shown: `fn/${name}` } };
}

const ELF = '\x7fELF\x02\x01\x01';

/** Not in their order: that is the work of tar. */
const ENTRIES: readonly Entry[] = [
  { kind: 'directory', name: 'tmp', mode: 0o1777 },
  file('func/run.sh', '#!/bin/sh\necho\n'),
  file('func/notes.txt', 'text\n'),
  { kind: 'link', name: 'func/link', target: '../func/notes.txt' },
  file('func/empty'),
  { kind: 'directory', name: 'func' },
  file('func/f', ELF),
  file('func-b', '#', 0o600),
  file('func/\u00fcn\u00efcode.txt', 'x'),
];

const SORTED = [
  ['func-b', 'file', 0o600, 1],
  ['func/', 'dir', 0o755, 0],
  ['func/empty', 'file', 0o644, 0],
  ['func/f', 'file', 0o755, 7],
  ['func/link', 'link', 0o777, 0],
  ['func/notes.txt', 'file', 0o644, 5],
  ['func/run.sh', 'file', 0o755, 15],
  ['func/\u00fcn\u00efcode.txt', 'file', 0o644, 1],
  ['tmp/', 'dir', 0o1777, 0],
] as const;

describe('tar', () => {
  // A digest that changes changes every image.
  it.each([
    [0, 'dfa57b4584f817390d5a4ee58eb91e7447e38a159349fa19bfbfad9649612c7f'],
    [1_700_000_000, '5640b18962b135aef56d49e38defc55c5614e2aeb7b60824107e2315b9989f9f'],
  ])('at time %d has its digest', async (mtime, digest) => {
    expect(sha256(await archive(ENTRIES, { mtime }))).toBe(digest);
  });

  it('does not depend on the order of what it is given', async () => {
    const expected = sha256(await archive(ENTRIES));
    const given = [...ENTRIES].reverse();
    expect(sha256(await archive(given))).toBe(expected);
    expect(given).toEqual([...ENTRIES].reverse());
    expect(sha256(await archive([...ENTRIES.slice(4), ...ENTRIES.slice(0, 4)]))).toBe(expected);
  });

  it('tells of each entry in its order, with its size', async () => {
    const told: [string, number][] = [];
    await archive(ENTRIES, { mtime: 0, onEntry: ({ name }, size) => told.push([name, size]) });
    expect(told).toEqual(SORTED.map(([name, , , size]) => [name.replace(/\/$/, ''), size]));
  });

  it('of nothing is two empty blocks', async () => {
    expect((await archive([])).equals(Buffer.alloc(1024))).toBe(true);
  });

  it('writes plain ustar: magic, owner and time in octal, no names', async () => {
    const header = (await archive([file('a', 'text')], { mtime: 8 })).subarray(0, 512);
    const field = (start: number, length: number): string =>
      header.toString('latin1', start, start + length);
    expect(field(0, 2)).toBe('a\0');
    expect(field(108, 8)).toBe('001750 \0');
    expect(field(116, 8)).toBe('001750 \0');
    expect(field(136, 12)).toBe('00000000010 ');
    expect(field(156, 1)).toBe('0');
    expect(field(257, 8)).toBe('ustar\x0000');
    expect(field(265, 64)).toBe('\0'.repeat(64));
  });

  itWith('python3', ['--version'])('is read by python as it was meant', async () => {
    const listed = listWithPython(await archive(ENTRIES, { mtime: 1_700_000_000 }));
    const common = { uid: 1000, gid: 1000, uname: '', gname: '', mtime: 1_700_000_000 };
    const target = '../func/notes.txt';
    expect(listed.map((entry) => ({ ...entry, content: '' }))).toEqual(
      SORTED.map(([name, type, mode, size]) => ({
        ...common,
        content: '',
        name: name.replace(/\/$/, ''),
        type,
        mode: `0o${mode.toString(8)}`,
        size,
        target: type === 'link' ? target : '',
        // Only the name that is not ASCII needs PAX.
        pax: name.includes('\u00fc') ? ['path'] : [],
      })),
    );
    const digests = Object.fromEntries(listed.map(({ name, content }) => [name, content]));
    expect(digests['func/f']).toBe(sha256(Buffer.from(ELF)));
    expect(digests['func/empty']).toBe(sha256(Buffer.alloc(0)));
  });

  itWith(
    'tar',
    ['--version'],
    'GNU tar',
  )('is read by GNU tar as it was meant', async () => {
    expect(listWithTar(await archive(ENTRIES, { mtime: 1_700_000_000 }))).toEqual([
      '-rw------- 1000/1000 1 2023-11-14 22:13:20 func-b',
      'drwxr-xr-x 1000/1000 0 2023-11-14 22:13:20 func/',
      '-rw-r--r-- 1000/1000 0 2023-11-14 22:13:20 func/empty',
      '-rwxr-xr-x 1000/1000 7 2023-11-14 22:13:20 func/f',
      'lrwxrwxrwx 1000/1000 0 2023-11-14 22:13:20 func/link -> ../func/notes.txt',
      '-rw-r--r-- 1000/1000 5 2023-11-14 22:13:20 func/notes.txt',
      '-rwxr-xr-x 1000/1000 15 2023-11-14 22:13:20 func/run.sh',
      '-rw-r--r-- 1000/1000 1 2023-11-14 22:13:20 func/\u00fcn\u00efcode.txt',
      'drwxrwxrwt 1000/1000 0 2023-11-14 22:13:20 tmp/',
    ]);
  });
});

describe('names', () => {
  const long = 'n'.repeat(100);
  const CASES: readonly [what: string, entry: Entry, pax: readonly string[]][] = [
    ['100 bytes', file(long), []],
    ['101 bytes in one part', file(`${long}n`), ['path']],
    ['over 100 bytes in two parts', file(`${'d'.repeat(60)}/${'f'.repeat(60)}`), []],
    ['256 bytes: 155 and 100', file(`${'d'.repeat(77)}/${'e'.repeat(77)}/${long}`), []],
    ['257 bytes', file(`${'d'.repeat(78)}/${'e'.repeat(77)}/${long}`), ['path']],
    ['900 bytes', file(Array(9).fill('x'.repeat(99)).join('/')), ['path']],
    ['unicode', file('\u65e5\u672c\u8a9e/\u{1f600}.txt'), ['path']],
    ['long unicode', file(`${'\u00e9'.repeat(120)}/${'\u00e9'.repeat(120)}`), ['path']],
    ['a space, a quote, an equals sign', file('a b/"c"=\\d'), []],
    ['a folder of 99 bytes', { kind: 'directory', name: long.slice(1) }, []],
    ['a folder of 100 bytes', { kind: 'directory', name: long }, []],
    ['a folder of 156 bytes', { kind: 'directory', name: `${'d'.repeat(55)}/${long}` }, ['path']],
    ['a target of 100 bytes', { kind: 'link', name: 'l', target: long }, []],
    [
      'a target of 101 bytes',
      { kind: 'link', name: 'l', target: `${long}n` },
      ['linkpath', 'path'],
    ],
    [
      'a target of 400 bytes',
      { kind: 'link', name: 'l', target: `${'t/'.repeat(200)}t` },
      ['linkpath', 'path'],
    ],
    ['a unicode target', { kind: 'link', name: 'l', target: 'z\u00fc' }, []],
    [
      'a long unicode target',
      { kind: 'link', name: 'l', target: '\u00fc'.repeat(60) },
      ['linkpath', 'path'],
    ],
  ];

  itWith('python3', ['--version'])(
    'are read by python, PAX only where ustar is too small',
    async () => {
      for (const [what, entry, pax] of CASES) {
        // A neighbour on either side: a header of the wrong size would hide the second.
        const bytes = await archive([file('!', 'first'), entry, file('\u{1f680}', 'last')]);
        expect({
          what,
          entries: listWithPython(bytes).map(({ name, target, pax }) => [name, target, pax]),
        }).toEqual({
          what,
          entries: [
            ['!', '', []],
            [entry.name, entry.kind === 'link' ? entry.target : '', pax],
            ['\u{1f680}', '', ['path']],
          ],
        });
      }
    },
  );

  itWith(
    'tar',
    ['--version'],
    'GNU tar',
  )('are read by GNU tar', async () => {
    for (const [, entry] of CASES) {
      const lines = listWithTar(await archive([file('!'), entry, file('\u{1f680}')]));
      const arrow = entry.kind === 'link' ? ` -> ${entry.target}` : '';
      const name = entry.kind === 'directory' ? `${entry.name}/` : entry.name;
      expect(lines.map((line) => line.split(':00 ')[1])).toEqual([
        '!',
        `${name}${arrow}`,
        '\u{1f680}',
      ]);
    }
  });
});

describe('modes', () => {
  it.each<[string, string | Buffer, number | undefined, string]>([
    ['a script', '#!/bin/sh', undefined, '000755'],
    ['a script of two bytes', '#!', undefined, '000755'],
    ['an ELF program', ELF, undefined, '000755'],
    ['an ELF header alone', '\x7fELF', undefined, '000755'],
    ['text', 'text', undefined, '000644'],
    ['nothing', '', undefined, '000644'],
    ['a comment', '# !', undefined, '000644'],
    ['half a header', '\x7fEL', undefined, '000644'],
    ['a script further down', '\n#!/bin/sh', undefined, '000644'],
    ['a mark before a script', '\ufeff#!/bin/sh', undefined, '000644'],
    ['a script with a mode of its own', '#!/bin/sh', 0o444, '000444'],
  ])('of %s', async (_, content, mode, expected) => {
    const modeOf = (bytes: Buffer): string => bytes.toString('latin1', 100, 106);
    expect(modeOf(await archive([file('a', content, mode)]))).toBe(expected);
    const own = { ...hostFile('a', Buffer.from(content)), ...(mode !== undefined && { mode }) };
    // The mode of the host does not count.
    for (const host of [0o600, 0o777]) {
      writeFileSync(folder('a'), content, { mode: host });
      expect(modeOf(await archive([own]))).toBe(expected);
    }
  });
});

describe('a file of the host', () => {
  const MIB = 1 << 20;

  it.each([0, 1, 511, 512, 513, MIB - 1, MIB, MIB + 1, 3 * MIB, 3 * MIB + 7])(
    'of %d bytes gives the bytes that it gives from memory',
    async (size) => {
      const content = Buffer.concat([Buffer.from(ELF), textLike(size)]).subarray(0, size);
      const [host, memory] = [hostFile('b', content), file('b', content)];
      const around = [file('a', 'first'), file('c', 'last')];
      const expected = await archive([...around, memory]);
      expect((await archive([...around, host])).equals(expected)).toBe(true);
    },
  );

  it('is never held as a whole', async () => {
    writeFileSync(folder('sparse'), '');
    truncateSync(folder('sparse'), 100 * MIB);
    const content = { path: folder('sparse'), shown: 'fn/sparse' };
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const held = (): number => {
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = held();
    let [size, most] = [0, 0];
    for await (const chunk of tar([{ kind: 'file', name: 'a', content }], { mtime: 0 })) {
      if (size % (8 * MIB) < MIB) {
        // A consumer that is slow, as a disk is.
        await new Promise(setImmediate);
        most = Math.max(most, held() - before);
      }
      size += chunk.length;
    }
    expect(size).toBe(512 + 100 * MIB + 1024);
    expect(most).toBeLessThan(30 * MIB);
  });
});
