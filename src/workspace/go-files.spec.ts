import { GoFiles } from './go-files';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

afterEach(() => {
  workspace.remove();
});

const LIB = 'example.com/lib';

function mentions(files: Record<string, string>): boolean {
  workspace = new TempWorkspace({ 'm/go.mod': 'module m\n', ...files });
  return new GoFiles(workspace.root).needs(workspace.path('m')).has(LIB);
}

describe('GoFiles, what a module needs', () => {
  it.each([
    ['the module itself', 'import "example.com/lib"'],
    ['a package in it', 'import "example.com/lib/sub/deep"'],
    ['a raw string', 'import `example.com/lib`'],
    ['a package in a raw string', 'import `example.com/lib/sub`'],
    ['a module after an odd quote', '/* 5" */ import "example.com/lib"'],
    ['an alias in a block', 'import (\n\tl "example.com/lib"\n)'],
  ])('finds an import of %s', (_, source) => {
    expect(mentions({ 'm/a.go': `package m\n${source}\n` })).toBe(true);
    workspace.remove();
    expect(mentions({ 'm/pkg/deep/a.go': `package deep\n${source}\n` })).toBe(true);
  });

  it.each([
    ['another module that begins alike', { 'm/a.go': 'import "example.com/library"' }],
    ['a module whose name ends alike', { 'm/a.go': 'import "other.example.com/lib"' }],
    ['words without quotes', { 'm/a.go': '// example.com/lib' }],
    ['a test', { 'm/a_test.go': 'import "example.com/lib"' }],
    ['a file that is no source', { 'm/a.txt': '"example.com/lib"' }],
    ['a module inside', { 'm/in/go.mod': 'module in', 'm/in/a.go': 'import "example.com/lib"' }],
    ['vendor', { 'm/vendor/x/a.go': 'import "example.com/lib"' }],
    ['testdata', { 'm/testdata/a.go': 'import "example.com/lib"' }],
    ['node_modules', { 'm/node_modules/a.go': 'import "example.com/lib"' }],
    ['a folder that Go steps over', { 'm/_x/a.go': 'import "example.com/lib"' }],
    ['a file that Go steps over', { 'm/.a.go': 'import "example.com/lib"' }],
  ])('does not take %s for an import', (_, files) => {
    expect(mentions(files as Record<string, string>)).toBe(false);
  });

  it('does not follow links', () => {
    workspace = new TempWorkspace({ 'm/go.mod': 'module m\n', 'x/a.go': `import "${LIB}"` });
    workspace.link('m/a.go', '../x/a.go');
    workspace.link('m/folder', '../x');
    workspace.link('m/circle', '.');
    expect(new GoFiles(workspace.root).needs(workspace.path('m')).has(LIB)).toBe(false);
  });
});
