import { detect, detectFunction, HTTP, refusal } from './testing/detect';

const EVENTS = 'import (\n"context"\n"github.com/cloudevents/sdk-go/v2/event"\n)\n';

describe('CloudEvents', () => {
  const forms = [
    '',
    'context.Context',
    'event.Event',
    'ctx context.Context, e event.Event',
  ].flatMap((parameters) => {
    const plain = [`(${parameters})`, `(${parameters}) error`];
    if (!parameters.includes('Event')) return plain;
    return [...plain, `(${parameters}) *event.Event`, `(${parameters}) (*event.Event, error)`];
  });

  it.each(forms)('takes Handle%s', (form) => {
    const expected = { invoke: 'cloudevent', withContext: false, warnings: [] };
    expect(forms).toHaveLength(12);
    expect(detect(`${EVENTS}func Handle${form} {}`, 'cloudevent')).toMatchObject({
      ...expected,
      style: 'static',
    });
    const instance = `type F struct{}\nfunc New() *F { return nil }\nfunc (f *F) Handle${form} {}`;
    expect(detect(EVENTS + instance, 'cloudevent')).toMatchObject({
      ...expected,
      style: 'instanced',
    });
  });

  it.each([
    'import "github.com/cloudevents/sdk-go/v2/event"\nfunc Handle(e event.Event) {}',
    'import cloudevents "github.com/cloudevents/sdk-go/v2"\nfunc Handle(e cloudevents.Event) {}',
    'import ce "github.com/cloudevents/sdk-go/v2"\nfunc Handle(e ce.Event) error { return nil }',
    'import "github.com/cloudevents/sdk-go/v2"\nfunc Handle(e v2.Event) {}',
    'import . "github.com/cloudevents/sdk-go/v2/event"\nfunc Handle(e Event) {}',
    'import "github.com/cloudevents/sdk-go/v2/event"\ntype E = event.Event\nfunc Handle(e E) *E { return nil }',
    'func Handle(e cloudevents.Event) {}',
    'import ce "github.com/cloudevents/sdk-go/v2"\ntype F struct{}\nfunc New() *F { return nil }\nfunc (F) Handle(e ce.Event) {}',
  ])('knows %j without an invocation, and warns', (source) => {
    const { invoke, warnings } = detectFunction(source);
    expect(invoke).toBe('cloudevent');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^fn\/func.yaml:4:1: .*"invoke: cloudevent"[^\n]*$/);
    expect(detectFunction(source, 'cloudevent').warnings).toEqual([]);
  });

  it('refuses an invocation that the signature contradicts', () => {
    const events = `${EVENTS}func Handle(e event.Event) {}`;
    expect(refusal(events, 'http')).toMatch(
      /^fn\/func.yaml:4:1: "invoke: http", but Handle \(fn\/function.go:6:6\) takes a CloudEvent/,
    );
    const http = `${HTTP}func Handle(w http.ResponseWriter, r *http.Request) {}`;
    expect(refusal(http, 'cloudevent')).toMatch(
      /^fn\/func.yaml:4:1: "invoke: cloudevent", but Handle \(fn\/function.go:3:6\) is an HTTP handler.*\n.*Remove the line/,
    );
  });

  it.each([
    'func Handle(e *event.Event) {}',
    'func Handle(e event.Event) event.Event { return e }',
    'func Handle(e event.Event, ctx context.Context) {}',
    'func Handle(ctx context.Context) (*event.Event, error) { return nil, nil }',
    'func Handle(e event.Event) (error, *event.Event) { return nil, nil }',
    'func Handle(ctx context.Context, e event.Event, r *event.Event) error { return nil }',
  ])('refuses %j', (source) => {
    for (const invoke of [undefined, 'cloudevent'] as const) {
      expect(refusal(EVENTS + source, invoke)).toMatch(
        /^fn\/function.go:6:6: Handle\(.*cannot receive CloudEvents\n {2}Change it to Handle\(\[/,
      );
    }
  });

  it('takes the Result of the SDK from a function, which func-go calls by reflection, only', () => {
    const sdk = 'import cloudevents "github.com/cloudevents/sdk-go/v2"\n';
    const form = 'Handle(e cloudevents.Event) cloudevents.Result { return nil }';
    expect(detectFunction(`${sdk}func ${form}`, 'cloudevent').style).toBe('static');
    const instance = `${sdk}type F struct{}\nfunc New() *F { return nil }\nfunc (F) ${form}`;
    expect(refusal(instance, 'cloudevent')).toContain('cannot receive CloudEvents');
  });

  it('refuses the event of another version of the SDK', () => {
    const source =
      'import cloudevents "github.com/cloudevents/sdk-go/v1"\nfunc Handle(e cloudevents.Event) {}';
    expect(refusal(source, 'cloudevent')).toContain(
      'the Event of github.com/cloudevents/sdk-go/v2',
    );
    expect(refusal(source)).toContain('cannot receive CloudEvents');
  });

  it('trusts func.yaml about an Event that may be an alias in a library', () => {
    const source =
      'import "example.com/lib/event"\nfunc Handle(e event.Event) error { return nil }';
    expect(detectFunction(source, 'cloudevent').invoke).toBe('cloudevent');
    expect(refusal(source)).toContain('cannot serve HTTP requests');
  });
});
