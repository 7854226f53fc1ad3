/** Files, links and folders that an image cannot hold, or that a build must not follow. */
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type Broken, itRefuses } from './support/refusals';

type Break = NonNullable<Broken['breakIt']>;

const link =
  (path: string, target: string): Break =>
  (folder) => {
    symlinkSync(target, join(folder, path));
  };

/** Moves a folder of the build away and puts a link to it in its place. */
const linked = (path: string): Broken => ({
  breakIt: (folder) => {
    const away = join(folder, '..', '..', 'elsewhere', path.replaceAll('/', '-'));
    mkdirSync(dirname(away), { recursive: true });
    renameSync(join(folder, path), away);
    symlinkSync(away, join(folder, path));
  },
  says: [
    `<fn>/${path}: this must be a folder, not a link or a file`,
    '  Remove it: builds write there, and would write to another place through a link.',
  ],
});

const INDEX = '.func/build/oci/index.json';

/** The image of before is not what this plugin writes: it may have come out of a cache. */
const restored = (breakIt: Break, what: string): Broken => ({
  breakIt,
  says: [
    `<fn>/${INDEX}: the image of before is broken: ${what}`,
    '  Remove <fn>/.func/build/oci and build again; if it came out of a cache, look who may write there.',
  ],
});

const changedRoot =
  (change: (root: object) => unknown): Break =>
  (folder) => {
    const text = readFileSync(join(folder, INDEX), 'utf8');
    const { manifests } = JSON.parse(text) as { manifests: object[] };
    writeFileSync(
      join(folder, INDEX),
      JSON.stringify({ schemaVersion: 2, manifests: manifests.map(change) }),
    );
  };

/** `caf` and a byte that no UTF-8 text ends with. */
const notUtf8 = (folder: string): Buffer => Buffer.from(`${folder}/caf\xe9`, 'latin1');

/** Half a second's reading. */
const BIG = 200_000_000;

/**
 * A `go` that does something to the files while the build, which started it, reads the first of
 * them: those of the function are read while Go compiles, in the order of their names.
 */
const meanwhile = (
  project: string,
  command: string,
): Pick<Broken, 'files' | 'breakIt' | 'except'> => ({
  files: { 'big/a.bin': '', 'big/b.txt': 'b', '.env': `FUNC_GO=./fn/${project}/go.sh\n` },
  breakIt: (folder) => {
    truncateSync(join(folder, 'big/a.bin'), BIG);
    const script = [
      '#!/bin/sh',
      // Nx asks for the version as well, to hash it; the build is who asks for JSON.
      'case "$*" in "env -json"*)',
      '  for i in $(seq 500); do ls -l /proc/$PPID/fd | grep -q a.bin && break; done',
      `  (cd ${folder}/big && ${command});;`,
      'esac',
      'exec go "$@"',
      '',
    ];
    writeFileSync(join(folder, 'go.sh'), script.join('\n'));
    chmodSync(join(folder, 'go.sh'), 0o755);
  },
  except: ['big'],
});

const TODO_LINK =
  '  Link to a file of the function, put a copy in its place, or name it in .funcignore.';
const TODO_NAME = '  Rename it, or name the folder that it is in in .funcignore.';
const TODO_AGAIN = '  Build again when nothing else writes the project.';

/** Names as bytes, and what a program has open (/proc), are for Linux alone. */
const ON_LINUX: Readonly<Record<string, Broken>> = {
  'a name that is not UTF-8': {
    breakIt: (folder) => {
      writeFileSync(notUtf8(folder), 'x');
    },
    says: ['<fn>: the name "caf\ufffd" is not UTF-8', TODO_NAME],
  },
  'a folder that is not UTF-8': {
    breakIt: (folder) => {
      mkdirSync(notUtf8(folder));
      writeFileSync(Buffer.concat([notUtf8(folder), Buffer.from('/a')]), 'x');
    },
    says: ['<fn>: the name "caf\ufffd" is not UTF-8', TODO_NAME],
  },
  'a file that vanishes': {
    ...meanwhile('a-file-that-vanishes', 'rm -f b.txt'),
    says: ['<fn>/big/b.txt: cannot read the file: the file is gone', TODO_AGAIN],
  },
  'a file that grows': {
    ...meanwhile('a-file-that-grows', 'echo more >> a.bin'),
    says: ['<fn>/big/a.bin: the file changed while it was read', TODO_AGAIN],
  },
  'a file that shrinks': {
    ...meanwhile('a-file-that-shrinks', 'truncate -s 1000000 a.bin'),
    says: ['<fn>/big/a.bin: the file changed while it was read', TODO_AGAIN],
  },
  'a file that becomes a link': {
    ...meanwhile('a-file-that-becomes-a-link', 'ln -sf /etc/passwd b.txt'),
    says: ['<fn>/big/b.txt: the file changed while it was read', TODO_AGAIN],
  },
};

describe('refused', () => {
  itRefuses({
    'a link that leaves': {
      breakIt: link('out', '../other'),
      says: ['<fn>/out: the link to "../other" leaves the function', TODO_LINK],
    },
    'an absolute link': {
      breakIt: link('passwd', '/etc/passwd'),
      says: [
        '<fn>/passwd: the link to "/etc/passwd" is absolute: in the image it would lead elsewhere',
        TODO_LINK,
      ],
    },
    'a link that leaves through another': {
      files: { 'a/b/c.txt': 'c' },
      breakIt: (folder) => {
        link('up', 'a/b')(folder);
        // By words it stays in the function.
        link('a/b/out', '../../up/../../../x')(folder);
      },
      says: ['<fn>/a/b/out: the link to "../../up/../../../x" leaves the function', TODO_LINK],
    },
    'a name of two lines': {
      files: { 'two\nlines': 'x' },
      says: ['<fn>: the name "two\\nlines" has a line break in it', TODO_NAME],
    },
    ...(process.platform === 'linux' && ON_LINUX),
    'func as a link': linked('.func'),
    'build as a link': linked('.func/build'),
    'oci as a link': linked('.func/build/oci'),
    'blobs as a link': linked('.func/build/oci/blobs'),
    'sha256 as a link': linked('.func/build/oci/blobs/sha256'),
    'func as a file': {
      ...linked('.func'),
      breakIt: (folder) => {
        rmSync(join(folder, '.func'), { recursive: true });
        writeFileSync(join(folder, '.func'), 'file');
      },
    },
    'the index as a link': restored((folder) => {
      renameSync(join(folder, INDEX), join(folder, 'index.json'));
      link(INDEX, '../../../index.json')(folder);
    }, 'it is not a file'),
    'a digest that is a path': restored(
      changedRoot((root) => ({ ...root, digest: 'sha256:../../x' })),
      '"sha256:../../x" is not a digest: it must be "sha256:" and 64 hex digits',
    ),
    'an index of nothing': restored(
      changedRoot(() => undefined),
      'it lists no image',
    ),
    'an index that is no JSON': restored((folder) => {
      writeFileSync(join(folder, INDEX), '{"manifests": [');
    }, 'Unexpected end of JSON input'),
  });
});
