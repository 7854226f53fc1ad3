import { UserError } from '../../errors';

/** One directive of a go.mod or go.work, whether it stood alone or in a block. */
export interface Directive {
  readonly name: string;
  readonly words: readonly string[];
  readonly line: number;
}

/** A word, a quoted string, or punctuation; a comment ends the line. */
const WORD =
  /\s+|\/\/.*|(?<string>"(?:[^"\\]|\\.)*"|`[^`]*`)|=>|[()[\]{},]|(?:(?!\/\/)[^\s()[\]{},"`])+/y;

/**
 * The directives of a file (Go Modules Reference, "Lexical elements" and "Grammar"). All of Go's
 * grammar is by lines.
 *
 * @throws UserError with file and line.
 */
export function readDirectives(text: string, file: string): Directive[] {
  const directives: Directive[] = [];
  let block: Directive | undefined;
  for (const [index, source] of text
    .replace(/^\ufeff/, '')
    .split('\n')
    .entries()) {
    const line = index + 1;
    const [name, ...words] = lineWords(source, `${file}:${line}`);
    if (name === undefined) continue;
    if (name === ')') {
      if (block === undefined || words.length > 0) throw unreadable(source, `${file}:${line}`);
      block = undefined;
    } else if (block !== undefined) {
      directives.push({ name: block.name, words: [name, ...words], line });
    } else if (words[0] === '(') {
      if (words.length === 1) block = { name, words, line };
      else if (words.join(' ') !== '( )') throw unreadable(source, `${file}:${line}`);
    } else {
      directives.push({ name, words, line });
    }
  }
  if (block === undefined) return directives;
  throw new UserError(`the block "${block.name} (" is never closed`, {
    where: `${file}:${block.line}`,
    todo: 'Write the ")" that it lacks.',
  });
}

function lineWords(line: string, where: string): string[] {
  const words: string[] = [];
  WORD.lastIndex = 0;
  while (WORD.lastIndex < line.length) {
    const match = WORD.exec(line);
    if (match === null) throw unreadable(line, where);
    const [word] = match;
    const string = match.groups?.['string'];
    if (string !== undefined) words.push(unquote(string, where));
    else if (word.trim() !== '' && !word.startsWith('//')) words.push(word);
  }
  return words;
}

/** Go's escapes are JSON's but for a few that no path needs. */
function unquote(text: string, where: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    throw unreadable(text, where);
  }
}

function unreadable(text: string, where: string): UserError {
  return new UserError(`cannot read the line: ${text.trim()}`, {
    where,
    todo: 'The go command says what is wrong with it: go mod verify, or go work edit -print.',
  });
}
