import { digestOf, hexOf, parseDigest } from './digest';

/** FIPS 180-4: the digest of nothing. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('digestOf', () => {
  it('is sha256 of bytes or text', () => {
    expect(digestOf('')).toBe(`sha256:${EMPTY}`);
    expect(digestOf(new Uint8Array())).toBe(`sha256:${EMPTY}`);
    const abc = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(digestOf('abc')).toBe(abc);
    expect(digestOf(Buffer.from('abc'))).toBe(abc);
  });

  it('is a digest, with the name of its file', () => {
    expect(parseDigest(digestOf('x'))).toBe(digestOf('x'));
    expect(hexOf(digestOf(''))).toBe(EMPTY);
  });
});

describe('parseDigest', () => {
  it.each([
    '',
    EMPTY,
    'sha256:',
    'sha256:../../x',
    `sha256:${EMPTY.slice(1)}`,
    `sha256:${EMPTY}0`,
    `sha256:${EMPTY}\n`,
    ` sha256:${EMPTY}`,
    `sha256:${EMPTY.toUpperCase()}`,
    `SHA256:${EMPTY}`,
    `sha256:${EMPTY.slice(2)}..`,
    `sha256:../${EMPTY.slice(3)}`,
    `sha512:${EMPTY}${EMPTY}`,
    `sha256:${EMPTY.slice(1)}g`,
    undefined,
    null,
    7,
    [`sha256:${EMPTY}`],
    { toString: () => `sha256:${EMPTY}` },
  ])('refuses %j', (text) => {
    expect(() => parseDigest(text)).toThrow(SyntaxError);
    expect(() => parseDigest(text)).toThrow(
      `${JSON.stringify(text)} is not a digest: it must be "sha256:" and 64 hex digits`,
    );
  });
});
