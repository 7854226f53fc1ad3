import { detectSignature } from './signature';
import { detect, detectFunction, HTTP, refusal } from './testing/detect';

describe('static HTTP', () => {
  const expected = {
    kind: 'function',
    packageName: 'function',
    style: 'static',
    invoke: 'http',
    withContext: false,
    newHasError: false,
    warnings: [],
  };

  it.each([
    `${HTTP}func Handle(w http.ResponseWriter, r *http.Request) {}`,
    `${HTTP}func Handle(http.ResponseWriter, *http.Request) error { return nil }`,
    `import web "net/http"\nfunc Handle(w web.ResponseWriter, r *web.Request) {}`,
    `import . "net/http"\nfunc Handle(w ResponseWriter, r *Request) {}`,
    `${HTTP}type W = http.ResponseWriter\ntype R = *http.Request\nfunc Handle(w W, r R) {}`,
    `${HTTP}func Handle(w http.ResponseWriter, r *http.Request) {}\nfunc main() {}`,
    `${HTTP}func Handle(w http.ResponseWriter, r *http.Request) {}\nfunc (t T) New() {}\nfunc New[T any]() {}`,
  ])('takes %j', (source) => {
    expect(detect(source)).toEqual(expected);
    expect(detect(source, 'http')).toEqual(expected);
  });

  it('takes the old form with a context', () => {
    const source =
      'import (\n"context"\n"net/http"\n)\nfunc Handle(ctx context.Context, w http.ResponseWriter, r *http.Request) {}';
    expect(detect(source)).toEqual({ ...expected, withContext: true });
  });

  it.each([
    'func Handle() {}',
    'func Handle(w http.ResponseWriter) {}',
    'func Handle(w http.ResponseWriter, r http.Request) {}',
    'func Handle(r *http.Request, w http.ResponseWriter) {}',
    'func Handle(w, r http.ResponseWriter) {}',
    'func Handle(w other.ResponseWriter, r *http.Request) {}',
    'func Handle(w http.ResponseWriter, r ...*http.Request) {}',
    'func Handle(body string) string { return body }',
  ])('refuses %j', (source) => {
    expect(refusal(`${HTTP}${source}`)).toMatch(
      /^fn\/function.go:3:6: Handle\(.*cannot serve HTTP requests\n {2}Change it to Handle\(w http.ResponseWriter, r \*http.Request\)/,
    );
  });

  it('points to the invocation where the signature could be one for events', () => {
    expect(refusal('func Handle() error { return nil }')).toContain('invoke: cloudevent');
    expect(refusal('func Handle(a int) {}')).not.toContain('invoke: cloudevent');
  });

  it('does not take another package called http for net/http', () => {
    const source =
      'import "example.com/http"\nfunc Handle(w http.ResponseWriter, r *http.Request) {}';
    expect(refusal(source)).toContain('cannot serve HTTP requests');
  });
});

describe('package main', () => {
  it('is a whole program', () => {
    const files = {
      'a.go': '// raw\npackage main\nfunc Handle() {}\nfunc New() {}',
      'b.go': '// raw\npackage main\nfunc main() {}',
    };
    expect(detect(files)).toEqual({ kind: 'main' });
    expect(detect(files, 'cloudevent')).toEqual({ kind: 'main' });
  });

  it('needs a func main', () => {
    expect(refusal('// raw\npackage main\nfunc Handle() {}\nfunc (t T) main() {}')).toMatch(
      /^fn: package main has no func main\n/,
    );
  });
});

describe('no signature, or more than one', () => {
  it('names both', () => {
    const files = { 'a.go': 'func New() *F { return nil }', 'b.go': '\nfunc Handle() {}' };
    expect(refusal(files)).toMatch(
      /^fn: both static and instanced signatures found: Handle \(fn\/b.go:3:6\) and New \(fn\/a.go:2:6\)\n {2}Keep one/,
    );
  });

  it('says what to add', () => {
    expect(refusal('func other() {}')).toBe(
      'fn: no signatures found: no func Handle and no func New\n' +
        '  Add func Handle(w http.ResponseWriter, r *http.Request), or func New() *T where T has that method.',
    );
  });

  it.each([
    [
      'func (f *F) Handle() {}',
      'fn/function.go:2:13: Handle is a method of F: func New() *F is missing.',
    ],
    ['func (f *F) New() {}', 'fn/function.go:2:13: New is a method of F, not a function.'],
    ['func New[T any]() T {}', 'fn/function.go:2:6: New has type parameters.'],
    ['func handle() {}', 'fn/function.go:2:6: handle is not exported'],
    ['func new() {}', 'fn/function.go:2:6: new is not exported'],
    ['var Handle = func() {}', 'fn/function.go:2:5: Handle is a variable'],
  ])('sees that %j comes near', (source, hint) => {
    expect(refusal(source)).toContain(`\n  ${hint}`);
  });
});

describe('files that are not one package', () => {
  it('refuses two packages', () => {
    const files = { 'a.go': 'func New() {}', 'b.go': '// raw\npackage other' };
    expect(refusal(files)).toMatch(
      /^fn: two packages in one folder: function \(fn\/a.go\) and other \(fn\/b.go\)/,
    );
  });

  it('leaves out package documentation, as Go does', () => {
    const files = {
      'a.go': '// raw\npackage documentation',
      'b.go': `${HTTP}func Handle(w http.ResponseWriter, r *http.Request) {}`,
    };
    expect(detectFunction(files).packageName).toBe('function');
  });

  it('refuses no files, and files without a package', () => {
    expect(refusal({})).toContain('fn: no Go files');
    expect(refusal('// raw\nfunc New() {}')).toContain('fn/function.go: no package clause');
  });

  it('takes a byte order mark and CRLF', () => {
    const source = `\ufeff// raw\npackage fx\n${HTTP}func Handle(w http.ResponseWriter, r *http.Request) {}\n`;
    const files = [{ path: 'f.go', source: source.replaceAll('\n', '\r\n') }];
    expect(detectSignature(files, undefined, 'func.yaml', '.')).toMatchObject({
      packageName: 'fx',
    });
  });
});

it('survives an alias of itself', () => {
  expect(refusal('type A = B\ntype B = A\nfunc Handle(a A) {}')).toContain('cannot serve HTTP');
});
