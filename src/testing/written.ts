import { parseFunction } from '../function/func-yaml';
import { migrateFunction } from '../function/write';

const SCHEMA =
  'https://raw.githubusercontent.com/knative/func/c18d6045a1b0cb6c2b411f03082ab9ed20ba90b3/schema/func_yaml-schema.json';
/** The two lines that func writes at the top. */
export const HEADER = `# $schema: ${SCHEMA}\n# yaml-language-server: $schema=${SCHEMA}\n`;

/** `created` of what is written in tests. */
export const CREATED = new Date(Date.UTC(2024, 4, 31, 12));
export const TIME = '2024-05-31T12:00:00.000Z';

export function migrated(text: string | Buffer): string {
  return migrateFunction(Buffer.from(text), 'func.yaml', CREATED).text;
}

/** Migrates, and checks what is true of every migration. */
export function checked(text: string): string {
  const { text: first, changes } = migrateFunction(Buffer.from(text), 'func.yaml', CREATED);
  expect(changes).not.toEqual([]);
  expect(migrateFunction(Buffer.from(first), 'func.yaml', new Date(0))).toEqual({
    text: first,
    changes: [],
  });
  const before = parseFunction(Buffer.from(text), 'func.yaml').spec;
  const after = parseFunction(Buffer.from(first), 'func.yaml').spec;
  expect({ ...after, created: undefined }).toEqual({ ...before, created: undefined });
  expect(after.created).toBe(before.created ?? TIME);
  expect(first.startsWith(HEADER)).toBe(true);
  return first.slice(HEADER.length);
}
