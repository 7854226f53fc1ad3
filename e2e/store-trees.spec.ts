/** Random trees of files, as umoci unpacks the image that they are in. */
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { anyTree } from '../src/layer/testing/trees';
import { describeImages, temporaryFolder, unpack } from './support';
import { build } from './support/packed';

/** Printed with a failure, and given here to have it again. */
const SEED = Math.floor(Math.random() * 1e9);
const TREES = 40;

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describeImages('random trees', () => {
  it(`are in the image what they were (seed ${SEED})`, async () => {
    const root = temporaryFolder('trees');
    const expected: Record<string, string> = {};
    const trees = fc.sample(anyTree(), { numRuns: TREES, seed: SEED });
    for (const [index, tree] of trees.entries()) {
      for (const [name, node] of Object.entries(tree)) {
        const path = join(root, 'fn', `tree-${index}`, name);
        mkdirSync(dirname(path), { recursive: true });
        const inImage = `/func/tree-${index}/${name}`;
        if (typeof node === 'string') {
          symlinkSync(node, path);
          expected[inImage] = `-> ${node}`;
        } else {
          writeFileSync(path, node.content, { mode: node.mode });
          const mode = node.content.subarray(0, 2).toString() === '#!' ? '0755' : '0644';
          expected[inImage] = `${mode} 1000:1000 0 ${sha256(node.content)}`;
        }
      }
    }
    expect(Object.keys(expected).length).toBeGreaterThan(TREES);
    writeFileSync(join(root, 'fn', 'f.bin'), '#!/bin/sh\n');
    await build(root, 'fn');
    const image = await unpack(join(root, 'fn', '.func', 'build', 'oci'));
    const found = image.entries
      .filter(({ path, type }) => path.startsWith('/func/tree-') && type !== 'directory')
      .map(({ path, mode, uid, gid, mtime, target }) => [
        path,
        target === undefined
          ? `${mode} ${uid}:${gid} ${mtime} ${sha256(image.read(path))}`
          : `-> ${target}`,
      ]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });
});
