import { parseFunction } from './function-declaration';
import type { GoFunction } from './function-declaration';
import { TokenCursor } from './token-cursor';
import { parseType } from './type-declaration';
import type { GoType } from './type-declaration';

export type { GoFunction } from './function-declaration';
export type { GoType } from './type-declaration';

/** One line of an import declaration. */
export interface GoImport {
  readonly path: string;
  /** What the source calls it, `.` and `_` included; absent if it gives no name. */
  readonly name?: string;
  readonly line: number;
}

/** A variable or constant. */
export interface GoValue {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** What one Go file declares at its top level. */
export interface GoDeclarations {
  /** Empty if there is no package clause. */
  readonly packageName: string;
  readonly imports: readonly GoImport[];
  readonly functions: readonly GoFunction[];
  readonly types: readonly GoType[];
  readonly values: readonly GoValue[];
}

/**
 * Reads the top level of a Go file (Go spec, "Source file organization"), and steps over every body.
 * A source that is not whole gives what is whole in it: the compiler says better what is wrong.
 */
export function parseDeclarations(source: string): GoDeclarations {
  const cursor = TokenCursor.of(source);
  const imports: GoImport[] = [];
  const functions: GoFunction[] = [];
  const types: GoType[] = [];
  const values: GoValue[] = [];
  const packageName = parsePackage(cursor);
  while (!cursor.atEnd) {
    if (cursor.is('import')) each(cursor, parseImport, imports);
    else if (cursor.is('type')) each(cursor, parseType, types);
    else if (cursor.is('var') || cursor.is('const')) each(cursor, parseValue, values);
    else if (cursor.is('func')) append(functions, parseFunction(cursor));
    cursor.skipStatement();
  }
  return { packageName, imports, functions, types, values };
}

function parsePackage(cursor: TokenCursor): string {
  cursor.skipSemicolons();
  if (!cursor.is('package')) return '';
  cursor.next();
  const name = cursor.identifier() ?? '';
  cursor.skipStatement();
  return name;
}

/** `keyword spec` or `keyword ( spec; spec )`: adds what `parse` finds in each spec. */
function each<T>(
  cursor: TokenCursor,
  parse: (cursor: TokenCursor) => readonly T[],
  found: T[],
): void {
  cursor.next();
  if (!cursor.is('(')) {
    found.push(...parse(cursor));
    return;
  }
  cursor.next();
  while (!cursor.atEnd && !cursor.is(')')) {
    found.push(...parse(cursor));
    cursor.skipStatement(')');
  }
  cursor.next();
}

function append<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}

function parseImport(cursor: TokenCursor): GoImport[] {
  const start = cursor.token;
  const name = cursor.is('.') ? cursor.next()?.text : cursor.identifier();
  const path = cursor.token;
  if (start === undefined || path?.kind !== 'string') return [];
  cursor.next();
  return [
    { path: path.text.slice(1, -1), ...(name === undefined ? {} : { name }), line: start.line },
  ];
}

function parseValue(cursor: TokenCursor): GoValue[] {
  const values: GoValue[] = [];
  for (;;) {
    const token = cursor.token;
    const name = cursor.identifier();
    if (name === undefined || token === undefined) return values;
    values.push({ name, line: token.line, column: token.column });
    if (!cursor.is(',')) return values;
    cursor.next();
  }
}
