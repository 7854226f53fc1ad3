import { UserError } from '../errors';
import { trimSlashes } from '../function/image-name';
import { isRegistry } from '../function/reference';

/**
 * The option `registry` of a generator as func.yaml has it.
 *
 * @throws UserError for what is no registry.
 */
export function registryOption(given: string): string {
  const registry = trimSlashes(given);
  if (isRegistry(registry)) return registry;
  throw new UserError(`"${given}" is not a registry`, {
    where: 'option registry',
    todo: 'Write a host, a user, or both, as in ghcr.io/acme.',
  });
}
