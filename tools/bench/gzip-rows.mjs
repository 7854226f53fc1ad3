// gzip alone: the plugin's own, Go's (what func uses), and pigz.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { place } from './places.mjs';
import { run, runShell, runSubject } from './program.mjs';
import { comparison, ratio } from './row.mjs';
import { pluginModule } from './workspace.mjs';
import { tarOfPackages } from './trees.mjs';
import { inTurn } from './turns.mjs';

const CORES = availableParallelism();
const OURS = 'nx-func';
const GO = 'Go compress/gzip';
const PIGZ = `pigz -p${CORES} -6`;
const HOW = `Each compresses the file in a process of its own and throws the output away. The clock runs from the first
byte that is read to the last that is written, without the start of Node or of the Go program; pigz is timed as a whole,
for it starts in two milliseconds.`;

export async function gzipComparisons(tools, rounds) {
  const tar = await tarOfPackages();
  const comparisons = [
    comparison(
      { id: 'gzip-tar', title: 'gzip: a tar of packages, 62 MB', how: HOW, measure: 'stream' },
      await measure('gzip, tar', tar, tools, rounds),
      [ratio(OURS, GO, 0.45), ratio(OURS, PIGZ, 0.95)],
    ),
  ];
  if (!('go' in tools)) return comparisons;
  const program = join((await run(['go', 'env', 'GOROOT'])).stdout.trim(), 'bin', 'go');
  const samples = await measure('gzip, program', program, tools, rounds);
  return [
    ...comparisons,
    comparison(
      { id: 'gzip-program', title: 'gzip: a Go program (go itself)', how: '', measure: 'stream' },
      samples,
      [ratio(OURS, GO), ratio(OURS, PIGZ)],
    ),
  ];
}

async function measure(title, file, tools, rounds) {
  const own = { [OURS]: () => runSubject('gzip', [pluginModule(''), file]) };
  const others = {};
  if ('pigz' in tools) {
    others[PIGZ] = async () => {
      const { seconds } = await runShell(`pigz -p${CORES} -6 -c "$FILE" > /dev/null`, {
        env: { ...process.env, FILE: file },
      });
      return { stream: seconds };
    };
  }
  if ('go' in tools) {
    const program = place('gzip-go');
    const source = join(import.meta.dirname, 'subjects', 'gzip.go');
    const env = { ...process.env, GOWORK: 'off', GOFLAGS: '' };
    await run(['go', 'build', '-o', program, source], { env });
    others[GO] = async () => JSON.parse((await run([program, file])).stdout);
  }
  return inTurn(title, own, others, rounds);
}
