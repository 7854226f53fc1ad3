import type { SourcePackage, PlacedFunction } from './source-package';

/** The module whose events func-go hands to functions. */
const SDK = 'github.com/cloudevents/sdk-go';

/** The one type under the two names that the SDK gives it. */
const EVENTS = new Set([`${SDK}/v2.Event`, `${SDK}/v2/event.Event`]);
const RESULTS = new Set([`${SDK}/v2.Result`, `${SDK}/v2/protocol.Result`]);

/** What source means that does not say where it has the name from. It does not compile anyway. */
const UNIMPORTED: Readonly<Record<string, string>> = {
  'http.ResponseWriter': 'ResponseWriter',
  'http.Request': 'Request',
  'context.Context': 'Context',
  'event.Event': 'Event',
  'cloudevents.Event': 'Event',
};

const KNOWN: Readonly<Record<string, string>> = {
  'net/http.ResponseWriter': 'ResponseWriter',
  'net/http.Request': 'Request',
  'context.Context': 'Context',
};

/** What func-go serves over HTTP. */
export const HTTP_SIGNATURES = 'Handle(w http.ResponseWriter, r *http.Request)';

/** What func-go/cloudevents serves (instance.go, "Handler"): twelve in one line. */
export const CLOUDEVENT_SIGNATURES =
  'Handle([context.Context,] [event.Event]) [error], or with an event.Event also *event.Event or (*event.Event, error)';

/** What Handle takes and gives, as far as it decides how it is called. */
export interface HandleShape {
  /**
   * `http`: (w, r). `http-context`: (ctx, w, r), which func's older templates have.
   * `cloudevent`: one of the twelve, with an event. `bare`: one of the twelve, without one.
   */
  readonly kind: 'http' | 'http-context' | 'cloudevent' | 'bare' | 'other';
  readonly takesResponseWriter: boolean;
  /** An event is among its parameters or results, in whatever form. */
  readonly takesEvent: boolean;
  readonly hasResults: boolean;
  /** As the source has it, without names: `Handle(event.Event) error`. */
  readonly text: string;
}

/**
 * @param trustEvents take the type Event of a package that is not the SDK for the SDK's own: a library
 *   of the workspace may have an alias of it, which only the compiler sees.
 */
export function handleShape(
  handle: PlacedFunction,
  pkg: SourcePackage,
  trustEvents: boolean,
): HandleShape {
  const short = (type: string): string => shorten(pkg.fullName(type, handle.file), trustEvents);
  const parameters = handle.parameters.map(short);
  const isMethod = handle.receiver !== undefined;
  // The SDK, which calls a function by reflection, takes its own Result for an error; a method has to
  // match an interface of func-go to the letter.
  const results = handle.results
    .map(short)
    .map((it) => (it === 'Result' && !isMethod ? 'error' : it));
  const all = [...parameters, ...results];
  return {
    kind: shapeKind(parameters.join(', '), results.join(', ')),
    takesResponseWriter: all.some((it) => it.endsWith('ResponseWriter')),
    takesEvent: all.some((it) => /^[*.]*(?:Event|foreign Event)$/.test(it)),
    hasResults: results.length > 0,
    text: signatureText(handle),
  };
}

function shapeKind(parameters: string, results: string): HandleShape['kind'] {
  if (parameters === 'ResponseWriter, *Request') return 'http';
  if (parameters === 'Context, ResponseWriter, *Request') return 'http-context';
  const isPlain = results === '' || results === 'error';
  if (parameters === 'Event' || parameters === 'Context, Event') {
    return isPlain || results === '*Event' || results === '*Event, error' ? 'cloudevent' : 'other';
  }
  return (parameters === '' || parameters === 'Context') && isPlain ? 'bare' : 'other';
}

function shorten(type: string, trustEvents: boolean): string {
  const stars = /^[*.]*/.exec(type)?.[0] ?? '';
  const name = type.slice(stars.length);
  if (EVENTS.has(name)) return `${stars}Event`;
  if (RESULTS.has(name)) return `${stars}Result`;
  // Version 1 of the SDK: another type, which func-go cannot hand over.
  if (name.startsWith(`${SDK}/`) && name.endsWith('.Event')) return `${stars}foreign Event`;
  if (trustEvents && name.endsWith('.Event')) return `${stars}Event`;
  return stars + (KNOWN[name] ?? UNIMPORTED[name] ?? name);
}

function signatureText({ name, parameters, results }: PlacedFunction): string {
  const [first = ''] = results;
  const tail = results.length > 1 ? ` (${results.join(', ')})` : first === '' ? '' : ` ${first}`;
  return `${name}(${parameters.join(', ')})${tail}`;
}
