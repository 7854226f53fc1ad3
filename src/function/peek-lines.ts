/** What the Nx plugin infers a project from. */
export interface PeekedFunction {
  readonly name?: string;
  readonly runtime?: string;
  /** X of each `{{ env:X }}` in build.buildEnvs, each once. */
  readonly buildEnvVariables: string[];
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
export function peekAtLines(text: string): PeekedFunction | undefined {
  // Variables of the build are in values that may be spelt in many ways.
  if (text.includes('buildEnvs') && /env *:/.test(text)) return undefined;
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
  return { ...found, buildEnvVariables: [] };
}
