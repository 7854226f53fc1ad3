/** The image-spec's own JSON schemas, from its Go module. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const IMAGE_SPEC = 'github.com/opencontainers/image-spec@v1.1.1';

const SCHEMAS = {
  layout: 'image-layout-schema.json',
  index: 'image-index-schema.json',
  manifest: 'image-manifest-schema.json',
  config: 'config-schema.json',
} as const;

export type SchemaName = keyof typeof SCHEMAS;

let loaded: Ajv | undefined;

/** What the schema has against a JSON value: nothing, or a line for each complaint. */
export function schemaProblems(name: SchemaName, value: unknown): string[] {
  loaded ??= loadSchemas();
  const validate = loaded.getSchema(SCHEMAS[name]);
  if (validate === undefined) {
    throw new Error(`the image-spec has no ${SCHEMAS[name]}`);
  }
  if (validate(value) === true) {
    return [];
  }
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath || '/'} ${error.message ?? error.keyword}`,
  );
}

function loadSchemas(): Ajv {
  const folder = join(imageSpecFolder(), 'schema');
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const schema = JSON.parse(readFileSync(join(folder, file), 'utf8'), withoutId) as object;
    ajv.addSchema(schema, file);
  }
  return ajv;
}

/** The schemas refer to each other by file name, which their ids (URLs of nothing) would hide. */
function withoutId(key: string, value: unknown): unknown {
  return key === 'id' && typeof value === 'string' ? undefined : value;
}

function imageSpecFolder(): string {
  // Outside any module: a go.mod or go.work of the current folder is not to have a say.
  const go = spawnSync('go', ['mod', 'download', '-json', IMAGE_SPEC], {
    cwd: tmpdir(),
    env: { ...process.env, GOFLAGS: '', GOWORK: 'off' },
    encoding: 'utf8',
  });
  if (go.status !== 0) {
    throw new Error(`go mod download ${IMAGE_SPEC}: ${go.stdout}${go.stderr}`);
  }
  return (JSON.parse(go.stdout) as { Dir: string }).Dir;
}
