import type { TokenCursor } from './token-cursor';
import type { Token } from './tokens';

/** What a type may begin with (Go spec, "Types"), besides an identifier. */
const TYPE_START = new Set([
  '*',
  '(',
  '[',
  '<-',
  '~',
  'chan',
  'map',
  'func',
  'struct',
  'interface',
]);

/** Steps over one type. Stops where it does not understand, at the latest at a `{` or a semicolon. */
export function skipType(cursor: TokenCursor): void {
  while (skipPrefix(cursor));
  if (cursor.is('(')) cursor.brackets();
  else if (cursor.is('struct') || cursor.is('interface')) skipBraces(cursor);
  else skipTypeName(cursor);
}

/** `*`, `[]`, `chan`, `map[K]`, `func(a A)`: what another type follows, or may follow. */
function skipPrefix(cursor: TokenCursor): boolean {
  if (cursor.is('[')) {
    cursor.brackets();
    return true;
  }
  const isFunction = cursor.is('func');
  const isMap = cursor.is('map');
  if (!isFunction && !isMap && !['*', '~', '<-', 'chan'].some((it) => cursor.is(it))) return false;
  cursor.next();
  if (isMap && cursor.is('[')) cursor.brackets();
  if (isFunction && cursor.is('(')) cursor.brackets();
  return true;
}

function skipBraces(cursor: TokenCursor): void {
  cursor.next();
  if (cursor.is('{')) cursor.brackets();
}

function skipTypeName(cursor: TokenCursor): void {
  if (cursor.identifier() === undefined) return;
  if (cursor.is('.')) {
    cursor.next();
    cursor.identifier();
  }
  if (cursor.is('[')) cursor.brackets();
}

/** True if a type can begin with this token. */
export function startsType(token: Token | undefined): boolean {
  return token?.kind === 'identifier' || (token !== undefined && TYPE_START.has(token.text));
}

/**
 * True if what follows an identifier is a type, so that the identifier is a name: `a T`, `a []T`. It
 * is a type itself in `T`, `pkg.T` and `T[A]`.
 */
export function isName(following: readonly Token[]): boolean {
  const tokens = following.filter((token) => token.text !== '\n');
  const next = tokens[0];
  if (next === undefined || next.text === '.') return false;
  return next.text !== '[' || closingBracket(tokens) < tokens.length - 1;
}

/** The index of the `]` that closes the `[` at the beginning; -1 without one. */
export function closingBracket(tokens: readonly Token[]): number {
  let depth = 0;
  return tokens.findIndex((token) => {
    if (token.text === '[') depth++;
    if (token.text === ']') depth--;
    return depth === 0;
  });
}

/** The tokens as one line, spaced as gofmt does it. */
export function typeText(tokens: readonly Token[]): string {
  let text = '';
  let before: Token | undefined;
  for (const token of tokens) {
    if (token.text === '\n' && (before === undefined || before.text === '{')) continue;
    if (before !== undefined) text += space(before, token);
    text += token.text === '\n' ? ';' : token.text;
    before = token;
  }
  // What ends a line or a list in the source has no place in one line.
  return text
    .replace(/[;,]+(?=\s*[)\]}]|$)/g, '')
    .replace(/\{\s+\}/g, '{}')
    .replace(/chan<-(?=\S)/g, 'chan<- ');
}

const NONE_BEFORE = new Set([',', ';', '\n', '.', ')', ']', '{']);
const NONE_AFTER = new Set(['(', '[', ']', '.', '*', '<-', '...', '~']);

function space(before: Token, token: Token): '' | ' ' {
  if (NONE_BEFORE.has(token.text)) return '';
  if ([',', ';', '\n', '{'].includes(before.text) || token.text === '}') return ' ';
  if (NONE_AFTER.has(before.text)) return '';
  if (before.text === 'chan') return token.text === '<-' ? '' : ' ';
  if (before.text === ')' || token.kind !== 'operator' || token.text === '<-') return ' ';
  return ['*', '...'].includes(token.text) && before.text !== 'func' ? ' ' : '';
}
