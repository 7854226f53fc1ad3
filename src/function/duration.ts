const UNIT = '(?:ns|us|\\u00b5s|\\u03bcs|ms|s|m|h)';
const NUMBER = '(?:\\d+(?:\\.\\d*)?|\\.\\d+)';

const DURATION = new RegExp(`^[-+]?(?:${NUMBER}${UNIT})+$`);
const NANOSECONDS = /^[-+]?\d+$/;

/**
 * Whether a text is a duration as func reads one: Go's notation (`1m30s`, `1.5h`; time.ParseDuration),
 * or an integer, which are nanoseconds.
 */
export function isDuration(text: string): boolean {
  return DURATION.test(text) || NANOSECONDS.test(text);
}
