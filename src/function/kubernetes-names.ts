import { UserError } from '../errors';

/**
 * The syntax of names in Kubernetes (apimachinery, util/validation). Lengths are in characters,
 * which all are of one byte.
 */

const MAX_LABEL = 63;
const MAX_SUBDOMAIN = 253;

const DNS_1123 = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';

const DNS_1035_LABEL = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const DNS_1123_LABEL = new RegExp(`^${DNS_1123}$`);
const DNS_1123_SUBDOMAIN = new RegExp(`^${DNS_1123}(?:\\.${DNS_1123})*$`);
const NAME_PART = /^[A-Za-z0-9](?:[-._A-Za-z0-9]*[A-Za-z0-9])?$/;

/** Lower-case letters, digits and `-`; a letter first, no `-` last; 1 to 63 characters. */
export function isDns1035Label(text: string): boolean {
  return text.length <= MAX_LABEL && DNS_1035_LABEL.test(text);
}

/** The same, and a digit may be first. */
export function isDns1123Label(text: string): boolean {
  return text.length <= MAX_LABEL && DNS_1123_LABEL.test(text);
}

/**
 * Parts like {@link isDns1123Label} with dots between them, at most 253 characters in all. A part
 * alone has no limit: so does Kubernetes.
 */
export function isDns1123Subdomain(text: string): boolean {
  return text.length <= MAX_SUBDOMAIN && DNS_1123_SUBDOMAIN.test(text);
}

/** A key of a label: a name of at most 63 characters, and maybe a subdomain and `/` before it. */
export function isQualifiedName(text: string): boolean {
  const parts = text.split('/');
  const name = parts.pop() ?? '';
  if (name.length > MAX_LABEL || !NAME_PART.test(name)) return false;
  return parts.length === 0 || (parts.length === 1 && isDns1123Subdomain(parts.join('')));
}

/** Empty, or letters, digits, `-`, `_` and `.` in at most 63 characters, alphanumeric at the ends. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= MAX_LABEL && NAME_PART.test(text));
}

/**
 * As func checks the name of a function that it creates (utils.ValidateFunctionName).
 *
 * @param where what the error is about: an option, or `file:line:column`.
 * @throws UserError if it is no DNS-1035 label.
 */
export function checkFunctionName(name: string, where: string): void {
  checkLabel(name, 'function', where);
}

/**
 * As func's command line checks a namespace (utils.ValidateNamespace).
 *
 * @param where what the error is about: an option, or `file:line:column`.
 * @throws UserError if it is no DNS-1035 label.
 */
export function checkNamespace(name: string, where: string): void {
  checkLabel(name, 'namespace', where);
}

function checkLabel(name: string, noun: string, where: string): void {
  if (isDns1035Label(name)) return;
  if (name === '') {
    throw new UserError(`the name of the ${noun} is empty`, { where, todo: 'Give it one.' });
  }
  if (DNS_1035_LABEL.test(name)) {
    const what = `the name of the ${noun} has ${name.length} characters; the limit is ${MAX_LABEL}`;
    throw new UserError(what, { where, todo: 'Shorten it.' });
  }
  const what = `${JSON.stringify(name)} is not a name of a ${noun}`;
  const todo = 'Use lower-case letters, digits and "-", a letter first and no "-" last.';
  throw new UserError(what, { where, todo });
}
