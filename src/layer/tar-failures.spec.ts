import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { UserError } from '../errors';
import { collect, refusal } from '../testing/collect';
import { makePipe, startScript } from '../testing/programs';
import { temporaryFolder } from '../testing/temporary-folder';
import type { Entry } from './entry';
import { tar } from './tar';

const folder = temporaryFolder();

const MIB = 1 << 20;

const GONE = `fn/b: cannot read the file: the file is gone
  Build again when nothing else writes the project.`;
const CHANGED = `fn/b: the file changed while it was read
  Build again when nothing else writes the project.`;

function hostFile(name: string, content: Buffer): Entry {
  writeFileSync(folder(name), content);
  return at(name, folder(name));
}

function at(name: string, path: string): Entry {
  return { kind: 'file', name, content: { path, shown: `fn/${name}` } };
}

/** The message when `change` is made to the file `b` after the entry before it was written. */
function changedBefore(change: (path: string) => void, size = 10): Promise<string> {
  const entries = [hostFile('a', Buffer.from('a')), hostFile('b', Buffer.alloc(size))];
  let told = 0;
  const onEntry = (entry: Entry): void => {
    told += 1;
    if (entry.name === 'a') change(folder('b'));
  };
  return refusal(async () => {
    await collect(tar(entries, { mtime: 0, onEntry }));
  }, UserError).finally(() => {
    expect(told).toBe(1);
  });
}

/** The message when `change` is made to the file `b` after its first MiB was written. */
function changedWithin(change: (path: string) => void): Promise<string> {
  const entries = [hostFile('b', Buffer.alloc(6 * MIB)), hostFile('c', Buffer.from('c'))];
  return refusal(async () => {
    let size = 0;
    for await (const chunk of tar(entries, { mtime: 0 })) {
      if (size < MIB && size + chunk.length >= MIB) change(folder('b'));
      size += chunk.length;
    }
  }, UserError);
}

/** Files that this process has open. */
function openFiles(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

describe('a file that is, before it is opened,', () => {
  it('removed, is told by its name', async () => {
    expect(await changedBefore(rmSync)).toBe(GONE);
  });

  it('made a link, is not followed', async () => {
    const change = (path: string): void => {
      rmSync(path);
      symlinkSync(folder('a'), path);
    };
    expect(await changedBefore(change)).toBe(CHANGED);
  });

  it('made a folder, is told by its name', async () => {
    const change = (path: string): void => {
      rmSync(path);
      mkdirSync(path);
    };
    expect(await changedBefore(change)).toBe(CHANGED);
  });

  it('made a pipe, is not waited for', async () => {
    const close = makePipe(folder('pipe'));
    const start = performance.now();
    const read = (): unknown => collect(tar([at('b', folder('pipe'))], { mtime: 0 }));
    expect(await refusal(read, UserError).finally(close)).toBe(CHANGED);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('made a socket, is told by its name', async () => {
    const server = createServer().listen(folder('socket'));
    await once(server, 'listening');
    const read = (): unknown => collect(tar([at('b', folder('socket'))], { mtime: 0 }));
    const told = await refusal(read, UserError).finally(() => server.close());
    expect(told).toBe(CHANGED);
  });

  it('in a folder that became a file, is gone', async () => {
    const [, b] = [hostFile('dir', Buffer.alloc(0)), at('b', folder('dir/b'))];
    expect(await refusal(() => collect(tar([b], { mtime: 0 })), UserError)).toBe(GONE);
  });
});

describe('a file that, while it is read,', () => {
  it('grows, is told by its name', async () => {
    const grow = (path: string): void => {
      appendFileSync(path, 'x');
    };
    expect(await changedWithin(grow)).toBe(CHANGED);
  });

  it('shrinks, is told by its name', async () => {
    const shrink = (path: string): void => {
      truncateSync(path, 2 * MIB + 1);
    };
    expect(await changedWithin(shrink)).toBe(CHANGED);
  });

  it('shrinks by one byte, is told by its name', async () => {
    const shrink = (path: string): void => {
      truncateSync(path, 6 * MIB - 1);
    };
    expect(await changedWithin(shrink)).toBe(CHANGED);
  });

  // Small files are read at one go: only files that the kernel makes are longer than they say.
  const itLinux = existsSync('/proc/self/status') ? it : it.skip;
  itLinux('is longer than its size, is told by its name', async () => {
    const made = at('b', '/proc/self/status');
    expect(await refusal(() => collect(tar([made], { mtime: 0 })), UserError)).toBe(CHANGED);
  });

  const SHORT = '/sys/kernel/profiling';
  const itSys = existsSync(SHORT) ? it : it.skip;
  itSys('is shorter than its size, is told by its name', async () => {
    const made = at('b', SHORT);
    expect(await refusal(() => collect(tar([made], { mtime: 0 })), UserError)).toBe(CHANGED);
  });
});

describe('a failure', () => {
  it('of the listener is passed on', async () => {
    const error = new Error('ended');
    const onEntry = (): void => {
      throw error;
    };
    const entries = [hostFile('a', Buffer.alloc(3 * MIB)), hostFile('b', Buffer.alloc(3))];
    await expect(collect(tar(entries, { mtime: 0, onEntry }))).rejects.toBe(error);
  });

  it('leaves no file open', async () => {
    const before = openFiles();
    const grow = (path: string): void => {
      appendFileSync(path, 'x');
    };
    await changedWithin(grow);
    await changedBefore(rmSync);
    await refusal(() => collect(tar([at('b', folder())], { mtime: 0 })), UserError);
    expect(openFiles()).toBe(before);
  });
});

describe('a consumer that stops early', () => {
  const large = (): Entry[] => [
    hostFile('a', Buffer.alloc(6 * MIB)),
    hostFile('b', Buffer.alloc(3)),
    { kind: 'file', name: 'c', content: Buffer.alloc(3 * MIB) },
    { kind: 'directory', name: 'd' },
    { kind: 'link', name: 'e', target: 'd' },
    hostFile('f', Buffer.alloc(2 * MIB)),
  ];

  // At the header, within a large file, after it, and further on.
  it.each([1, 2, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18])(
    'with chunk %d does not hang, and leaves no file open',
    async (last) => {
      const before = openFiles();
      const told: string[] = [];
      let chunks = 0;
      const onEntry = ({ name }: Entry): number => told.push(name);
      for await (const chunk of tar(large(), { mtime: 0, onEntry })) {
        chunks += chunk.length > 0 ? 1 : 0;
        if (chunks === last) break;
      }
      expect(chunks).toBe(last);
      expect(openFiles()).toBe(before);
      const ended = told.length;
      await new Promise(setImmediate);
      expect(told).toHaveLength(ended);
    },
    3_000,
  );

  it('by a failure of its own gets that', async () => {
    const full = new Error('the disk is full');
    const consume = async (): Promise<void> => {
      for await (const chunk of tar(large(), { mtime: 0 })) if (chunk.length >= MIB) throw full;
    };
    await expect(consume()).rejects.toBe(full);
  }, 3_000);
});

describe('a file that this user may not read', () => {
  it('is told by its name', async () => {
    chmodSync(folder(), 0o755);
    hostFile('open', Buffer.from('x'));
    hostFile('secret', Buffer.from('x'));
    chmodSync(folder('open'), 0o644);
    chmodSync(folder('secret'), 0o000);
    mkdirSync(folder('closed'));
    hostFile('closed/within', Buffer.from('x'));
    chmodSync(folder('closed'), 0o600);
    const script = join(__dirname, 'testing/read-as-nobody.ts');
    const child = startScript(script, [folder('open'), folder('secret'), folder('closed/within')]);
    const [stdout, stderr] = await Promise.all([collect(child.stdout!), collect(child.stderr!)]);
    chmodSync(folder('closed'), 0o700);
    const denied = `cannot read the file: permission denied
  Let the user that runs the build read and write it.`;
    expect(stderr.toString()).toBe('');
    expect(JSON.parse(stdout.toString())).toEqual({
      'fn/open': '2048 bytes',
      'fn/secret': `UserError: fn/secret: ${denied}`,
      'fn/within': `UserError: fn/within: ${denied}`,
    });
  });
});
