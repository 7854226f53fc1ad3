/**
 * Go's `filepath.Match` as it is on Linux and macOS, for `.funcignore` means what func makes of it.
 * Like Go it works on the UTF-8 bytes of the name: `?` and classes take one code point, and a `*`
 * may end within one (`*???` matches a single euro sign, in Go and here).
 *
 * Syntax: `*` any run without `/`; `?` one character but `/`; `[a-z]`, `[^a-z]` a class (a negated
 * one takes `/` too); `\c` the character c.
 */

type Operator =
  | { readonly kind: 'byte'; readonly byte: number }
  | { readonly kind: 'any' }
  | {
      readonly kind: 'class';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [low: number, high: number])[];
    };

/** Operators of one character each, after a `*` or not. */
interface Chunk {
  readonly star: boolean;
  readonly operators: readonly Operator[];
}

const SLASH = 0x2f;
const REPLACEMENT = 0xfffd;
const META = /[*?[\\]/;

/**
 * @param pattern the whole name must match it.
 * @throws Error if the pattern is malformed. Go tells so only once it gets as far as the mistake;
 *   here it is told in any case.
 */
export function compileGlob(pattern: string): (name: string) => boolean {
  if (!META.test(pattern)) return (name) => name === pattern;
  const chunks = parse(pattern);
  return (name) => match(chunks, Buffer.from(name, 'utf8'));
}

// --- the pattern, by code points: every operator of the syntax is ASCII ---

function parse(pattern: string): Chunk[] {
  const characters = Array.from(pattern);
  const chunks: Chunk[] = [];
  let at = 0;
  while (at < characters.length) {
    let start = at;
    while (characters[start] === '*') start++;
    const end = chunkEnd(characters, start);
    chunks.push({ star: start > at, operators: parseChunk(characters.slice(start, end)) });
    at = end;
  }
  return chunks;
}

/** Index of the `*` that ends the chunk, as scanChunk of Go finds it. */
function chunkEnd(characters: readonly string[], start: number): number {
  let inClass = false;
  for (let at = start; at < characters.length; at++) {
    const character = characters[at];
    if (character === '\\') at++;
    else if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    else if (character === '*' && !inClass) return at;
  }
  return characters.length;
}

function parseChunk(characters: readonly string[]): Operator[] {
  const operators: Operator[] = [];
  let at = 0;
  while (at < characters.length) {
    const character = characters[at];
    if (character === '[') {
      const [operator, end] = parseClass(characters, at + 1);
      operators.push(operator);
      at = end;
      continue;
    }
    if (character === '?') {
      operators.push({ kind: 'any' });
    } else {
      if (character === '\\') at++;
      const literal = characters[at];
      if (literal === undefined) throw malformed('it ends with a backslash');
      for (const byte of Buffer.from(literal, 'utf8')) operators.push({ kind: 'byte', byte });
    }
    at++;
  }
  return operators;
}

/** @returns the class and the index after its `]`. */
function parseClass(characters: readonly string[], start: number): [Operator, number] {
  const negated = characters[start] === '^';
  let at = negated ? start + 1 : start;
  const ranges: [number, number][] = [];
  while (characters[at] !== ']' || ranges.length === 0) {
    let low: number;
    [low, at] = classCharacter(characters, at);
    let high = low;
    if (characters[at] === '-') [high, at] = classCharacter(characters, at + 1);
    ranges.push([low, high]);
  }
  return [{ kind: 'class', negated, ranges }, at + 1];
}

function classCharacter(characters: readonly string[], start: number): [number, number] {
  const first = characters[start];
  if (first === '-' || first === ']') {
    throw malformed(`a "${first}" in [ ] that stands for itself needs a backslash`);
  }
  const at = first === '\\' ? start + 1 : start;
  const codePoint = characters[at]?.codePointAt(0);
  if (codePoint === undefined || at + 1 >= characters.length) {
    throw malformed('a "[" has no "]"');
  }
  return [codePoint, at + 1];
}

function malformed(reason: string): Error {
  return new Error(`malformed pattern: ${reason}`);
}

// --- the name, by bytes ---

function match(chunks: readonly Chunk[], name: Buffer): boolean {
  let at = 0;
  for (const [index, chunk] of chunks.entries()) {
    const last = index === chunks.length - 1;
    if (chunk.star && chunk.operators.length === 0) return !name.includes(SLASH, at);
    const end = chunkMatch(chunk, name, at, last);
    if (end === undefined) return false;
    at = end;
  }
  return at === name.length;
}

/** Where the first match of `chunk` at `start`, or behind what its star takes, ends. */
function chunkMatch(chunk: Chunk, name: Buffer, start: number, last: boolean): number | undefined {
  for (let at = start; ; at++) {
    const end = operatorsMatch(chunk.operators, name, at);
    if (end !== undefined && (!last || end === name.length)) return end;
    if (!chunk.star || at >= name.length || name[at] === SLASH) return undefined;
  }
}

function operatorsMatch(
  operators: readonly Operator[],
  name: Buffer,
  start: number,
): number | undefined {
  let at = start;
  for (const operator of operators) {
    const byte = name[at];
    if (byte === undefined) return undefined;
    if (operator.kind === 'byte') {
      if (byte !== operator.byte) return undefined;
      at++;
      continue;
    }
    const [codePoint, length] = decode(name, at);
    if (operator.kind === 'any') {
      if (byte === SLASH) return undefined;
    } else {
      const within = operator.ranges.some(([low, high]) => low <= codePoint && codePoint <= high);
      if (within === operator.negated) return undefined;
    }
    at += length;
  }
  return at;
}

/** utf8.DecodeRune: a byte that begins no character counts as U+FFFD of length 1. */
function decode(name: Buffer, at: number): [codePoint: number, length: number] {
  const first = name[at] ?? 0;
  if (first < 0x80) return [first, 1];
  // The name is valid UTF-8, so a first byte tells the truth about what follows.
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
  if (length === 1) return [REPLACEMENT, 1];
  return [name.toString('utf8', at, at + length).codePointAt(0) ?? REPLACEMENT, length];
}
