// What the figures were measured on.

import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { pluginFolder, workspaceFolder } from './workspace.mjs';

/** Rows of a table: name and value. */
export function machine(versions) {
  return [
    ['CPU', cpus()[0]?.model.trim() ?? 'unknown'],
    ['cores', String(availableParallelism())],
    ['memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
    ['kernel', `${type()} ${release()}`],
    ['Node', process.version],
    ['Nx', versionIn(join(workspaceFolder(), 'node_modules', 'nx'))],
    ['nx-func', versionIn(pluginFolder())],
    ...Object.entries(versions),
    ['load when it began', loadavg()[0].toFixed(1)],
    ['date', new Date().toISOString().slice(0, 10)],
  ];
}

function versionIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}
