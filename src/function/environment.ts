import { UserError } from '../errors';

import { isReference, localEnvName } from './env-syntax';
import type { FunctionFile } from './func-yaml';

/** One variable of the image's config. */
export interface Variable {
  readonly name: string;
  readonly value: string;
}

/**
 * The literals of `run.envs`, in order: what is baked into the image. References are resolved when
 * the function is deployed, and never baked (func bakes their text).
 */
export function bakedEnv(file: FunctionFile): Variable[] {
  return (file.spec.run?.envs ?? []).flatMap(({ name, value }) =>
    name === undefined || value === undefined || isReference(value) ? [] : [{ name, value }],
  );
}

/**
 * The variables of `build.buildEnvs`, references resolved.
 *
 * @param environment where `{{ env:X }}` is looked up.
 * @param owned names that the language's builder sets by itself, from the platform.
 * @throws UserError for a variable that is not in `environment`, and for an owned name. No message
 *   holds a value.
 */
export function buildEnv(
  file: FunctionFile,
  environment: NodeJS.ProcessEnv,
  owned: readonly string[] = [],
): Record<string, string> {
  const variables = new Map<string, string>();
  for (const [index, { name, value }] of (file.spec.build?.buildEnvs ?? []).entries()) {
    if (name === undefined || value === undefined) continue;
    const path = ['build', 'buildEnvs', index];
    if (owned.includes(name)) {
      throw new UserError(`${name} is set by the builder, from the platform`, {
        where: file.locate(...path, 'name'),
        todo: 'Remove it from build.buildEnvs.',
      });
    }
    variables.set(
      name,
      resolve(value, environment, () => file.locate(...path, 'value')),
    );
  }
  // fromEntries: a variable called __proto__ is a variable.
  return Object.fromEntries(variables);
}

function resolve(value: string, environment: NodeJS.ProcessEnv, where: () => string): string {
  const name = localEnvName(value);
  if (name === undefined) return value;
  const resolved = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (resolved === undefined) {
    throw new UserError(`expected environment variable '${name}' not found`, {
      where: where(),
      todo: `Set ${name} where the build runs, or remove it from build.buildEnvs.`,
    });
  }
  return resolved;
}
