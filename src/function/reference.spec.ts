import { isImageReference, isRegistry } from './reference';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('isImageReference', () => {
  it.each([
    'scratch',
    'alice/hello',
    'alice/hello:v1',
    'quay.io/alice/hello:v1.2_3-x',
    `quay.io/alice/hello@${DIGEST}`,
    `quay.io/alice/hello:v1@${DIGEST}`,
    'localhost/hello',
    'localhost:5000/hello',
    '192.168.122.182:8000/hello',
    '[::1]:5000/hello',
    'Registry.Example.COM/hello',
    'REG:5000/hello',
    'a/b/c/d/e',
    'a.b_c__d---e/f',
  ])('takes %s', (text) => {
    expect(isImageReference(text)).toBe(true);
  });

  it.each([
    '',
    'Alice/hello',
    'quay.io/Alice/hello',
    'quay.io/alice/hello:',
    'quay.io/alice/hello:a b',
    'quay.io/alice/hello@sha256:abc',
    `quay.io/alice/hello@sha512:${'0'.repeat(128)}`,
    `quay.io/alice/hello:${'t'.repeat(129)}`,
    'quay.io//hello',
    '/hello',
    'hello/',
    '-hello',
    'hello-',
    'a..b',
    'a___b',
    '<your registry>/hello',
    'https://quay.io/alice/hello',
    'hello\n',
    'a'.repeat(500),
  ])('refuses %j', (text) => {
    expect(isImageReference(text)).toBe(false);
  });

  it('is fast for what almost matches', () => {
    expect(isImageReference(`${'a-'.repeat(220)}!`)).toBe(false);
    expect(isImageReference(`${'A-'.repeat(220)}.!`)).toBe(false);
    expect(isImageReference('a'.repeat(1_000_000))).toBe(false);
  });
});

describe('isRegistry', () => {
  it.each([
    'alice',
    'quay.io',
    'quay.io/alice',
    'localhost:5000',
    'localhost:5000/a/b',
    'ghcr.io/a',
  ])('takes %s', (text) => {
    expect(isRegistry(text)).toBe(true);
  });

  it.each([
    '',
    'Alice',
    'quay.io/alice:v1',
    'quay.io/alice@x',
    'https://quay.io',
    'a b',
    'quay.io/',
  ])('refuses %j', (text) => {
    expect(isRegistry(text)).toBe(false);
  });
});
