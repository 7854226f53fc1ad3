import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import addFormats from 'ajv-formats';
import Ajv from 'ajv-draft-04';
import { parse as parseYaml } from 'yaml';

/** func's own schema at 0.36.0; beside the repository where it is developed, not in the package. */
const FILE = join(__dirname, '../../../shared/reference/func_yaml-schema.json');

/** What a test says that cannot run without it. */
export const NO_SCHEMA = 'not run: needs ../shared/reference/func_yaml-schema.json';

export interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** func's schema, and what it says against a text: `path: message` of each thing. */
export interface FuncSchema {
  readonly schema: Schema;
  readonly errorsOf: (text: string) => string[];
}

/** undefined where the schema is absent. */
export function funcSchema(): FuncSchema | undefined {
  if (!existsSync(FILE)) return undefined;
  const schema = JSON.parse(readFileSync(FILE, 'utf8')) as Schema;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  return {
    schema,
    errorsOf: (text) => {
      validate(parseYaml(text));
      return (validate.errors ?? []).map(({ instancePath, message = '', params }) => {
        const { additionalProperty } = params as { additionalProperty?: string };
        return additionalProperty === undefined
          ? `${instancePath} ${message}`
          : `${instancePath}/${additionalProperty} is not in the schema`;
      });
    },
  };
}
