import { UserError } from '../../errors';
import type { SourcePackage, PlacedFunction, PlacedType } from './source-package';

/** What `New` makes. */
export interface Instance {
  /** Its method Handle, if it can be seen: it may be embedded, or of another package. */
  readonly handle: PlacedFunction | undefined;
  /** `New` returns (T, error). */
  readonly hasError: boolean;
}

/** A type of this package, perhaps behind a pointer, perhaps generic: `*T[int]`. */
const LOCAL_TYPE = /^(?<pointer>\*?)(?<name>[\p{L}_][\p{L}_\p{Nd}]*)(?:\[.*\])?$/u;

const EXAMPLE = 'func New() *MyFunction';

/**
 * Looks at the instanced signature: `New`, and the method Handle of what it returns.
 *
 * @throws UserError for a `New` that main.go cannot call, and for an instance that would make func-go
 *   panic: it takes any type as a handler of CloudEvents, and looks for Handle when it starts.
 */
export function findInstance(
  pkg: SourcePackage,
  news: PlacedFunction,
  invoke: 'http' | 'cloudevent',
): Instance {
  checkParameters(news);
  const hasError = checkResults(pkg, news);
  const result = pkg.fullName(news.results[0] ?? '', news.file);
  if (result === 'any' && invoke === 'http') {
    throw new UserError('New returns any, in which the compiler sees no method Handle', {
      where: news.where,
      todo: `Return the type itself: ${EXAMPLE}.`,
    });
  }
  const { name = '', pointer = '' } = LOCAL_TYPE.exec(result)?.groups ?? {};
  const type = pkg.type(name);
  if (type === undefined) return { handle: undefined, hasError };
  const handle = pkg.method(name, 'Handle');
  if (handle === undefined) checkVisible(type, news, invoke);
  else if (pointer === '') checkReceiver(handle, news, name);
  return { handle, hasError };
}

/** Only variadic parameters: main.go can call it without. */
function checkParameters(news: PlacedFunction): void {
  if (news.parameters.every((type) => type.startsWith('...'))) return;
  throw new UserError(`New takes no parameters, and this one has (${news.parameters.join(', ')})`, {
    where: news.where,
    todo: `Change it to ${EXAMPLE}; configuration is in the environment and in the argument of Start.`,
  });
}

/** @returns true for (T, error). */
function checkResults(pkg: SourcePackage, news: PlacedFunction): boolean {
  const [first, second, ...more] = news.results;
  const isPair = second !== undefined && pkg.fullName(second, news.file) === 'error';
  if (first !== undefined && more.length === 0 && (second === undefined || isPair)) return isPair;
  const what = first === undefined ? 'nothing' : `(${news.results.join(', ')})`;
  throw new UserError(`New returns ${what}: it has to return the instance, or (instance, error)`, {
    where: news.where,
    todo: `Change it to ${EXAMPLE}.`,
  });
}

/** For HTTP the compiler says it; for CloudEvents nobody does before the image is started. */
function checkVisible(type: PlacedType, news: PlacedFunction, invoke: 'http' | 'cloudevent'): void {
  if (invoke === 'http' || type.kind !== 'struct' || type.embeds) return;
  throw new UserError(`${type.name}, which New (${news.where}) returns, has no method Handle`, {
    where: `${type.file.path}:${type.line}`,
    todo: `Add func (f *${type.name}) Handle(ctx context.Context, e event.Event) error.`,
  });
}

/** A value has no methods of the pointer (Go spec, "Method sets"). */
function checkReceiver(handle: PlacedFunction, news: PlacedFunction, name: string): void {
  if (handle.receiver?.pointer !== true) return;
  throw new UserError(`New returns ${name}, but Handle (${handle.where}) is a method of *${name}`, {
    where: news.where,
    todo: `Return a pointer: func New() *${name}.`,
  });
}
