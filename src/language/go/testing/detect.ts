import { UserError } from '../../../errors';
import { detectSignature } from '../signature';
import type { FunctionSignature, Signature } from '../signature';

/** Puts net/http into a source. */
export const HTTP = 'import "net/http"\n';

/** Finds the signature of one file, or of several by name; `// raw` keeps them from getting a package. */
export function detect(
  source: string | Record<string, string>,
  invoke?: 'http' | 'cloudevent',
): Signature {
  const files = typeof source === 'string' ? { 'function.go': source } : source;
  return detectSignature(
    Object.entries(files).map(([name, text]) => ({
      path: `fn/${name}`,
      source: text.startsWith('// raw') ? text : `package function\n${text}`,
    })),
    invoke,
    'fn/func.yaml:4:1',
    'fn',
  );
}

/** As {@link detect}, for what is no program. */
export function detectFunction(
  source: string | Record<string, string>,
  invoke?: 'http' | 'cloudevent',
): FunctionSignature {
  const signature = detect(source, invoke);
  if (signature.kind !== 'function') throw new Error('a program');
  return signature;
}

/** The message of the UserError. */
export function refusal(
  source: string | Record<string, string>,
  invoke?: 'http' | 'cloudevent',
): string {
  try {
    detect(source, invoke);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('accepted');
}
