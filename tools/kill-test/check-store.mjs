import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * What is wrong in a blob store: blobs that are not what their name says, entries that do not say
 * which blob they are of. It knows the format by itself: what it checks wrote none of this.
 */
export function checkStore(store) {
  const problems = [];
  const blobs = filesIn(join(store, 'v1', 'blobs'));
  for (const { name, bytes } of blobs) {
    if (sha256(bytes) !== name) problems.push(`blob ${name} is ${sha256(bytes)}`);
  }
  for (const { name, bytes } of filesIn(join(store, 'v1', 'layers'))) {
    const problem = entryProblem(name, bytes.toString());
    if (problem !== undefined) problems.push(`entry ${name}: ${problem}`);
  }
  return { problems, blobs: blobs.length, abandoned: filesIn(join(store, 'tmp')).length };
}

function entryProblem(key, text) {
  try {
    const { digest, size, check } = JSON.parse(text);
    const expected = `sha256:${sha256(`sha256:${key} ${digest} ${size}`)}`;
    return check === expected ? undefined : 'its check is another';
  } catch (error) {
    return String(error);
  }
}

function filesIn(folder) {
  let names = [];
  try {
    names = readdirSync(folder);
  } catch {
    // Cleared, and nothing was put in since.
  }
  return names.flatMap((name) => {
    try {
      return [{ name, bytes: readFileSync(join(folder, name)) }];
    } catch (error) {
      // Another process has taken it away since.
      if (error.code === 'ENOENT') return [];
      throw error;
    }
  });
}
