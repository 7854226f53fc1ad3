import { readIfThere } from './read-file';

/** What a JSON object holds. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * The object in a JSON file, read as Nx reads it: comments and commas at the end are allowed.
 * Undefined where there is no such file, or something else in it.
 */
export async function readJson(path: string): Promise<Json | undefined> {
  const text = readIfThere(path)?.toString();
  if (text === undefined) return undefined;
  try {
    return asObject(JSON.parse(text));
  } catch {
    // Rare, and Nx's devkit is slow to load.
    return parseWithComments(text);
  }
}

async function parseWithComments(text: string): Promise<Json | undefined> {
  const { parseJson } = await import('@nx/devkit');
  try {
    return asObject(parseJson(text));
  } catch {
    return undefined;
  }
}

/** Anything else, a list too, has no entries. */
export function asObject(value: unknown): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Json) : undefined;
}
