/**
 * What a story makes is undone when the story ends, also when it failed: what is made inside a test
 * (or a `beforeEach`) after that test, what is made in a `beforeAll` after the last test of the file.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { runFolder } from './verdict';

type Undo = () => void | Promise<void>;

const undos: Record<'test' | 'file', Undo[]> = { test: [], file: [] };
let scope: 'test' | 'file' = 'file';

// Hooks of the top level: jest runs this beforeEach before, and this afterEach after, those of the story.
beforeEach(() => {
  scope = 'test';
});
afterEach(async () => {
  scope = 'file';
  await unwind(undos.test);
});
afterAll(async () => {
  await unwind(undos.file);
});

/** Registers what undoes something; the last one registered runs first. */
export function onCleanup(undo: Undo): void {
  undos[scope].push(undo);
}

/** A new empty folder, gone when the test (or the file) ends. */
export function temporaryFolder(name = 'folder'): string {
  const folder = mkdtempSync(join(runFolder(), `${name}-`));
  onCleanup(() => {
    removeFolder(folder);
  });
  return folder;
}

/** Removes a folder; Go writes its module cache without write bits, which stop all but root. */
export function removeFolder(folder: string): void {
  if (process.env['NX_FUNC_E2E_KEEP'] !== undefined) {
    return;
  }
  if (process.getuid?.() !== 0) {
    spawnSync('chmod', ['-R', 'u+w', folder]);
  }
  spawnSync('rm', ['-rf', folder]);
}

async function unwind(stack: Undo[]): Promise<void> {
  const errors: unknown[] = [];
  for (let undo = stack.pop(); undo !== undefined; undo = stack.pop()) {
    try {
      await undo();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) {
    throw new AggregateError(errors, `cleaning up: ${errors.map(String).join('; ')}`);
  }
}
