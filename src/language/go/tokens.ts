/**
 * The tokens of Go source (Go spec, "Lexical elements"): enough of them to find declarations without
 * being fooled by comments, strings and runes. Operators that no declaration needs come one character
 * at a time.
 */
export interface Token {
  readonly kind: 'identifier' | 'keyword' | 'number' | 'rune' | 'string' | 'operator' | 'comment';
  /** As it stands in the source. A semicolon that a line end stands for is `\n`. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in bytes of UTF-8: what the Go compiler prints. */
  readonly column: number;
}

const KEYWORDS = new Set(
  (
    'break case chan const continue default defer else fallthrough for func go goto if import ' +
    'interface map package range return select struct switch type var'
  ).split(' '),
);

/** After these a line end is a semicolon (Go spec, "Semicolons"). */
const ENDS_STATEMENT = new Set('break continue fallthrough return ++ -- ) ] }'.split(' '));

const SPACE = /[ \t\r\ufeff]+/y;

/** In the order in which they are tried. */
const LEXICAL: readonly (readonly ['identifier' | 'number' | 'operator', RegExp])[] = [
  ['identifier', /[\p{L}_][\p{L}_\p{Nd}]*/uy],
  ['number', /0[xX](?:[pP][+-]?|[\w.])*|\.?[0-9](?:[eE][+-]|[\w.])*/y],
  ['operator', /\.\.\.|<-|\+\+|--|[^]/uy],
];

/** All tokens of a source, comments and automatic semicolons included. Never throws. */
export function tokenize(source: string): Token[] {
  return new Tokenizer(source).run();
}

class Tokenizer {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #position = 0;
  #line = 1;
  #column = 1;
  #needsSemicolon = false;

  constructor(source: string) {
    this.#source = source;
  }

  run(): Token[] {
    while (this.#position < this.#source.length) {
      const space = this.#peek(SPACE);
      if (space !== undefined) this.#advance(space);
      else if (this.#at('\n')) this.#lineEnd();
      else if (this.#at('//')) this.#comment('\n', 0);
      else if (this.#at('/*')) this.#comment('*/', 2);
      else if (this.#at('`'))
        this.#literal('string', this.#source.indexOf('`', this.#position + 1));
      else if (this.#at('"')) this.#literal('string', this.#closingQuote('"'));
      else if (this.#at("'")) this.#literal('rune', this.#closingQuote("'"));
      else this.#token();
    }
    this.#semicolon();
    return this.#tokens;
  }

  #at(text: string): boolean {
    return this.#source.startsWith(text, this.#position);
  }

  #lineEnd(): void {
    this.#semicolon();
    this.#advance('\n');
  }

  #comment(end: string, endLength: number): void {
    const index = this.#source.indexOf(end, this.#position + 2);
    const text = this.#slice(index === -1 ? undefined : index + endLength);
    // A block comment that holds a line end acts like one, and the semicolon comes before it.
    if (text.includes('\n')) this.#semicolon();
    this.#push('comment', text);
  }

  /** @param last the index of its last character; -1 if it never ends. */
  #literal(kind: 'string' | 'rune', last: number): void {
    this.#needsSemicolon = true;
    this.#push(kind, this.#slice(last === -1 ? undefined : last + 1));
  }

  /**
   * The index of the quote that ends a string or a rune, or of the last character of the line, where
   * the compiler gives up. No regular expression: V8 keeps a stack of what it may go back to, and a
   * file embedded as one string of megabytes overflows it.
   */
  #closingQuote(quote: string): number {
    for (let index = this.#position + 1; index < this.#source.length; index++) {
      const character = this.#source[index];
      if (character === quote) return index;
      if (character === '\n') return index - 1;
      if (character === '\\' && this.#source[index + 1] !== '\n') index++;
    }
    return -1;
  }

  #semicolon(): void {
    if (this.#needsSemicolon) this.#tokens.push(this.#here('operator', '\n'));
    this.#needsSemicolon = false;
  }

  #token(): void {
    for (const [kind, pattern] of LEXICAL) {
      const text = this.#peek(pattern);
      if (text === undefined) continue;
      const isKeyword = kind === 'identifier' && KEYWORDS.has(text);
      this.#needsSemicolon = (kind !== 'operator' && !isKeyword) || ENDS_STATEMENT.has(text);
      this.#push(isKeyword ? 'keyword' : kind, text);
      return;
    }
  }

  #here(kind: Token['kind'], text: string): Token {
    return { kind, text, line: this.#line, column: this.#column };
  }

  #push(kind: Token['kind'], text: string): void {
    this.#tokens.push(this.#here(kind, text));
    this.#advance(text);
  }

  #peek(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    return pattern.exec(this.#source)?.[0];
  }

  #slice(end: number | undefined): string {
    return this.#source.slice(this.#position, end);
  }

  #advance(text: string): void {
    this.#position += text.length;
    const lastLineEnd = text.lastIndexOf('\n');
    if (lastLineEnd === -1) {
      this.#column += Buffer.byteLength(text);
      return;
    }
    this.#line += text.split('\n').length - 1;
    this.#column = Buffer.byteLength(text.slice(lastLineEnd + 1)) + 1;
  }
}
