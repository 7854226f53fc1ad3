import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { executorsPart, generatorsPart } from './entries-part';

describe('the part of a page that is made from schema.json', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'docs-'));
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function write(path: string, content: object): void {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), JSON.stringify(content));
  }

  function generator(schema: object, entry: object = {}): string {
    write('a/schema.json', schema);
    write('generators.json', {
      generators: { thing: { schema: './a/schema.json', description: 'Of the list.', ...entry } },
    });
    return generatorsPart(root);
  }

  const option = (value: object): string =>
    generator({ properties: { value } }).split('\n').at(-1) ?? '';

  it('has description, usage, options and examples', () => {
    const schema = {
      description: 'Makes a <thing>.',
      properties: {
        second: { type: 'string', $default: { $source: 'argv', index: 1 } },
        first: { type: 'string', $default: { $source: 'argv', index: 0 }, description: 'One.' },
        name: { type: 'string', alias: 'n', description: 'Two.', 'x-prompt': 'Which?' },
      },
      required: ['first'],
      examples: [{ command: 'nx g nx-func:thing a', description: 'As <it> is' }],
    };
    expect(generator(schema, { aliases: ['t'] })).toBe(`## nx-func:thing

Makes a \\<thing\\>.

Also called \`t\`.

    nx g nx-func:thing <first> [second] [options]

| option | type | default | what it does |
| --- | --- | --- | --- |
| \`--second\` | string |  | Can be given without the name of the option. |
| \`--first\` | string | required | One. Can be given without the name of the option. |
| \`--name\`, \`-n\` | string |  | Two. Asked for in a terminal. |

As \\<it\\> is:

    nx g nx-func:thing a`);
  });

  it('has the description of the list where the schema has none, and says that there are no options', () => {
    expect(generator({})).toBe(
      '## nx-func:thing\n\nOf the list.\n\n    nx g nx-func:thing\n\nIt has no options.',
    );
  });

  it.each([
    [{ type: 'boolean', default: false }, '| boolean | `false` |  |'],
    [{ enum: ['a', 'b'], default: 'a' }, '| `a`, `b` | `a` |  |'],
    [{ type: 'array', items: { type: 'string' }, default: [] }, '| list of strings | `[]` |  |'],
    [{ type: 'array' }, '| list of values |  |  |'],
    [{ type: 'object' }, '| mapping |  |  |'],
    [{ type: ['string', 'boolean'] }, '| string or boolean |  |  |'],
    [{}, '| any |  |  |'],
    [{ type: 'string', 'x-deprecated': true }, '| string |  | Deprecated. |'],
    [{ type: 'string', 'x-deprecated': 'Use b.' }, '| string |  | Deprecated: Use b. |'],
    [{ type: 'string', description: 'a|b `c|d`' }, '| string |  | a\\|b `c\\|d` |'],
    [{ type: 'string', examples: ['x', { y: 1 }] }, '| string |  | Examples: `x`; `{"y":1}`. |'],
    [{ type: 'string', default: 'a`b' }, '| string | `` a`b `` |  |'],
  ])('%j', (value, expected) => {
    const [, ...cells] = option(value).split('`--value` ');
    expect(cells.join('').replaceAll('|  |', '|  |')).toBe(expected);
  });

  it.each([{ hidden: true }, { 'x-priority': 'internal' }])(
    'leaves out an option with %j',
    (hint) => {
      expect(generator({ properties: { secret: { type: 'string', ...hint } } })).toContain(
        'It has no options.',
      );
    },
  );

  it('leaves out a hidden generator', () => {
    expect(generator({}, { hidden: true })).toBe('');
  });

  it('runs an executor as a target', () => {
    write('b/schema.json', { properties: { push: { type: 'boolean' } } });
    write('executors.json', { executors: { pack: { schema: 'b/schema.json', description: '' } } });
    expect(executorsPart(root)).toContain('    nx run <project>:pack [options]');
  });
});
