import { UserError } from '../errors';

/** Bytes. func.yaml files in the wild are below 10 KB; what is larger is not one. */
export const MAX_BYTES = 1024 * 1024;

const NEWLINE = 0x0a;
const TODO_UTF8 = 'Save it as UTF-8 text.';

/**
 * The text of a YAML file, without a byte order mark.
 *
 * @param file its name in errors.
 * @throws UserError if it is too large, or no UTF-8 text.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (bytes.length > MAX_BYTES) {
    throw new UserError(`the file has ${bytes.length} bytes; the limit is ${MAX_BYTES} (1 MiB)`, {
      where: `${file}:1:1`,
      todo: 'Check that it is a func.yaml.',
    });
  }
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    throw new UserError('the file is binary: it has a NUL byte', {
      where: `${file}:${lineColumn(bytes, nul)}`,
      todo: TODO_UTF8,
    });
  }
  const text = utf8(bytes);
  if (text === undefined) {
    throw new UserError('the file is binary: it is not UTF-8', {
      where: `${file}:${lineColumn(bytes, firstInvalid(bytes))}`,
      todo: TODO_UTF8,
    });
  }
  return text;
}

/** undefined if `bytes` are not UTF-8. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Offset of the first byte that is not UTF-8: the longest valid beginning, by bisection. */
function firstInvalid(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isValidBeginning(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

/** A character that is cut off at the end is still valid: hence `stream`. */
function isValidBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** `line:column`, 1-based, the column in characters. */
function lineColumn(bytes: Uint8Array, offset: number): string {
  const before = bytes.subarray(0, offset);
  const lineStart = before.lastIndexOf(NEWLINE) + 1;
  const line = before.filter((byte) => byte === NEWLINE).length + 1;
  // With `stream` a character that is cut off does not count.
  const column = new TextDecoder().decode(before.subarray(lineStart), { stream: true }).length + 1;
  return `${line}:${column}`;
}
