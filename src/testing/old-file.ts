import { parseFunction, type FunctionFile } from '../function/func-yaml';
import type { FunctionSpec } from '../function/spec';
import type { Step } from '../function/yaml-document';

/** An old func.yaml, and what is read from it. */
export interface OldFileCase {
  readonly title: string;
  readonly text: string;
  /** Without specVersion, which is always the newest. */
  readonly spec: Omit<FunctionSpec, 'specVersion'>;
  readonly warnings: readonly string[];
  /** Where the moved fields are: the path in the new file, line and column in the old one. */
  readonly located?: readonly (readonly [path: readonly Step[], where: string])[];
}

/** The first lines of a file without a version, and what is read from them. */
export const OLD_HEAD = 'name: a\nruntime: go\n';
export const OLD_SPEC = { name: 'a', runtime: 'go' };

/** The warning about old fields. */
export function oldFields(where: string, ...fields: string[]): string {
  return (
    `func.yaml:${where}: ${fields.length === 1 ? 'an old field' : 'old fields'} of func.yaml: ` +
    `${fields.join(', ')}; \`nx g nx-func:configuration --migrate\` writes it anew`
  );
}

export function parseText(text: string): FunctionFile {
  return parseFunction(Buffer.from(text), 'func.yaml');
}

/** Spec, warnings and places, all as the case has them. */
export function checkOldFile({ text, spec, warnings, located = [] }: OldFileCase): void {
  const file = parseText(text);
  expect(file.spec).toEqual({ ...spec, specVersion: '0.36.0' });
  expect(file.warnings).toEqual(warnings);
  const found = located.map(([path]) => [path, file.locate(...path)]);
  expect(found).toEqual(located.map(([path, where]) => [path, `func.yaml:${where}`]));
}
