import { nameFunctions, type NamedFunction } from './project-names';

/** Folder to name, in any order of the functions; a test fails if the order matters. */
function named(
  functions: Readonly<Record<string, string | undefined>>,
  inFiles: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const list = Object.entries(functions).map(([root, name]): NamedFunction => ({
    root,
    ...(name !== undefined && { name }),
  }));
  const results = [list, list.toReversed()].map((order) => {
    const names = nameFunctions(order, new Map(Object.entries(inFiles)), '/mono');
    return Object.fromEntries(
      [...names].map(([root, { name, reason }]) => [
        root,
        reason === undefined ? name : `${name}: ${reason}`,
      ]),
    );
  });
  expect(results[1]).toEqual(results[0]);
  return results[0] ?? {};
}

describe('nameFunctions', () => {
  it.each<[string, Record<string, string | undefined>, Record<string, string>]>([
    ['a name of its own', { 'apps/a': 'hello' }, { 'apps/a': 'hello' }],
    ['no name: that of the folder', { 'apps/a': undefined }, { 'apps/a': 'a' }],
    ['no name, at the root', { '.': undefined }, { '.': 'mono' }],
    [
      'dots in the folder',
      { 'fns/in.cloudevents': undefined },
      { 'fns/in.cloudevents': 'in.cloudevents' },
    ],
    ['names that differ in case', { a: 'Hello', b: 'hello' }, { a: 'Hello', b: 'hello' }],
    ['a function in a function', { a: 'x', 'a/b': 'y' }, { a: 'x', 'a/b': 'y' }],
    ['a name that a shell splits', { 'apps/a': 'a b' }, { 'apps/a': 'a' }],
    ['a name with a colon', { 'apps/a': 'tag:x' }, { 'apps/a': 'a' }],
    ['a name that is a pattern', { 'apps/a': '*' }, { 'apps/a': 'a' }],
    ['a name that is an option', { 'apps/a': '-p' }, { 'apps/a': 'a' }],
    ['a name with a slash', { 'apps/a': 'x/y' }, { 'apps/a': 'a' }],
    ['a folder of other letters', { 'apps/größe 2!': undefined }, { 'apps/größe 2!': 'größe-2' }],
    ['a folder of no letters', { 'apps/@@': undefined }, { 'apps/@@': 'function' }],
    ['a name that every object has', { 'apps/a': 'constructor' }, { 'apps/a': 'a' }],
    ['such a folder', { 'apps/toString': undefined }, { 'apps/toString': 'apps-toString' }],
    ['such a folder at the top', { constructor: undefined }, { constructor: 'constructor-2' }],
    ['__proto__', { 'apps/a': '__proto__' }, { 'apps/a': 'a' }],
  ])('%s', (_, functions, expected) => {
    expect(named(functions)).toEqual(expected);
  });

  it('calls both of two functions with one name by their paths', () => {
    expect(named({ 'apps/a': 'hello', 'apps/b': 'hello', 'apps/c': 'other' })).toEqual({
      'apps/a': 'apps-a: "hello" is also the name of apps/b',
      'apps/b': 'apps-b: "hello" is also the name of apps/a',
      'apps/c': 'other',
    });
  });

  it('names some of many others', () => {
    const functions = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((x) => [`fns/${x}`, 'fn']));
    expect(named(functions)['fns/e']).toBe(
      'fns-e: "fn" is also the name of fns/a, fns/b and 2 more',
    );
    const { 'fns/e': last, ...four } = functions;
    expect(last).toBe('fn');
    expect(named(four)['fns/d']).toBe('fns-d: "fn" is also the name of fns/a, fns/b and fns/c');
  });

  it('knows the workspace root by a word', () => {
    expect(named({ '.': 'hello', 'apps/a': 'hello' })).toEqual({
      '.': 'root: "hello" is also the name of apps/a',
      'apps/a': 'apps-a: "hello" is also the name of the workspace root',
    });
  });

  it('leaves a project its name that is no function', () => {
    expect(named({ 'apps/a': 'hello' }, { 'libs/b': 'hello' })).toEqual({
      'apps/a': 'apps-a: "hello" is also the name of libs/b',
    });
  });

  it('calls a function as its project.json does, whatever func.yaml says', () => {
    expect(named({ 'apps/a': 'hello', 'apps/b': 'hello' }, { 'apps/a': 'other' })).toEqual({
      'apps/a': 'other',
      'apps/b': 'hello',
    });
    expect(named({ 'apps/a': 'x', 'apps/b': 'hello' }, { 'apps/a': 'hello' })).toEqual({
      'apps/a': 'hello',
      'apps/b': 'apps-b: "hello" is also the name of apps/a',
    });
  });

  it('says nothing where the path is the name', () => {
    expect(named({ hello: 'hello', 'apps/a': 'hello' })).toEqual({
      hello: 'hello',
      'apps/a': 'apps-a: "hello" is also the name of hello',
    });
  });

  it('gives no name twice, whatever the paths are', () => {
    expect(named({ 'a/b': 'x', 'a-b': 'x', c: 'a-b-2', '.': 'x', d: 'root' })).toEqual({
      '.': 'root-2: "x" is also the name of a-b and a/b',
      'a-b': 'a-b: "x" is also the name of a/b and the workspace root',
      'a/b': 'a-b-3: "x" is also the name of a-b and the workspace root',
      c: 'a-b-2',
      d: 'root',
    });
    expect(named({ 'a/b': 'x', c: 'x' }, { lib: 'a-b', other: 'c' })).toEqual({
      'a/b': 'a-b-2: "x" is also the name of c',
      c: 'c-2: "x" is also the name of a/b',
    });
  });
});
