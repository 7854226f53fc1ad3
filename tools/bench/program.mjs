// Runs programs and takes their time.

import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';

/**
 * Runs a program to its end. The time is that of the whole process: from before it is started to its
 * exit. A code other than 0 is an error with what it said.
 *
 * @returns {Promise<{seconds: number, stdout: string}>}
 */
export function run(argv, options = {}) {
  const [program, ...args] = argv;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let seconds = 0;
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const said = { stdout: '', stderr: '' };
    for (const name of Object.keys(said)) {
      child[name].setEncoding('utf8').on('data', (text) => (said[name] += text));
    }
    child.on('error', reject);
    child.on('exit', () => (seconds = (performance.now() - start) / 1000));
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ seconds, stdout: said.stdout });
      else
        reject(
          new Error(`${argv.join(' ')}: ${signal ?? `code ${code}`}\n${said.stdout}${said.stderr}`),
        );
    });
  });
}

/** A shell pipeline; what fails in it fails the whole. */
export function runShell(script, options) {
  return run(['bash', '-c', `set -euo pipefail; ${script}`], options);
}

/** Runs one of the modules in `subjects/` in a fresh Node; what it prints is JSON. */
export async function runSubject(name, args, options) {
  const module = join(import.meta.dirname, 'subjects', `${name}.mjs`);
  const { seconds, stdout } = await run([process.execPath, module, ...args], options);
  return { seconds, ...JSON.parse(stdout.trim().split('\n').at(-1)) };
}

export function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
