import { isMap } from 'yaml';

import { UserError } from '../errors';

import { noticesOf, warningsOf } from './advice';
import { migrate } from './migrations';
import { Problems } from './problems';
import type { Unknown } from './reader';
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
  /** At {@link SPEC_VERSION}, whatever version the file has. */
  readonly spec: FunctionSpec;
  /**
   * What works, and should be looked at: old fields, unknown fields, a version from the future. A
   * line each, with `file:line:column`.
   */
  readonly warnings: readonly string[];
  /** Fields that a build on the host does not use: a line each, for those who want to know. */
  readonly notices: readonly string[];
  /**
   * `file:line:column` (from 1) of what is at `path`, for an error about it: of a scalar or alias
   * itself, of the key of a mapping, list or empty value, and of the nearest parent that exists.
   */
  locate(...path: Step[]): string;
}

/**
 * Reads and validates a func.yaml (schema/func_yaml-schema.json of knative/func at 0.36.0). A file
 * of an older version is migrated in memory, with func's own migrations and from the dialects before
 * them. Unknown keys are ignored, with a warning.
 *
 * @param bytes the file; a byte order mark and CRLF are fine.
 * @param file its name in errors, relative to the workspace.
 * @throws UserError with `file:line:column` of all that is wrong; never with the value of an
 *   environment variable.
 */
export function parseFunction(bytes: Uint8Array, file: string): FunctionFile {
  const document = new YamlDocument(decodeText(bytes, file), file);
  document.throwIfMistaken();
  return readFunction(document);
}

/** The function in a document, which is migrated in place. */
export function readFunction(document: YamlDocument): FunctionFile {
  const root = document.root.node;
  if (!isMap(root)) throw notAMapping(document);
  const changes = migrate(root, (node) => document.resolve(node));
  const unknown: Unknown[] = [];
  const spec = readSpec(document, unknown);
  return {
    file: document.file,
    spec,
    warnings: warningsOf(document, spec, changes, unknown),
    notices: noticesOf(document),
    locate: (...path) => document.where(document.at(path).offset),
  };
}

function readSpec(document: YamlDocument, unknown: Unknown[]): FunctionSpec {
  const problems = new Problems();
  const spec = functionSpec(document.root, { document, problems, unknown });
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

/** The error about a document that is no mapping. */
export function notAMapping(document: YamlDocument): UserError {
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
