import fc from 'fast-check';
import { BLOCK_SIZE, pseudoRandom } from '../deflate';

export interface TreeFile {
  readonly content: Buffer;
  /** On the host; the layer knows nothing of it. */
  readonly mode: number;
}

/** Path with `/` to a file, or to the target of a symbolic link. */
export type Tree = Readonly<Record<string, TreeFile | string>>;

/** As many bytes as Linux allows in one name. */
const LONGEST_NAME = 255;

/** No slash, no NUL, not too many bytes, and nothing that an object takes for its own. */
function isName(name: string): boolean {
  return (
    !/[/\0]/.test(name) &&
    !['', '.', '..', '__proto__'].includes(name) &&
    Buffer.byteLength(name) <= LONGEST_NAME &&
    // A lone surrogate is no UTF-8, and no file can have it in its name.
    Buffer.from(name).toString() === name
  );
}

const anyName = fc
  .oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom('a', 'b', 'index.js', 'node', '.hidden', 'größe', '日本'),
    },
    { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }) },
    { weight: 1, arbitrary: fc.integer({ min: 90, max: LONGEST_NAME }).map((n) => 'n'.repeat(n)) },
    { weight: 1, arbitrary: fc.integer({ min: 40, max: 127 }).map((n) => 'ü'.repeat(n)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(' ', '-rf', '*', 'a\nb', 'back\\slash', '"', ' x ', '~'),
    },
  )
  .filter(isName);

const anyPath = fc
  .array(anyName, { minLength: 1, maxLength: 5 })
  .map((names) => names.join('/'))
  .filter((path) => Buffer.byteLength(path) <= 900);

const anyContent = fc.oneof(
  { weight: 3, arbitrary: fc.constant(Buffer.alloc(0)) },
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 2, arbitrary: fc.constant(Buffer.from('#!/bin/sh\n')) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: -2, max: 2 }), fc.constantFrom(512, BLOCK_SIZE, 1 << 20), fc.nat())
      .map(([more, size, seed]) => pseudoRandom(size + more, seed + 1)),
  },
);

const anyFile = fc.record({
  content: anyContent,
  mode: fc.constantFrom(0o644, 0o755, 0o600, 0o640, 0o777, 0o4755),
});

/** A link beside what it leads to, or to nothing; never out of the tree. */
const anyTarget = fc.oneof(
  anyName,
  fc.array(anyName, { minLength: 2, maxLength: 4 }).map((names) => names.join('/')),
);

/** Files and links of any names; a path that would be a file and a folder is left out. */
export function anyTree(): fc.Arbitrary<Tree> {
  const node = fc.oneof(
    { weight: 6, arbitrary: anyFile },
    { weight: 1, arbitrary: anyTarget.filter((target) => Buffer.byteLength(target) <= 900) },
  );
  return fc.array(fc.tuple(anyPath, node), { maxLength: 25 }).map((pairs) => {
    const taken = new Set<string>();
    const folders = new Set<string>();
    const tree: Record<string, TreeFile | string> = {};
    for (const [path, value] of pairs) {
      const parents = path.split('/').map((_, depth, names) => names.slice(0, depth).join('/'));
      if (taken.has(path) || folders.has(path) || parents.some((name) => taken.has(name))) continue;
      taken.add(path);
      for (const name of parents) if (name !== '') folders.add(name);
      tree[path] = value;
    }
    return tree;
  });
}
