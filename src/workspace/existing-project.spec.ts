import { findProject } from './existing-project';
import { refusal } from './testing/build';
import { treeWith } from './testing/tree';

const PROJECTS = new Map([
  ['@acme/api', 'apps/api'],
  ['@acme/same', 'libs/same'],
  ['@other/same', 'libs/other'],
  ['web', 'apps/site'],
  ['site', 'apps/web'],
]);
const TODO =
  'Give the name of a project (nx show projects lists them) or a folder of the workspace, as in apps/hello.';

const tree = treeWith({
  'apps/api/go.mod': '',
  'apps/web/go.mod': '',
  'apps/site/go.mod': '',
  'libs/new/go.mod': '',
  'node_modules/x/package.json': '',
  same: '',
});

describe('findProject', () => {
  it.each([
    ['@acme/api', '/virtual', 'apps/api', '@acme/api'],
    ['api', '/virtual', 'apps/api', '@acme/api'],
    // A name counts before a folder.
    ['web', '/virtual/apps', 'apps/site', 'web'],
    ['apps/web', '/virtual', 'apps/web', 'site'],
    ['libs/new', '/virtual', 'libs/new', undefined],
    ['./libs//new/', '/virtual', 'libs/new', undefined],
    ['libs\\new', '/virtual', 'libs/new', undefined],
    ['/virtual/libs/new', '/elsewhere', 'libs/new', undefined],
    ['new', '/virtual/libs', 'libs/new', undefined],
    ['libs/new', '/virtual/libs', 'libs/new', undefined],
    ['.', '/virtual/libs/new', 'libs/new', undefined],
    ['..', '/virtual/libs', '.', undefined],
    ['.', '/virtual', '.', undefined],
  ])('%s in %s', (given, from, root, name) => {
    expect(findProject(tree, given, PROJECTS, from)).toEqual({ root, name });
  });

  it.each([
    ['nothing', `there is no project and no folder "nothing"\n  ${TODO}`],
    ['', `there is no project and no folder ""\n  ${TODO}`],
    ['apps/api/go.mod', `there is no project and no folder "apps/api/go.mod"\n  ${TODO}`],
    ['same', '"same" can be @acme/same or @other/same\n  Give the whole name.'],
    ['../x', `../x lies outside the workspace\n  ${TODO}`],
    ['/etc', `/etc lies outside the workspace\n  ${TODO}`],
    [
      'node_modules/x',
      `node_modules/x lies in a folder node_modules, where no project can be\n  ${TODO}`,
    ],
  ])('refuses %j', async (given, message) => {
    const find = () => findProject(tree, given, PROJECTS, '/virtual');
    expect(await refusal(find)).toBe(`option project: ${message}`);
  });
});
