/** What holds of the layer of any tree of files. */
import fc from 'fast-check';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { collect, sha256 } from '../testing/collect';
import { itWith, outputOf } from '../testing/programs';
import { temporaryFolder } from '../testing/temporary-folder';
import { dataLayer } from './data-layer';
import type { Entry } from './entry';
import { makeLayer } from './layer';
import { anyTree, type Tree } from './testing/trees';

const folder = temporaryFolder();
let count = 0;

/** The entries of a tree whose files lie on this machine. */
function entriesOf(tree: Tree, order: readonly string[]): readonly Entry[] {
  const root = folder(`tree-${count++}`);
  mkdirSync(root);
  const links: Record<string, string> = {};
  for (const path of order) {
    const node = tree[path];
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (node === undefined) continue;
    if (typeof node === 'string') {
      symlinkSync(node, join(root, path));
      links[path] = node;
    } else {
      writeFileSync(join(root, path), node.content, { mode: node.mode });
    }
  }
  const files = order.filter((path) => typeof tree[path] !== 'string');
  return dataLayer({ root, shown: 'fn', files, links }).entries;
}

async function bytesOf(entries: readonly Entry[]): Promise<Buffer> {
  let bytes: Buffer = Buffer.alloc(0);
  await makeLayer(
    { title: 'data', entries },
    async (chunks) => {
      bytes = await collect(chunks);
      return { digest: `sha256:${sha256(bytes)}` as never, size: bytes.length };
    },
    { mtime: 0 },
  );
  return bytes;
}

/** Path to what is there: the content of a file with its mode, or the target of a link. */
function found(root: string, path = ''): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of readdirSync(join(root, path))) {
    const inside = path === '' ? name : `${path}/${name}`;
    const stat = lstatSync(join(root, inside));
    if (stat.isDirectory()) Object.assign(result, found(root, inside));
    else if (stat.isSymbolicLink()) result[inside] = `-> ${readlinkSync(join(root, inside))}`;
    else {
      const mode = (stat.mode & 0o7777).toString(8);
      result[inside] = `${mode} ${sha256(readFileSync(join(root, inside)))}`;
    }
  }
  return result;
}

/** The same, of the tree that went in. */
function expected(tree: Tree): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).map(([path, node]) => {
      if (typeof node === 'string') return [path, `-> ${node}`];
      const mode = node.content.subarray(0, 2).toString() === '#!' ? '755' : '644';
      return [path, `${mode} ${sha256(node.content)}`];
    }),
  );
}

itWith('tar', ['--version'])('unpacked by GNU tar, it is what went in', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree(), async (tree) => {
      const layer = await bytesOf(entriesOf(tree, Object.keys(tree)));
      const out = folder(`out-${count++}`);
      mkdirSync(out);
      outputOf('tar', ['-x', '-z', '-p', '--no-same-owner', '-C', out], layer);
      expect(found(join(out, 'func'))).toEqual(expected(tree));
    }),
    { numRuns: 60, interruptAfterTimeLimit: 20_000 },
  );
});

it('has the same bytes in whatever order and mode its files were made', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree(), fc.infiniteStream(fc.nat()), async (tree, numbers) => {
      const names = Object.keys(tree);
      const other = names
        .map((name) => [numbers.next().value as number, name] as const)
        .sort(([a], [b]) => a - b)
        .map(([, name]) => name);
      const modes: Tree = Object.fromEntries(
        Object.entries(tree).map(([path, node]) => [
          path,
          typeof node === 'string' ? node : { ...node, mode: 0o600 },
        ]),
      );
      const first = await bytesOf(entriesOf(tree, names));
      expect(sha256(await bytesOf(entriesOf(modes, other)))).toBe(sha256(first));
    }),
    { numRuns: 60, interruptAfterTimeLimit: 20_000 },
  );
});

it('has other bytes where one byte of one file is another', async () => {
  await fc.assert(
    fc.asyncProperty(anyTree(), fc.nat(), async (tree, at) => {
      const names = Object.keys(tree);
      const path = names.find((name) => typeof tree[name] !== 'string');
      const node = path === undefined ? undefined : tree[path];
      fc.pre(path !== undefined && typeof node === 'object' && node.content.length > 0);
      const content = Buffer.from(node.content);
      const index = at % content.length;
      content.writeUInt8(content.readUInt8(index) ^ 1, index);
      const changed: Tree = { ...tree, [path]: { content, mode: 0o644 } };
      const [one, two] = [
        await bytesOf(entriesOf(tree, names)),
        await bytesOf(entriesOf(changed, names)),
      ];
      expect(gunzipSync(one).equals(gunzipSync(two))).toBe(false);
      expect(one.equals(two)).toBe(false);
    }),
    { numRuns: 30, interruptAfterTimeLimit: 20_000 },
  );
});
