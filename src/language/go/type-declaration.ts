import { split } from './token-cursor';
import type { TokenCursor } from './token-cursor';
import type { Token } from './tokens';
import { closingBracket, isName, typeText } from './type-text';

/** A type at the top level of a file (Go spec, "Type declarations"). */
export interface GoType {
  readonly name: string;
  /** `type A = B` */
  readonly alias: boolean;
  readonly kind: 'struct' | 'interface' | 'other';
  /** True for a struct with an embedded field: it may have methods that stand elsewhere. */
  readonly embeds: boolean;
  /** What it is declared to be, in one line; empty for a struct or an interface. */
  readonly text: string;
  readonly line: number;
}

/** Reads one type spec, after `type`. */
export function parseType(cursor: TokenCursor): GoType[] {
  const at = cursor.token;
  const name = cursor.identifier();
  if (at === undefined || name === undefined) return [];
  const rest = withoutParameters(cursor.restOfStatement(')'));
  const alias = rest[0]?.text === '=';
  const type = alias ? rest.slice(1) : rest;
  const first = type[0]?.text;
  const kind = first === 'struct' || first === 'interface' ? first : 'other';
  return [
    {
      name,
      alias,
      kind,
      embeds: kind === 'struct' && split(type.slice(2, -1), [';', '\n']).some(isEmbedded),
      text: kind === 'other' ? typeText(type) : '',
      line: at.line,
    },
  ];
}

/**
 * Type parameters and the length of an array look alike; a constraint makes the difference: `[K any]`
 * against `[N]`.
 */
function withoutParameters(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0]?.text !== '[') return tokens;
  const end = closingBracket(tokens);
  const isList = tokens[1]?.kind === 'identifier' && isName(tokens.slice(2, end));
  return isList ? tokens.slice(end + 1) : tokens;
}

/** An embedded field has no name (Go spec, "Struct types"). */
function isEmbedded(field: readonly Token[]): boolean {
  const tokens = field.filter((token) => token.kind !== 'string');
  return tokens[0]?.kind !== 'identifier' || !isName(tokens.slice(1));
}
