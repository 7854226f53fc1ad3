import { chmodSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { TempWorkspace } from './temp-workspace';

/** A whole program. It is compiled in a blink, for no package of func-go is in it. */
export const MAIN = 'package main\n\nfunc main() { println("hello from main") }\n';

/** A function `hello` in `fn` that is such a program. */
export function writeProgram(workspace: TempWorkspace, folder = 'fn'): void {
  workspace.write({
    [`${folder}/func.yaml`]: 'specVersion: 0.36.0\nname: hello\nruntime: go\n',
    [`${folder}/go.mod`]: 'module function\n\ngo 1.21\n',
    [`${folder}/main.go`]: MAIN,
  });
}

/**
 * Writes a stand-in for `go`, a shell script.
 *
 * @returns its path, for FUNC_GO.
 */
export function fakeGo(workspace: TempWorkspace, script: string): string {
  workspace.write({ 'bin/go': `#!/bin/sh\n${script}\n` });
  chmodSync(workspace.path('bin/go'), 0o755);
  return workspace.path('bin/go');
}

/** A `go` that compiles for ever, once it has told so by a file `compiling`. */
export function endlessGo(workspace: TempWorkspace): string {
  const compiling = workspace.path('compiling');
  return fakeGo(
    workspace,
    `case "$1" in build) touch '${compiling}'; exec sleep 60;; *) exec go "$@";; esac`,
  );
}

export async function isThere(path: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    try {
      readFileSync(path);
      return;
    } catch {
      await delay(10);
    }
  }
  throw new Error(`${path} never came`);
}
