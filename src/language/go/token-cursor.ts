import { tokenize } from './tokens';
import type { Token } from './tokens';

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** A position in the tokens of a source. Comments are left out. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  static of(source: string): TokenCursor {
    return new TokenCursor(tokenize(source).filter((token) => token.kind !== 'comment'));
  }

  get atEnd(): boolean {
    return this.#index >= this.#tokens.length;
  }

  get token(): Token | undefined {
    return this.#tokens[this.#index];
  }

  /** True at a keyword or an operator of this text. */
  is(text: string): boolean {
    const { token } = this;
    return token?.text === text && (token.kind === 'keyword' || token.kind === 'operator');
  }

  get atSemicolon(): boolean {
    return this.is(';') || this.is('\n');
  }

  /** Takes the token. */
  next(): Token | undefined {
    const { token } = this;
    this.#index++;
    return token;
  }

  /** Takes the token if it is an identifier. */
  identifier(): string | undefined {
    return this.token?.kind === 'identifier' ? this.next()?.text : undefined;
  }

  /**
   * Takes a bracket and all up to the one that closes it.
   *
   * @returns what is between them, or undefined if the source ends first.
   */
  brackets(): readonly Token[] | undefined {
    const start = this.#index;
    let depth = 0;
    while (!this.atEnd) {
      if (this.#opens()) depth++;
      if (this.#closes()) depth--;
      this.next();
      if (depth === 0) return this.#tokens.slice(start + 1, this.#index - 1);
    }
    return undefined;
  }

  /** Steps over the rest of a statement and its semicolon; stops before `end`. */
  skipStatement(end?: string): void {
    while (!this.atEnd && !this.atSemicolon) {
      if (end !== undefined && this.is(end)) return;
      if (this.#opens()) this.brackets();
      else this.next();
    }
    this.next();
  }

  skipSemicolons(): void {
    while (this.atSemicolon) this.next();
  }

  /** The tokens of the rest of a statement; stops before its semicolon, or before `end`. */
  restOfStatement(end?: string): readonly Token[] {
    const start = this.#index;
    while (!this.atEnd && !this.atSemicolon && !(end !== undefined && this.is(end))) {
      if (this.#opens()) this.brackets();
      else this.next();
    }
    return this.#tokens.slice(start, this.#index);
  }

  /** The tokens that `skip` takes. */
  taken(skip: () => void): readonly Token[] {
    const start = this.#index;
    skip();
    return this.#tokens.slice(start, this.#index);
  }

  #opens(): boolean {
    return this.token?.kind === 'operator' && OPENING.has(this.token.text);
  }

  #closes(): boolean {
    return this.token?.kind === 'operator' && CLOSING.has(this.token.text);
  }
}

/** `a, b, c` as its parts, at commas (or what `separators` says) that no bracket encloses. */
export function split(
  tokens: readonly Token[],
  separators: readonly string[] = [','],
): (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const isOperator = token.kind === 'operator';
    if (isOperator && OPENING.has(token.text)) depth++;
    if (isOperator && CLOSING.has(token.text)) depth--;
    if (depth === 0 && isOperator && separators.includes(token.text)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.some((token) => token.text !== '\n'));
}
