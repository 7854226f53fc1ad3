import { readFileSync, statSync } from 'node:fs';

/** The content of a file, or undefined where there is none that can be read. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    // Reading a pipe would wait for its other end, and Nx for us.
    return statSync(path).isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
