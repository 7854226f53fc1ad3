import { tokenize } from './tokens';

function texts(source: string): string[] {
  return tokenize(source)
    .filter((token) => token.kind !== 'comment')
    .map((token) => token.text);
}

function kinds(source: string): string[] {
  return tokenize(source).map((token) => `${token.kind} ${token.text}`);
}

describe('tokenize', () => {
  it.each([
    ['string', '"a \\" ` \' // /* b"'],
    ['string', '"\\\\"'],
    ['string', '`func New() "\' \\`'],
    ['string', '`two\nlines`'],
    ['rune', "'\"'"],
    ['rune', "'\\''"],
    ['rune', "'{'"],
    ['rune', "'\\\\'"],
    ['number', '0x1F_FFp-2'],
    ['number', '1_000.5e+10i'],
    ['number', '.5'],
    ['identifier', 'größe_9'],
    ['identifier', '日本'],
    ['keyword', 'func'],
  ])('%s %s is one token', (kind, text) => {
    expect(tokenize(text)[0]).toEqual({ kind, text, line: 1, column: 1 });
    expect(texts(`${text} )`)).toEqual([text, ')', '\n']);
  });

  it('ends a hexadecimal number before a sign', () => {
    expect(texts('0x1e+2')).toEqual(['0x1e', '+', '2', '\n']);
  });

  it('knows the operators that declarations need', () => {
    expect(texts('a ...T <-chan ~x.y[*z]')).toEqual(
      'a|...|T|<-|chan|~|x|.|y|[|*|z|]|\n'.split('|'),
    );
  });

  it('keeps comments as tokens', () => {
    expect(kinds('//go:build linux\n/* func New() */ package')).toEqual([
      'comment //go:build linux',
      'comment /* func New() */',
      'keyword package',
    ]);
  });

  it('takes a comment in a string for text, and a quote in a comment', () => {
    expect(texts('"/*" x /* " */ y // `\nz')).toEqual(['"/*"', 'x', 'y', '\n', 'z', '\n']);
  });

  it.each([
    ['a\nb', ['a', '\n', 'b', '\n']],
    ['return\n', ['return', '\n']],
    ['i++\n', ['i', '++', '\n']],
    ['a /* line\nend */ b', ['a', '\n', 'b', '\n']],
    ['a // comment\nb', ['a', '\n', 'b', '\n']],
    ['f(\na,\n)\n', ['f', '(', 'a', ',', ')', '\n']],
    ['a +\nb', ['a', '+', 'b', '\n']],
    ['func\nx', ['func', 'x', '\n']],
    ['a;\n\nb', ['a', ';', 'b', '\n']],
    ['"s"\r\n`r`\r\n', ['"s"', '\n', '`r`', '\n']],
  ])('puts semicolons into %j', (source, expected) => {
    expect(texts(source)).toEqual(expected);
  });

  it('counts columns in bytes, as Go does', () => {
    const tokens = tokenize('\ufeffa := "ü€😀"; b\n\t日 = x');
    expect(tokens.map(({ text, line, column }) => `${text} ${line}:${column}`)).toEqual([
      'a 1:4',
      ': 1:6',
      '= 1:7',
      '"ü€😀" 1:9',
      '; 1:20',
      'b 1:22',
      '\n 1:23',
      '日 2:2',
      '= 2:6',
      'x 2:8',
      '\n 2:9',
    ]);
  });

  it('counts the lines of raw strings and comments', () => {
    const tokens = tokenize('`\n\n` a /*\n*/ b');
    expect(tokens.find((token) => token.text === 'a')).toMatchObject({ line: 3, column: 3 });
    expect(tokens.find((token) => token.text === 'b')).toMatchObject({ line: 4, column: 4 });
  });

  it.each(['"open', '`open\n\n', "'", '/* open\n', '"\\', "'\\\n", '//', '\\', '\u0000', '\ud83d'])(
    'reads %j to its end',
    (source) => {
      const all = tokenize(source).map((token) => (token.text === '\n' ? '' : token.text));
      expect(all.join('')).toBe(source === "'\\\n" ? "'\\" : source);
    },
  );

  it('ends a string without its quote at the line end', () => {
    expect(texts('"open\nnext')).toEqual(['"open', '\n', 'next', '\n']);
  });

  it('reads a string of many megabytes', () => {
    const text = `"${'\\x00'.repeat(3_000_000)}"`;
    expect(tokenize(`const a = ${text}`)[3]?.text.length).toBe(text.length);
  });
});
