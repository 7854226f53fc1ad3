import { split } from './token-cursor';
import type { TokenCursor } from './token-cursor';
import type { Token } from './tokens';
import { isName, skipType, startsType, typeText } from './type-text';

/** A function or a method at the top level of a file (Go spec, "Function declarations"). */
export interface GoFunction {
  readonly name: string;
  readonly receiver?: GoReceiver;
  /** True for a generic function. */
  readonly typeParameters: boolean;
  /** The type of each parameter: `a, b int` gives two. A variadic one keeps its dots. */
  readonly parameters: readonly string[];
  readonly results: readonly string[];
  /** Where its name stands. */
  readonly line: number;
  readonly column: number;
}

/** `(t *T[K])` is a pointer receiver of type `T`. */
export interface GoReceiver {
  readonly type: string;
  readonly pointer: boolean;
}

/** Reads from `func` on; undefined if the source ends before the parameters do. */
export function parseFunction(cursor: TokenCursor): GoFunction | undefined {
  cursor.next();
  const receiver = cursor.is('(') ? parseReceiver(cursor.brackets() ?? []) : undefined;
  const at = cursor.token;
  const name = cursor.identifier();
  if (at === undefined || name === undefined) return undefined;
  const typeParameters = cursor.is('[');
  if (typeParameters) cursor.brackets();
  const parameters = cursor.is('(') ? cursor.brackets() : undefined;
  if (parameters === undefined) return undefined;
  return {
    name,
    ...(receiver === undefined ? {} : { receiver }),
    typeParameters,
    parameters: parameterTypes(parameters),
    results: parseResults(cursor),
    line: at.line,
    column: at.column,
  };
}

function parseReceiver(tokens: readonly Token[]): GoReceiver {
  const pointer = tokens.some((token) => token.text === '*');
  // Brackets around a receiver's type are legal, and say nothing.
  const type = parameters(tokens.filter(({ text }) => text !== '(' && text !== ')'))[0]?.type ?? [];
  return { type: type.find((token) => token.kind === 'identifier')?.text ?? '', pointer };
}

function parseResults(cursor: TokenCursor): string[] {
  if (cursor.is('(')) return parameterTypes(cursor.brackets() ?? []);
  if (!startsType(cursor.token)) return [];
  return [
    typeText(
      cursor.taken(() => {
        skipType(cursor);
      }),
    ),
  ];
}

function parameterTypes(tokens: readonly Token[]): string[] {
  const entries = parameters(tokens);
  const isNamed = entries.some((entry) => entry.name !== undefined);
  if (!isNamed) return entries.map((entry) => typeText(entry.type));
  // In a list with names a lone identifier is one more name for the type that follows.
  const types: string[] = [];
  let following = '';
  for (const entry of entries.toReversed()) {
    if (entry.name !== undefined) following = typeText(entry.type);
    types.unshift(following);
  }
  return types;
}

interface Parameter {
  readonly name?: string;
  readonly type: readonly Token[];
}

/** The entries of a list as they stand (Go spec, "Function types"). */
function parameters(tokens: readonly Token[]): Parameter[] {
  return split(tokens).map((entry) => {
    const [first, ...rest] = entry;
    return first?.kind === 'identifier' && isName(rest)
      ? { name: first.text, type: rest }
      : { type: entry };
  });
}
