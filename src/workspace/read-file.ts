import { readFileSync, statSync } from 'node:fs';

/** The content of a file, or undefined where there is none that can be read. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    // Reading a pipe would wait for its other end, and Nx for us.
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
    return isFile ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
