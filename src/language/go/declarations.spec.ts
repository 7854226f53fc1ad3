import { parseDeclarations } from './declarations';

function functions(source: string): string[] {
  return parseDeclarations(`package function\n${source}`).functions.map((it) => {
    const receiver = it.receiver && `(${it.receiver.pointer ? '*' : ''}${it.receiver.type}) `;
    const generic = it.typeParameters ? '[]' : '';
    return `${receiver ?? ''}${it.name}${generic}(${it.parameters.join(' | ')}) ${it.results.join(' | ')}`.trim();
  });
}

describe('parseDeclarations', () => {
  it.each([
    ['a line comment', '// func New() {}'],
    ['a block comment', '/*\nfunc New() {}\n*/'],
    ['a string', 'var a = "func New() {}"'],
    ['a raw string', 'var a = `\nfunc New() {}\n`'],
    ['a rune with a quote', `var a, b = '"', '{'; var c = "func New() {}"`],
    ['a rune with an escape', `var a = '\\''; var b = "func New() {}"`],
    ['a variable', 'var New = func() int { return 1 }'],
    ['a type', 'type New func()'],
    ['a composite literal', 'var a = map[string]func(){\n\t"New": func() {},\n}'],
    ['an interface', 'type T interface {\n\tNew() *T\n\tHandle()\n}'],
    ['a field', 'type T struct {\n\tNew func() *T\n}'],
    ['a build tag', '//go:build !windows\n// +build !windows'],
    ['a group', 'var (\n\ta = func() {}\n\tb = 1\n)'],
  ])('finds no function in %s', (_, source) => {
    expect(functions(source)).toEqual([]);
    // And what follows is found: nothing was left open.
    expect(functions(`${source}\nfunc After() {}`)).toEqual(['After()']);
  });

  it.each([
    ['func New() *T { return &T{} }', 'New() *T'],
    ['func New() { func New2() {} }', 'New()'],
    ['func (t *T) New() {}', '(*T) New()'],
    ['func (T) Handle() {}', '(T) Handle()'],
    ['func (t T[K, V]) Handle() {}', '(T) Handle()'],
    ['func (*T[_]) Handle() {}', '(*T) Handle()'],
    ['func (t *(T)) Handle() {}', '(*T) Handle()'],
    ['func Map[K comparable, V any](m map[K]V) []V { return nil }', 'Map[](map[K]V) []V'],
    ['func F(w, v http.ResponseWriter)', 'F(http.ResponseWriter | http.ResponseWriter)'],
    ['func F(http.ResponseWriter, *http.Request) {}', 'F(http.ResponseWriter | *http.Request)'],
    ['func F(_ int, _ string) {}', 'F(int | string)'],
    ['func F(a, b int, c ...string) {}', 'F(int | int | ...string)'],
    ['func F(...T) {}', 'F(...T)'],
    ['func F(int, string) {}', 'F(int | string)'],
    [
      'func F(f func(a, b int) (c int, err error), d int) {}',
      'F(func(a, b int) (c int, err error) | int)',
    ],
    ['func F(func(int) int, <-chan int) {}', 'F(func(int) int | <-chan int)'],
    [
      'func F(c chan<- int, d <-chan *T, e chan []int) {}',
      'F(chan<- int | <-chan *T | chan []int)',
    ],
    ['func F(m map[string][]map[int]*T) {}', 'F(map[string][]map[int]*T)'],
    [
      'func F(s struct{ a, b int }, i interface{ M(int) }) {}',
      'F(struct{ a, b int } | interface{ M(int) })',
    ],
    ['func F(s struct {\n\ta int\n\tb int\n}) {}', 'F(struct{ a int; b int })'],
    ['func F(i interface{}) {}', 'F(interface{})'],
    ['func F(a pkg.T[A, B], b T[A]) {}', 'F(pkg.T[A, B] | T[A])'],
    ['func F(pkg.T[A, B], T[A]) {}', 'F(pkg.T[A, B] | T[A])'],
    ['func F(a []int, b [3]int, c [N]pkg.T) {}', 'F([]int | [3]int | [N]pkg.T)'],
    ['func F(\n\ta int, // first, (\n\tb string,\n) {}', 'F(int | string)'],
    ['func F(\n\tint,\n\tstring,\n) (\n\tint,\n\terror,\n) {}', 'F(int | string) int | error'],
    ['func F() (n int, err error) {}', 'F() int | error'],
    ['func F() (a, b int) {}', 'F() int | int'],
    ['func F() struct{ a int } { return x }', 'F() struct{ a int }'],
    ['func F() interface{ M() } { return x }', 'F() interface{ M() }'],
    ['func F() func() func(int) error { return x }', 'F() func() func(int) error'],
    ['func F() chan<- *pkg.T[A] { return x }', 'F() chan<- *pkg.T[A]'],
    ['func F() [2]map[string]any { return x }', 'F() [2]map[string]any'],
    ['func F() (*T) { return x }', 'F() *T'],
    ['func assembly(a int) int', 'assembly(int) int'],
    ['func F() { a := T{1}; if b := (T{"}"}); b.c { } /* } */ }', 'F()'],
    ['func Größe(ä *Ö) {}', 'Größe(*Ö)'],
  ])('reads %j', (source, expected) => {
    expect(functions(source)).toEqual([expected]);
    expect(functions(`${source}\nfunc After() {}`)).toEqual([expected, 'After()']);
    expect(functions(`${source}\n\nfunc After() {}`.replaceAll('\n', '\r\n'))).toHaveLength(2);
  });

  it('reads several declarations on one line', () => {
    expect(functions('func A() {}; func B() {}; var c = 1; func D() {}')).toEqual([
      'A()',
      'B()',
      'D()',
    ]);
  });

  it('names line and column of the name', () => {
    const source = '\ufeff// ü\r\npackage f; /* ü */ func New() {}\r\nfunc (f *F) Handle() {}\r\n';
    const { packageName, functions: found } = parseDeclarations(source);
    expect(packageName).toBe('f');
    expect(found.map((it) => `${it.line}:${it.column}`)).toEqual(['2:26', '3:13']);
  });

  it('reads imports, a cgo preamble included', () => {
    const { imports, functions: found } = parseDeclarations(
      'package f\n/*\n#include "x.h"\nvoid New() {}\n*/\nimport "C"\n' +
        'import (\n\t"fmt"\n\tce "a/b" // name\n\t_ `c`; . "d"\n)\nfunc F() {}\n',
    );
    expect(imports).toEqual([
      { path: 'C', line: 6 },
      { path: 'fmt', line: 8 },
      { path: 'a/b', name: 'ce', line: 9 },
      { path: 'c', name: '_', line: 10 },
      { path: 'd', name: '.', line: 10 },
    ]);
    expect(found).toHaveLength(1);
  });

  it('reads types', () => {
    const { types } = parseDeclarations(
      'package f\ntype A struct{ b int }\ntype (\n\tB struct {\n\t\t*pkg.Base `json:"x"`\n\t\tc int\n\t}\n' +
        '\tC interface{ M() }\n\tD = *other.T\n)\ntype E[K any, V ~int] struct{ T[K] }\ntype F [N]struct{}\n' +
        'type G []int\ntype H struct{ a, b []int; c [2]T; d T[A] }\ntype I struct { base }\ntype J func(a int) error\n',
    );
    expect(
      types.map((it) =>
        `${it.name} ${it.alias ? '= ' : ''}${it.kind} ${it.embeds} ${it.text}`.trim(),
      ),
    ).toEqual([
      'A struct false',
      'B struct true',
      'C interface false',
      'D = other false *other.T',
      'E struct true',
      'F other false [N]struct{}',
      'G other false []int',
      'H struct false',
      'I struct true',
      'J other false func(a int) error',
    ]);
  });

  it('reads the names of variables and constants', () => {
    const { values } = parseDeclarations(
      'package f\nvar a, b = 1, 2\nconst (\n\tc = iota\n\td\n)\nvar Handle = func() { var e int }\n',
    );
    expect(values.map((it) => `${it.name} ${it.line}`)).toEqual([
      'a 2',
      'b 2',
      'c 4',
      'd 5',
      'Handle 7',
    ]);
  });

  it('has no package name without a package clause', () => {
    expect(parseDeclarations('').packageName).toBe('');
    expect(parseDeclarations('func New() {}').functions).toHaveLength(1);
  });

  it('returns what is whole in a source that is not', () => {
    const whole =
      'package f\nimport (\n"a"\n)\ntype T[K any] struct {\na int\nb }\nvar x = []int{1}\n' +
      'func First() {}\nfunc (t *T[K]) Second(a, b int, c func(int) error) (d map[string]int, e error) { return "}" }\n';
    const first = whole.indexOf('func (t');
    for (let length = 0; length <= whole.length; length++) {
      const { functions: found } = parseDeclarations(whole.slice(0, length));
      expect(found.length).toBeLessThanOrEqual(2);
      if (length >= first) expect(found[0]).toMatchObject({ name: 'First', parameters: [] });
    }
  });

  it('neither throws nor hangs on what is no Go', () => {
    const pieces = [
      'func',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      'type',
      'import',
      'var',
      '=',
      '.',
      ',',
      '*',
      'a',
      '"s"',
      'struct',
      '\n',
      ';',
    ];
    let seed = 1;
    for (let round = 0; round < 3000; round++) {
      const words = Array.from({ length: 20 }, () => {
        seed = (seed * 48271) % 2147483647;
        return pieces[seed % pieces.length];
      });
      expect(() => parseDeclarations(words.join(' '))).not.toThrow();
    }
  });
});
