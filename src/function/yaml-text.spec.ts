import { UserError } from '../errors';

import { decodeText, MAX_BYTES } from './yaml-text';

describe('decodeText', () => {
  it('takes UTF-8, and drops a byte order mark', () => {
    expect(decodeText(Buffer.from('\uFEFFname: é\n'), 'func.yaml')).toBe('name: é\n');
    expect(decodeText(new Uint8Array(), 'func.yaml')).toBe('');
    expect(decodeText(Buffer.alloc(MAX_BYTES, 'a'), 'func.yaml')).toHaveLength(MAX_BYTES);
  });

  const utf8 = '\n  Save it as UTF-8 text.';
  it.each([
    [
      Buffer.alloc(MAX_BYTES + 1),
      'func.yaml:1:1: the file has 1048577 bytes; the limit is 1048576 (1 MiB)\n' +
        '  Check that it is a func.yaml.',
    ],
    [Buffer.from('a: 1\né: \0'), `func.yaml:2:4: the file is binary: it has a NUL byte${utf8}`],
    [
      Buffer.concat([Buffer.from('a: \uFFFD\n\né '), Buffer.from([0xff, 0x41])]),
      `func.yaml:3:3: the file is binary: it is not UTF-8${utf8}`,
    ],
    [
      // A character that is cut off by the end of the file.
      Buffer.from([0x61, 0xe2, 0x82]),
      `func.yaml:1:2: the file is binary: it is not UTF-8${utf8}`,
    ],
    [Buffer.from([0xff]), `func.yaml:1:1: the file is binary: it is not UTF-8${utf8}`],
    [
      Buffer.from('\uFEFFa', 'utf16le'),
      `func.yaml:1:4: the file is binary: it has a NUL byte${utf8}`,
    ],
  ])('refuses (%#)', (bytes, message) => {
    expect(() => decodeText(bytes, 'func.yaml')).toThrow(new UserError(message));
  });
});
