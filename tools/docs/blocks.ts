/** What stands between `<!-- generated: NAME -->` and `<!-- end -->`, markers included. */
const BLOCK = /^<!-- generated: ([a-z-]+) -->$(?:(?!<!-- generated:)[^])*?^<!-- end -->$/gm;

const MARKER = /^[ \t]*<!-- (?:generated:|end ).*$/gm;

/**
 * A page with its generated parts made anew. What is written by hand around them stays.
 *
 * @param blocks the text of each part, by name.
 * @throws Error if the page lacks one of them, has one that nothing makes, or a marker without its
 *   other half.
 */
export function fillBlocks(page: string, blocks: Readonly<Record<string, string>>): string {
  const filled: string[] = [];
  const text = page.replace(BLOCK, (_, name: string) => {
    const block = blocks[name];
    if (block === undefined) throw new Error(`nothing makes the part "${name}"`);
    filled.push(name);
    return `<!-- generated: ${name} -->\n\n${block.trim()}\n\n<!-- end -->`;
  });
  const missing = Object.keys(blocks).filter((name) => !filled.includes(name));
  if (missing.length > 0) {
    throw new Error(
      `the page has no part <!-- generated: ${missing.join(', ')} --> ... <!-- end -->`,
    );
  }
  const markers = text.match(MARKER)?.length ?? 0;
  if (markers !== 2 * filled.length) throw new Error('a marker lacks its other half');
  return text;
}
