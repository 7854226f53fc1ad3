import { UserError } from '../../errors';
import type { SourcePackage } from './source-package';

/** No signature was found: says what comes near, and what would be one. */
export function noSignature(pkg: SourcePackage, root: string): UserError {
  return new UserError('no signatures found: no func Handle and no func New', {
    where: root,
    todo: [
      ...nearMisses(pkg),
      'Add func Handle(w http.ResponseWriter, r *http.Request), or func New() *T where T has that method.',
    ].join('\n  '),
  });
}

function nearMisses(pkg: SourcePackage): string[] {
  const functions = pkg.functions.flatMap(({ name, where, receiver, typeParameters }) => {
    const isSignature = name === 'Handle' || name === 'New';
    if (receiver !== undefined) {
      if (!isSignature) return [];
      return name === 'Handle'
        ? [
            `${where}: Handle is a method of ${receiver.type}: func New() *${receiver.type} is missing.`,
          ]
        : [`${where}: New is a method of ${receiver.type}, not a function.`];
    }
    if (isSignature && typeParameters) return [`${where}: ${name} has type parameters.`];
    return name === 'handle' || name === 'new'
      ? [`${where}: ${name} is not exported: begin it with a capital letter.`]
      : [];
  });
  const values = ['Handle', 'New'].flatMap((name) => {
    const where = pkg.value(name);
    return where === undefined ? [] : [`${where}: ${name} is a variable: make it a func.`];
  });
  return [...functions, ...values];
}
