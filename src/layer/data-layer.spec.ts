import { UserError } from '../errors';
import { dataLayer } from './data-layer';
import { sortEntries, tarName } from './entry';

const DATA = { root: '/workspace/fn', shown: 'apps/fn', files: [], links: {} };

describe('dataLayer', () => {
  it('has the files and links under func, and the folders that hold them', () => {
    const { title, entries } = dataLayer({
      ...DATA,
      files: ['func.yaml', 'a/b/c.txt', 'a/d.txt'],
      links: { 'l/m': '../a', top: 'func.yaml' },
    });
    expect(title).toBe('data');
    expect(sortEntries(entries).map(tarName)).toEqual([
      'func/',
      'func/a/',
      'func/a/b/',
      'func/a/b/c.txt',
      'func/a/d.txt',
      'func/func.yaml',
      'func/l/',
      'func/l/m',
      'func/top',
    ]);
    expect(entries).toContainEqual({ kind: 'directory', name: 'func/a/b' });
    expect(entries).toContainEqual({
      kind: 'file',
      name: 'func/a/b/c.txt',
      content: { path: '/workspace/fn/a/b/c.txt', shown: 'apps/fn/a/b/c.txt' },
    });
    expect(entries).toContainEqual({ kind: 'link', name: 'func/l/m', target: '../a' });
  });

  it('has the folder of a function without files', () => {
    expect(dataLayer(DATA).entries).toEqual([{ kind: 'directory', name: 'func' }]);
  });

  it('refuses a link that leaves', () => {
    const make = (): unknown => dataLayer({ ...DATA, links: { 'a/b': '../../x' } });
    expect(make).toThrow(UserError);
    expect(make).toThrow('apps/fn/a/b: the link to "../../x" leaves the function');
  });
});
