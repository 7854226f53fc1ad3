import { UserError } from '../errors';

import type { FunctionFile } from './func-yaml';

/** The languages that Knative func knows. Which of them have a builder is the caller's to say. */
export const supportedRuntimes = [
  'go',
  'node',
  'typescript',
  'python',
  'rust',
  'quarkus',
  'springboot',
] as const;

export type SupportedRuntime = (typeof supportedRuntimes)[number];

/**
 * The runtime of a function, if there is a builder for it.
 *
 * @param builders the runtimes with a builder, custom ones included.
 * @throws UserError in func's words: for a language without a builder, and for an unknown one.
 */
export function checkRuntime(file: FunctionFile, builders: readonly string[]): string {
  const { runtime } = file.spec;
  if (builders.includes(runtime)) return runtime;
  const where = file.locate('runtime');
  const available = `Builders exist for: ${builders.join(', ')}.`;
  if ((supportedRuntimes as readonly string[]).includes(runtime)) {
    throw new UserError(`${runtime} functions are not yet supported by the host builder.`, {
      where,
      todo: `${available} Until this one is there: func build --builder=pack.`,
    });
  }
  throw new UserError(
    `the language runtime '${runtime}' is not a recognized language by the host builder`,
    { where, todo: `Correct it. ${available}` },
  );
}
