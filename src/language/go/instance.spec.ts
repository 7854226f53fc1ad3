import { detect, detectFunction, HTTP, refusal } from './testing/detect';

describe('instanced HTTP', () => {
  const handle = 'func (f *F) Handle(w http.ResponseWriter, r *http.Request) {}\n';

  it.each([
    ['a pointer', `func New() *F { return nil }\ntype F struct{}\n${handle}`],
    ['a value', `func New() F { return F{} }\ntype F struct{}\n${handle.replace('*F', 'F')}`],
    ['an alias', `func New() *G { return nil }\ntype G = F\ntype F struct{}\n${handle}`],
    ['no Handle in sight', 'func New() *F { return nil }\ntype F struct{}'],
    ['an embedded Handle', 'func New() *F { return nil }\ntype F struct{ base.F }'],
    ['an interface', 'func New() Handler { return nil }\ntype Handler interface{ Handle() }'],
    ['a type of another package', 'func New() *base.F { return nil }'],
    [
      'a generic type',
      `func New() *F[int] { return nil }\ntype F[T any] struct{}\n${handle.replace('*F', '*F[T]')}`,
    ],
    ['options', `func New(opts ...Option) *F { return nil }\ntype F struct{}\n${handle}`],
  ])('takes %s', (_, source) => {
    expect(detect(HTTP + source)).toEqual({
      kind: 'function',
      packageName: 'function',
      style: 'instanced',
      invoke: 'http',
      withContext: false,
      newHasError: false,
      warnings: [],
    });
  });

  it('finds the method in another file, under another name of the package', () => {
    const files = {
      'new.go': 'func New() *F { return nil }',
      'f.go': `import h "net/http"\nimport "context"\ntype F struct{}\nfunc (f F) Handle(c context.Context, w h.ResponseWriter, r *h.Request) {}`,
    };
    expect(detect(files)).toMatchObject({ style: 'instanced', withContext: true });
  });

  it('takes an error beside the instance', () => {
    const source = `${HTTP}func New() (f *F, err error) { return }\ntype F struct{}\n${handle}`;
    expect(detect(source)).toMatchObject({ newHasError: true, withContext: false });
  });

  it.each([
    [
      'func New(a int) *F { return nil }',
      'fn/function.go:3:6: New takes no parameters, and this one has (int)',
    ],
    ['func New() {}', 'New returns nothing'],
    ['func New() (*F, bool) { return nil, true }', 'New returns (*F, bool)'],
    ['func New() (*F, *F, error) { return nil, nil, nil }', 'New returns (*F, *F, error)'],
    ['func New() any { return nil }', 'New returns any'],
    ['func New() interface{} { return nil }', 'New returns any'],
    [
      `func New() F { return F{} }\ntype F struct{}\n${handle}`,
      'fn/function.go:3:6: New returns F, but Handle (fn/function.go:5:13) is a method of *F',
    ],
    [
      `func New() *F { return nil }\ntype F struct{}\nfunc (f *F) Handle(r *http.Request) {}`,
      'fn/function.go:5:13: Handle(*http.Request) cannot serve HTTP requests',
    ],
    [
      `func New() *F { return nil }\ntype F struct{}\nfunc (f *F) Handle(w http.ResponseWriter, r *http.Request) error { return nil }`,
      'cannot serve HTTP requests: it returns something',
    ],
  ])('refuses %j', (source, message) => {
    expect(refusal(HTTP + source)).toContain(message);
  });
});

describe('an instance for CloudEvents', () => {
  const EVENTS = 'import (\n"context"\n"github.com/cloudevents/sdk-go/v2/event"\n)\n';

  it('refuses an instance on which func-go would panic', () => {
    const news = 'func New() *F { return nil }\n';
    expect(refusal(`${news}type F struct{ a int }`, 'cloudevent')).toContain(
      'fn/function.go:3: F, which New (fn/function.go:2:6) returns, has no method Handle',
    );
    const value = `${EVENTS}func New() F { return F{} }\ntype F struct{}\nfunc (f *F) Handle(e event.Event) {}`;
    expect(refusal(value, 'cloudevent')).toContain('New returns F, but Handle');
  });

  it.each(['type F struct{ base }', 'type F base', 'type F interface{}'])(
    'leaves %j to func-go',
    (type) => {
      const source = `func New() F { return nil }\n${type}`;
      expect(detectFunction(source, 'cloudevent')).toMatchObject({ style: 'instanced' });
    },
  );

  it('leaves New returning any to func-go', () => {
    expect(detectFunction('func New() any { return nil }', 'cloudevent').style).toBe('instanced');
  });
});
