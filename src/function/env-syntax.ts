/**
 * The words of `run.envs` and `build.buildEnvs` (pkg/functions/function.go and function_envs.go of
 * knative/func): literals, and references in double braces that are resolved at build or deploy
 * time. Go's `\s` is ASCII only, hence SPACE.
 */

const SPACE = '[\\t\\n\\f\\r ]*';
const OBJECT = "(?:\\w|['-]\\w)+";
const KEY = '[-._a-zA-Z0-9]+';

const LOCAL = new RegExp(`^{{${SPACE}env:(\\w+)${SPACE}}}$`);
const WHOLE_OBJECT = new RegExp(`^{{${SPACE}(?:secret|configMap):${OBJECT}${SPACE}}}$`);
const KEY_OF_OBJECT = new RegExp(`^{{${SPACE}(?:secret|configMap):${OBJECT}:${KEY}${SPACE}}}$`);

/** k8s.io/apimachinery IsEnvVarName. */
const NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** Not a literal: whatever begins with two braces, well-formed or not. */
export function isReference(value: string): boolean {
  return value.startsWith('{{');
}

/** X of `{{ env:X }}`, undefined for anything else. */
export function localEnvName(value: string): string | undefined {
  return LOCAL.exec(value)?.[1];
}

/** `{{ secret:NAME }}` or `{{ configMap:NAME }}`: all keys of that object. */
export function isWholeObject(value: string): boolean {
  return WHOLE_OBJECT.test(value);
}

/** `{{ secret:NAME:KEY }}` or `{{ configMap:NAME:KEY }}`. */
export function isKeyOfObject(value: string): boolean {
  return KEY_OF_OBJECT.test(value);
}

/** What Kubernetes takes as the name of an environment variable. */
export function isEnvName(name: string): boolean {
  // IsEnvVarName refuses what could be taken for a step out of a folder.
  return NAME.test(name) && name !== '.' && !name.startsWith('..');
}
