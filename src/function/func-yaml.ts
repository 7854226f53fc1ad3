import { isMap } from 'yaml';

import { UserError } from '../errors';

import { Problems } from './problems';
import { checkRules } from './rules';
import { functionSpec } from './shape';
import type { FunctionSpec } from './spec';
import type { Step } from './yaml-document';
import { isNothing, join, YamlDocument } from './yaml-document';
import { decodeText } from './yaml-text';

export { looksLikeKnative, peek } from './inference';
export type { PeekedFunction } from './inference';

/** A func.yaml that was read, and that knows where everything is in the file. */
export interface FunctionFile {
  /** Its name in errors, relative to the workspace. */
  readonly file: string;
  readonly spec: FunctionSpec;
  /**
   * `file:line:column` (from 1) of what is at `path`, for an error about it: of a scalar or alias
   * itself, of the key of a mapping, list or empty value, and of the nearest parent that exists.
   */
  locate(...path: Step[]): string;
}

/**
 * Reads and validates a func.yaml of specVersion 0.36.0 (schema/func_yaml-schema.json of
 * knative/func). Unknown keys are ignored; older shapes are not migrated.
 *
 * @param bytes the file; a byte order mark and CRLF are fine.
 * @param file its name in errors, relative to the workspace.
 * @throws UserError with `file:line:column` of all that is wrong; never with the value of an
 *   environment variable.
 */
export function parseFunction(bytes: Uint8Array, file: string): FunctionFile {
  const document = new YamlDocument(decodeText(bytes, file), file);
  document.throwIfMistaken();
  return { file, spec: readSpec(document), locate: (...path) => locate(document, path) };
}

function readSpec(document: YamlDocument): FunctionSpec {
  if (!isMap(document.root.node)) throw notAMapping(document);
  const problems = new Problems();
  const spec = functionSpec(document.root, { document, problems });
  // One run tells of wrong types and of broken rules.
  if (spec !== undefined) {
    checkRules(spec, (steps, what, todo) => {
      const path = steps.reduce<string>(join, '');
      // What could not be read has no rules: "no value" would be said of a value of a wrong type.
      if (problems.has(path)) return;
      const { offset } = document.at(steps);
      problems.add({ where: document.where(offset), offset, path, what, todo });
    });
  }
  problems.throwIfAny();
  if (spec === undefined) throw notAMapping(document);
  return spec;
}

function notAMapping(document: YamlDocument): UserError {
  if (isNothing(document.root)) {
    return new UserError('the file is empty', {
      where: document.where(0),
      todo: 'Write at least the language of the function: "runtime: go".',
    });
  }
  return new UserError('the file must be a mapping', {
    where: document.where(document.root.offset),
    todo: 'Write keys with values, at least the language: "runtime: go".',
  });
}

function locate(document: YamlDocument, path: readonly Step[]): string {
  return document.where(document.at(path).offset);
}
