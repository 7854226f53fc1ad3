import { localEnvName } from './env-syntax';

/** What the Nx plugin infers a project from. */
export interface PeekedFunction {
  readonly name?: string;
  readonly runtime?: string;
  /** X of each `{{ env:X }}` in build.buildEnvs, each once. */
  readonly buildEnvVariables: string[];
}

/** Keys that Oracle's Fn Project has in its own func.yaml, and Knative's never had. */
const FN_KEYS: readonly string[] = ['entrypoint', 'cmd', 'run_image', 'build_image'];

/** What VMware's function buildpacks have in the files of their tests. */
const NO_RUNTIME = /^runtime[ \t]*:[ \t]*(["']?)unknown\1[ \t]*(?:#.*)?\r?$/m;

/** A key at the very beginning of a line, with or without quotes. */
const TOP_LEVEL_KEY = /^(["']?)([A-Za-z_$][\w$.-]*)\1[ \t]*:(?=[ \t\r\n]|$)/gm;

/**
 * Rules 1 to 4 of `looksLikeKnative`, line by line; undefined where they do not tell. A file that
 * breaks half-way is still told by the keys that it has.
 */
export function glanceAtKeys(text: string): boolean | undefined {
  const written = [...text.replace(/^\uFEFF/, '').matchAll(TOP_LEVEL_KEY)].map(([, , key]) => key);
  return decide(new Set(written), NO_RUNTIME.test(text));
}

/** Rules 1 to 4; undefined if none applies. */
export function decide(
  keys: ReadonlySet<string | undefined>,
  isNoRuntime: boolean,
): boolean | undefined {
  if (keys.has('schema_version')) return false;
  if (keys.has('specVersion')) return true;
  if (FN_KEYS.some((key) => keys.has(key))) return false;
  return keys.has('runtime') ? !isNoRuntime : undefined;
}

/** Letters that begin no other kind of node, and cannot end one. */
const WORD = String.raw`[\w./][\w./:+=~^(),;-]*`;
const PLAIN = String.raw`${WORD}(?: ${WORD})*`;
/** On one line, and without escapes. */
const QUOTED = String.raw`'[^']*'|"[^"\\]*"`;
const VALUE = String.raw`(?:${PLAIN}|${QUOTED}|\[\]|\{\})`;
const KEY = String.raw`[A-Za-z_][\w./-]*`;

/** A blank line, a comment, or one entry or item whose value ends on the line. */
const SIMPLE_LINE = new RegExp(`^ *(?:(?:- )*(?:${KEY}:(?: +${VALUE})?|${VALUE})? *|#.*)$`);
const TOP_LEVEL_ENTRY = new RegExp(`^${KEY}:`);

/** A value that is text to YAML, whatever it says. */
const TEXT = /^(name|runtime): +(["']?)([A-Za-z][\w.-]*)\2 *$/;
const NOT_TEXT = /^(?:true|false|null)$/i;

/**
 * Looks at a func.yaml line by line, fifty times as fast as the parser. Only where that is certain:
 * every line is of the simplest kind, and what is asked for cannot mean anything else.
 *
 * @returns undefined where only the parser can tell.
 */
export function glance(text: string): PeekedFunction | undefined {
  const lines = text.split(/\r?\n/);
  if (!lines.every((line) => SIMPLE_LINE.test(line))) return undefined;
  const content = lines.filter((line) => !/^ *(?:#|$)/.test(line));
  if (!TOP_LEVEL_ENTRY.test(content[0] ?? '')) return undefined;
  const found: { name?: string; runtime?: string } = {};
  for (const [index, line] of content.entries()) {
    if (!/^(?:name|runtime):/.test(line)) continue;
    const [, key, quote, value = ''] = TEXT.exec(line) ?? [];
    if (key === undefined || (quote === '' && NOT_TEXT.test(value))) return undefined;
    // A line that is indented would go on with the value.
    if (!TOP_LEVEL_ENTRY.test(content[index + 1] ?? 'end:')) return undefined;
    found[key as keyof typeof found] ??= value;
  }
  const buildEnvVariables = glanceAtBuildEnvs(content);
  return buildEnvVariables && { ...found, buildEnvVariables };
}

const BUILD_ENVS = /^( +)buildEnvs:(?: +\[\])? *$/;
const BUILD_ENV = new RegExp(`^ +(?:- )?(name|value): +(${VALUE}) *$`);

/** build.buildEnvs as func writes it: a list, each item with a name and a value. */
function glanceAtBuildEnvs(content: readonly string[]): string[] | undefined {
  const [at, ...more] = content.flatMap((line, index) =>
    line.includes('buildEnvs') ? [index] : [],
  );
  if (at === undefined) return [];
  const indent = BUILD_ENVS.exec(content[at] ?? '')?.[1];
  const parent = content.slice(0, at).findLastIndex((line) => TOP_LEVEL_ENTRY.test(line));
  const isChild = indent !== undefined && content[parent + 1]?.search(/[^ ]/) === indent.length;
  if (more.length > 0 || !isChild || !/^build: *$/.test(content[parent] ?? '')) return undefined;
  const names = new Set<string>();
  for (const line of content.slice(at + 1)) {
    const depth = line.search(/[^ ]/);
    if (depth < indent.length || (depth === indent.length && !line.startsWith('- ', depth))) break;
    const [, key, value] = BUILD_ENV.exec(line) ?? [];
    if (value === undefined) return undefined;
    const name = key === 'value' ? localEnvName(value.replace(/^(["'])(.*)\1$/, '$2')) : undefined;
    if (name !== undefined) names.add(name);
  }
  return [...names];
}
