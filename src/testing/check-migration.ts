import { parse as parseYaml } from 'yaml';

import { parseFunction } from '../function/func-yaml';
import { migrateFunction } from '../function/write';

const CREATED = new Date(0);

/** `# ...` of each line, func's two header lines apart. */
function commentsOf(text: string): string[] {
  return [...text.matchAll(/(?:^|[ \t])(#.*?)[ \t]*\r?$/gm)]
    .map(([, comment = '']) => comment)
    .filter((comment) => !/^# (\$schema|yaml-language-server):/.test(comment))
    .sort();
}

function valueAt(document: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      document,
    );
}

/** What holds of the migration of each func.yaml that reads, whatever is in it. */
export function checkMigration(bytes: Buffer): void {
  const before = parseFunction(bytes, 'func.yaml');
  const { text } = migrateFunction(bytes, 'func.yaml', CREATED);
  const after = parseFunction(Buffer.from(text), 'func.yaml');
  expect(after.spec).toEqual({
    ...before.spec,
    created: before.spec.created ?? CREATED.toISOString(),
  });
  // Nothing is left to do, not even a warning, but for what nobody knows.
  expect(migrateFunction(Buffer.from(text), 'func.yaml', new Date())).toEqual({
    text,
    changes: [],
  });
  expect(after.warnings.join('\n')).not.toMatch(/old field/);
  expect(commentsOf(text)).toEqual(commentsOf(bytes.toString()));
  const unknown = before.warnings.flatMap((line) => /unknown field (\S+),/.exec(line)?.[1] ?? []);
  const [source, target] = [bytes.toString(), text].map(
    (yaml) => parseYaml(yaml, { uniqueKeys: false }) as unknown,
  );
  for (const path of unknown) expect(valueAt(target, path)).toEqual(valueAt(source, path));
  expect(unknown.every((path) => valueAt(source, path) !== undefined)).toBe(true);
}
