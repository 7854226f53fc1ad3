/** A `go` that is the real one but for the version that it says it has. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from '../support';

export interface FakeGo {
  /** The environment in which it is the first `go` in PATH. Without a version it tells the truth. */
  inPath(version?: string): NodeJS.ProcessEnv;
  /** The path of the program. */
  program(version?: string): string;
}

export function fakeGo(): FakeGo {
  const folder = temporaryFolder('fake-go');
  const { stdout } = spawnSync('sh', ['-c', 'command -v go && go env GOVERSION'], {
    encoding: 'utf8',
  });
  const [real = '', truth = ''] = stdout.split('\n');
  const program = (version = truth): string => {
    const path = join(folder, version, 'go');
    mkdirSync(join(folder, version), { recursive: true });
    writeFileSync(path, script(real, truth, version), { mode: 0o755 });
    return path;
  };
  return {
    program,
    inPath: (version) => ({
      PATH: `${join(program(version), '..')}${delimiter}${process.env['PATH'] ?? ''}`,
    }),
  };
}

function script(real: string, truth: string, version: string): string {
  return [
    '#!/bin/sh',
    `[ "$1" = env ] || exec ${real} "$@"`,
    `${real} "$@" | sed 's/${truth.replaceAll('.', '\\.')}/${version}/'`,
    '',
  ].join('\n');
}
