import type { Tree } from '@nx/devkit';
import { basename, posix } from 'node:path';
import { UserError } from '../errors';
import { looksLikeKnative, parseFunction } from '../function/func-yaml';
import type { FunctionSpec } from '../function/spec';

/** What a generated function is to be. */
export interface WantedFunction {
  /** Absent: any. */
  readonly name: string | undefined;
  readonly runtime: string;
  readonly invoke: 'http' | 'cloudevent';
}

/**
 * The function that is in a folder already.
 *
 * @throws UserError for a func.yaml that is broken, that of another tool, or that of another function
 *   than the one that is wanted.
 */
export function existingFunction(
  tree: Tree,
  directory: string,
  wanted: WantedFunction,
): FunctionSpec | undefined {
  const path = posix.join(directory, 'func.yaml');
  const bytes = tree.exists(path) ? tree.read(path) : null;
  if (bytes === null) return undefined;
  if (!looksLikeKnative(bytes.toString())) {
    throw new UserError('this func.yaml is not one of Knative func', {
      where: path,
      todo: 'Another tool has the same name for its file: choose another folder.',
    });
  }
  const file = parseFunction(bytes, path);
  const { spec } = file;
  const found = {
    name: spec.name ?? basename(directory),
    runtime: spec.runtime,
    invoke: spec.invoke ?? 'http',
  };
  for (const field of ['runtime', 'invoke', 'name'] as const) {
    const want = wanted[field];
    if (want === undefined || found[field] === want) continue;
    throw new UserError(`another function is here: its ${field} is ${found[field]}, not ${want}`, {
      where: file.locate(field),
      todo: 'Choose another folder, or edit what is there.',
    });
  }
  return spec;
}

/** What may be in a folder before it becomes a function. */
const NO_SOURCE: ReadonlySet<string> = new Set(['func.yaml', 'project.json', 'README.md']);

/**
 * Those files of a template that are in the folder already, and that a new function would have to
 * fit to: sources, and what declares packages.
 */
export function existingSources(tree: Tree, directory: string, files: readonly string[]): string[] {
  return files.filter(
    (file) =>
      !NO_SOURCE.has(file) && !file.startsWith('.') && tree.exists(posix.join(directory, file)),
  );
}
