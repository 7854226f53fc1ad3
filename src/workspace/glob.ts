const NO_DOT = '(?!\\.)';

/** What a part of a pattern means. */
const PARTS: readonly (readonly [part: RegExp, meaning: (...groups: string[]) => string])[] = [
  [/^\*\*(?:\/|$)/, () => `(?:${NO_DOT}[^/]+(?:/|$))*`],
  [/^\*+/, () => '[^/]*'],
  [/^\?/, () => '[^/]'],
  [
    /^\[(!?)([^\]/]+)\]/,
    (not = '', set = '') => `[${not && '^'}${set.replace(/[\\^[]/g, '\\$&')}]`,
  ],
  [/^[{}]/, () => ''],
];

/**
 * What matches a pattern of paths: `*`, `**`, `?`, `[a-z]` and `{a,b}`; anything else is itself. As
 * minimatch has it, which Nx asks.
 *
 * @param dot whether `*` and the like match a name that begins with a dot. A `!` in front is not read.
 */
export function globToRegExp(pattern: string, { dot = false } = {}): RegExp {
  const alternatives = expandBraces(pattern).map((one) => {
    let source = '';
    let before = '/';
    for (let rest = one; rest !== '';) {
      const [match, meaning] = firstPart(rest);
      const isFirst = before.endsWith('/') && /^[*?[]/.test(match) && !match.startsWith('**');
      source += isFirst ? NO_DOT + meaning : meaning;
      before = match;
      rest = rest.slice(match.length);
    }
    return dot ? source.replaceAll(NO_DOT, '') : source;
  });
  try {
    return new RegExp(`^(?:${alternatives.join('|')})$`);
  } catch {
    // `[z-a]`: matches nothing.
    return /(?!)/;
  }
}

function firstPart(text: string): [match: string, meaning: string] {
  for (const [part, meaning] of PARTS) {
    const match = part.exec(text);
    if (match) return [match[0], meaning(...match.slice(1))];
  }
  const char = text.slice(0, 1);
  return [char, char.replace(/[\\^$.|+()]/g, '\\$&')];
}

/** `a{b,c}` to `ab` and `ac`; the innermost first. */
function expandBraces(pattern: string): string[] {
  const match = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (match === null) return [pattern];
  const before = pattern.slice(0, match.index);
  const after = pattern.slice(match.index + match[0].length);
  return (match[1] ?? '')
    .split(',')
    .flatMap((choice) => expandBraces(`${before}${choice}${after}`));
}
