import { fillBlocks } from './blocks';

const block = (name: string, text = ''): string =>
  `<!-- generated: ${name} -->\n${text}<!-- end -->\n`;

describe('fillBlocks', () => {
  it('replaces what is between the markers, and nothing else', () => {
    const page = `# Title\n\n${block('a', 'old\n')}\nBetween.\n\n${block('b')}\nEnd.\n`;
    const expected =
      '# Title\n\n<!-- generated: a -->\n\nnew $& a\n\n<!-- end -->\n\nBetween.\n\n' +
      '<!-- generated: b -->\n\nb\n\n<!-- end -->\n\nEnd.\n';
    expect(fillBlocks(page, { a: '\nnew $& a\n', b: 'b' })).toBe(expected);
  });

  it.each([
    ['lacks a part', 'Text.\n', 'the page has no part <!-- generated: a --> ... <!-- end -->'],
    ['has one too many', block('a') + block('c'), 'nothing makes the part "c"'],
    ['has no end', '<!-- generated: a -->\n', /^the page has no part/],
    ['has no beginning', `${block('a')}<!-- end -->\n`, 'a marker lacks its other half'],
    ['has two beginnings', `<!-- generated: a -->\n${block('a')}`, 'a marker lacks its other half'],
  ])('refuses a page that %s', (_, page, message) => {
    expect(() => fillBlocks(page, { a: 'text' })).toThrow(message);
  });
});
