import type { FieldPath } from '../../src/function/fields';
import { parseFunction } from '../../src/function/func-yaml';

/** Types as the docs call them, by what the readers of func.yaml say that they expect. */
const TYPES: Readonly<Record<string, string>> = {
  'a string': 'string',
  'a number': 'number',
  'true or false': 'boolean',
  'a list': 'list',
};

const PROBE = { probe: {} };

/**
 * The type of a field. The readers themselves are asked: they get a mapping of a mapping, which is
 * right for no field, and say what they expect.
 *
 * @throws Error if they say what is not known here.
 */
export function fieldType(path: FieldPath): string {
  const shown = path.replaceAll('[]', '[0]');
  const message = complaint(path);
  const expected = new RegExp(`: ${escape(shown)} must be (.+), but it is a mapping`).exec(message);
  const type = TYPES[expected?.[1] ?? ''];
  if (type !== undefined) return type;
  if (message.includes(`: ${shown}.probe must be a string, but it is a mapping`)) return 'mapping';
  throw new Error(`the reader of ${path} does not tell its type: ${message}`);
}

function complaint(path: FieldPath): string {
  const file = { specVersion: '0.36.0', runtime: 'go', ...nested(path.split('.')) };
  try {
    // JSON is YAML.
    parseFunction(Buffer.from(JSON.stringify(file)), 'func.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

/** `['run', 'envs[]', 'name']` to `{run: {envs: [{name: PROBE}]}}`. */
function nested(steps: readonly string[]): object {
  return steps.reduceRight<object>((inner, step) => {
    const isItem = step.endsWith('[]');
    return { [step.replace('[]', '')]: isItem ? [inner] : inner };
  }, PROBE);
}

function escape(text: string): string {
  return text.replaceAll(/[.[\]]/g, '\\$&');
}
