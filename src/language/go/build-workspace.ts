import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { compareGoVersions } from './go-version';
import type { GoModules, GoReplacement } from './modules';

/** The go.mod and go.sum of the main module that a function is wrapped in. */
export interface WrapperModule {
  readonly goMod: string;
  readonly goSum: string;
}

/**
 * Writes the builder's own go.work into `folder`: the wrapper, the function, and the modules of the
 * monorepo that it reaches. The user's go.work cannot serve: two modules called `function`, which
 * nearly every function is, cannot be in one.
 *
 * @returns the path of the go.work.
 */
export async function writeBuildWorkspace(
  folder: string,
  modules: GoModules,
  wrapper: WrapperModule,
): Promise<string> {
  const path = join(folder, 'go.work');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'go.mod'), wrapper.goMod);
  await writeFile(join(folder, 'go.sum'), wrapper.goSum);
  // Go adds to it what the go.sum files lack; what an earlier build added is made anew.
  await rm(join(folder, 'go.work.sum'), { force: true });
  if (modules.sums !== '') await writeFile(join(folder, 'go.work.sum'), modules.sums);
  await writeFile(path, goWork(folder, modules, goLine(wrapper.goMod)));
  return path;
}

/** The version that a go.mod asks for. */
function goLine(goMod: string): string {
  const version = /^go (\S+)$/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error('the go.mod of the wrapper has no go line');
  return version;
}

function goWork(folder: string, modules: GoModules, wrapperVersion: string): string {
  // No member may ask for a newer Go than the workspace.
  const newer = compareGoVersions(modules.goVersion, wrapperVersion) > 0;
  const uses = [modules.main, ...modules.used].map(
    (module) => `use ${quote(relativeFolder(folder, module.folder))}`,
  );
  const replaces = modules.replaced.map((replacement) => replaceLine(folder, replacement));
  return [
    `go ${newer ? modules.goVersion : wrapperVersion}`,
    'use .',
    ...uses,
    ...replaces,
    '',
  ].join('\n');
}

function replaceLine(folder: string, replacement: GoReplacement): string {
  const { path, version, target, targetVersion } = replacement;
  const left = version === undefined ? quote(path) : `${quote(path)} ${version}`;
  const right =
    targetVersion === undefined
      ? quote(relativeFolder(folder, target))
      : `${quote(target)} ${targetVersion}`;
  return `replace ${left} => ${right}`;
}

/**
 * Relative, because Go writes the folder of a replaced module into the program: an absolute one would
 * make the image depend on where the workspace lies.
 */
function relativeFolder(from: string, to: string): string {
  return relative(from, to).replaceAll('\\', '/');
}

function quote(word: string): string {
  return /^[\w./@~+-]+$/.test(word) ? word : JSON.stringify(word);
}
