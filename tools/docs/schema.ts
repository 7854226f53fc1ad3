import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of a schema.json of Nx the docs tell. */
export interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Option>>;
  readonly required?: readonly string[];
  readonly examples?: readonly Example[];
}

export interface Example {
  readonly command: string;
  readonly description?: string;
}

export interface Option {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly alias?: string;
  readonly aliases?: readonly string[];
  readonly items?: Option;
  readonly examples?: readonly unknown[];
  readonly hidden?: boolean;
  readonly $default?: { readonly $source?: string; readonly index?: number };
  readonly 'x-prompt'?: unknown;
  readonly 'x-deprecated'?: boolean | string;
  readonly 'x-priority'?: string;
}

/** A generator or an executor, and what its schema.json says. */
export interface Entry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly schema: Schema;
}

/**
 * The entries of generators.json or executors.json, but for hidden ones.
 *
 * @param root the folder of the package.
 */
export function readEntries(kind: 'generators' | 'executors', root: string): Entry[] {
  const manifest = readJson(join(root, `${kind}.json`)) as Record<
    typeof kind,
    Record<string, Omit<Entry, 'name' | 'schema'> & { hidden?: boolean; schema: string }>
  >;
  return Object.entries(manifest[kind])
    .filter(([, { hidden }]) => hidden !== true)
    .map(([name, { schema, description, aliases }]) => ({
      name,
      description,
      // The type is what the file should have.
      aliases: (aliases as readonly string[] | undefined) ?? [],
      schema: readJson(join(root, schema)) as Schema,
    }));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** What people may set: the rest is for the plugin itself. */
export function publicOptions({ properties = {} }: Schema): [string, Option][] {
  return Object.entries(properties).filter(
    ([, option]) => option.hidden !== true && option['x-priority'] !== 'internal',
  );
}
