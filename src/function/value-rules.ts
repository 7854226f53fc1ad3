import type { Report } from './env-rules';
import { isQuantity } from './quantity';
import type { Step } from './yaml-document';
import { join } from './yaml-document';

/** Rules for one value, wherever it is. None says anything of a value that is not there. */

/** `deploy.labels[0].key`, as messages name it. */
export function pathText(path: readonly Step[]): string {
  return path.reduce<string>(join, '');
}

/**
 * A text as a message may quote it: who writes a URL where none belongs may have a password in it
 * (`https://alice:token@quay.io`, `alice:token@quay.io`). A digest after `@` stays.
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(/\/\/.*@(?!sha\d+:)/s, '//...@')
    .replace(/^[^/@]*:[^/@]*@(?!sha\d+:)/, '...@');
}

/** A text that `isValid` is to accept. It is quoted: not for what may be a secret. */
export function checkText(
  value: string | undefined,
  isValid: (value: string) => boolean,
  path: readonly Step[],
  expected: { readonly noun: string; readonly todo: string },
  report: Report,
): void {
  if (value === undefined || isValid(value)) return;
  const quoted = JSON.stringify(withoutCredentials(value));
  const what = `${pathText(path)} must be ${expected.noun}, not ${quoted}`;
  report(path, what, expected.todo);
}

/**
 * A quantity of Kubernetes.
 *
 * @param examples two of them that make sense for the field.
 */
export function checkQuantity(
  value: string | undefined,
  path: readonly Step[],
  examples: readonly [string, string],
  report: Report,
): void {
  const todo = `Write a number, and a unit if need be: "${examples.join('" or "')}".`;
  checkText(value, isQuantity, path, { noun: 'a quantity', todo }, report);
}

/** One of a few words. */
export function checkWord(
  value: string | undefined,
  words: readonly string[],
  path: readonly Step[],
  report: Report,
): void {
  const noun = `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
  const expected = { noun, todo: 'Correct it, or remove the line.' };
  checkText(value, (word) => words.includes(word), path, expected, report);
}

/** What func reads as "not set". */
export function unlessEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
