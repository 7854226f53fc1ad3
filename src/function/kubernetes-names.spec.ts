import { UserError } from '../errors';

import {
  checkFunctionName,
  checkNamespace,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isQualifiedName,
} from './kubernetes-names';

const A62 = 'a'.repeat(62);

describe('labels', () => {
  it.each([
    // text, DNS-1035, DNS-1123
    ['a', true, true],
    ['a-0', true, true],
    ['a--b', true, true],
    [`${A62}1`, true, true],
    [`${A62}12`, false, false],
    ['0-a', false, true],
    ['0', false, true],
    ['', false, false],
    ['-a', false, false],
    ['a-', false, false],
    ['A', false, false],
    ['a.b', false, false],
    ['a_b', false, false],
    ['a\n', false, false],
    ['ä', false, false],
  ])('%j: DNS-1035 %j, DNS-1123 %j', (text, is1035, is1123) => {
    expect(isDns1035Label(text)).toBe(is1035);
    expect(isDns1123Label(text)).toBe(is1123);
  });
});

describe('subdomains', () => {
  it.each([
    ['a', true],
    ['0.example.com', true],
    ['a.b-c.d', true],
    // Kubernetes has no limit for one part.
    ['a'.repeat(253), true],
    ['a'.repeat(254), false],
    ['', false],
    ['.a', false],
    ['a.', false],
    ['a..b', false],
    ['a.-b', false],
    ['a.B', false],
    ['*.a', false],
    ['a.b\n', false],
  ])('%j: %j', (text, expected) => {
    expect(isDns1123Subdomain(text)).toBe(expected);
  });
});

describe('keys of labels', () => {
  it.each([
    ['a', true],
    ['A_b.c-0', true],
    ['0', true],
    ['example.com/Team', true],
    [`${A62}1`, true],
    [`a/${A62}1`, true],
    [`${'a'.repeat(253)}/a`, true],
    [`${A62}12`, false],
    [`a/${A62}12`, false],
    [`${'a'.repeat(254)}/a`, false],
    ['', false],
    ['/', false],
    ['/a', false],
    ['a/', false],
    ['a/b/c', false],
    ['Example.com/a', false],
    ['-a', false],
    ['a.', false],
    ['a b', false],
    ['a\n', false],
  ])('%j: %j', (text, expected) => {
    expect(isQualifiedName(text)).toBe(expected);
  });
});

describe('values of labels', () => {
  it.each([
    ['', true],
    ['a', true],
    ['A_b.c-0', true],
    [`${A62}1`, true],
    [`${A62}12`, false],
    ['_a', false],
    ['a-', false],
    ['a/b', false],
    ['a b', false],
    ['a\n', false],
  ])('%j: %j', (text, expected) => {
    expect(isLabelValue(text)).toBe(expected);
  });
});

const TODO = 'Use lower-case letters, digits and "-", a letter first and no "-" last.';

describe('names that are given', () => {
  it.each([
    ['Hello', `option name: "Hello" is not a name of a function\n  ${TODO}`],
    ['0-a', `option name: "0-a" is not a name of a function\n  ${TODO}`],
    ['a\n', `option name: "a\\n" is not a name of a function\n  ${TODO}`],
    ['', 'option name: the name of the function is empty\n  Give it one.'],
    [
      `${A62}12`,
      'option name: the name of the function has 64 characters; the limit is 63\n  Shorten it.',
    ],
  ])('function %j', (name, message) => {
    expect(() => {
      checkFunctionName(name, 'option name');
    }).toThrow(new UserError(message));
  });

  it('a namespace', () => {
    expect(() => {
      checkNamespace('My Space', 'option namespace');
    }).toThrow(
      new UserError(`option namespace: "My Space" is not a name of a namespace\n  ${TODO}`),
    );
  });

  it.each(['a', 'hello-1', `${A62}1`])('%j is taken', (name) => {
    expect(() => {
      checkFunctionName(name, '');
      checkNamespace(name, '');
    }).not.toThrow();
  });
});
