import { type Entry, sortEntries, tarName } from './entry';

const file = (name: string): Entry => ({ kind: 'file', name, content: Buffer.alloc(0) });
const link = (name: string): Entry => ({ kind: 'link', name, target: 'x' });
const folder = (name: string): Entry => ({ kind: 'directory', name });

describe('tarName', () => {
  it('ends with a slash for a folder alone', () => {
    expect([folder('a/b'), file('a/b'), link('a/b')].map(tarName)).toEqual(['a/b/', 'a/b', 'a/b']);
  });
});

describe('sortEntries', () => {
  it('sorts by the bytes of the name, a folder before what is in it', () => {
    const sorted = [
      file('a-b'),
      file('a.b'),
      folder('a'),
      file('a/B'),
      folder('a/b'),
      file('a/b/c'),
      link('a/c'),
      file('a0'),
      file('b'),
      // As UTF-16 the two are the other way round: U+1F600 begins with the unit D83D.
      file('\uff5e'),
      file('\u{1f600}'),
    ];
    expect(sortEntries([...sorted].reverse())).toEqual(sorted);
  });

  it('is the order of Buffer.compare for any names, and leaves what it is given', () => {
    const entries = ['\u00e9', 'e', '\u0000', '\u{10ffff}', '\ud7ff', '\ue000', 'z\u0300'].map(
      file,
    );
    const given = [...entries];
    const names = sortEntries(entries).map(tarName);
    expect(names).toEqual(
      [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    expect(entries).toEqual(given);
  });
});
