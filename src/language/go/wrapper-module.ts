import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WrapperModule } from './build-workspace';

/** The runtime that serves Go functions: what func calls the middleware version. */
export const FUNC_GO_VERSION = 'v0.22.0';

const FOLDERS = { http: 'http', cloudevent: 'cloudevents' } as const;

const read = new Map<string, WrapperModule>();

/**
 * The module around a function of this kind: files in `scaffolding/`, which
 * `tools/renew-scaffolding.mjs` makes. It does not require the function's module, which is beside it
 * in one go.work.
 */
export function wrapperModule(invoke: 'http' | 'cloudevent'): WrapperModule {
  const cached = read.get(invoke);
  if (cached !== undefined) return cached;
  // `.txt`, because Nx and Go would take a folder with a go.mod for a module of this workspace.
  const text = (name: string): string =>
    readFileSync(join(__dirname, 'scaffolding', FOLDERS[invoke], `${name}.txt`), 'utf8');
  const module = { goMod: text('go.mod'), goSum: text('go.sum') };
  read.set(invoke, module);
  return module;
}
