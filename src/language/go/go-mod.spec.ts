import { UserError } from '../../errors';
import { compareGoVersions, parseGoMod, parseGoWork } from './go-mod';

describe('parseGoMod', () => {
  it('reads all that says something about modules', () => {
    const text = `// Deprecated: no.
module example.com/function // the function

go 1.25.0
toolchain go1.26.1
godebug default=go1.21
tool example.com/tool
ignore ./node_modules
require example.com/a v1.2.3 // indirect
require (
	// a comment (
	"example.com/b" v0.0.0-20200101000000-abcdefabcdef

	example.com/c/v2 v2.0.0+incompatible//indirect
)
exclude example.com/d v1.0.0
retract [v1.0.0, v1.1.0] // broken
retract (
	v1.2.0
)
replace example.com/a => ../a
replace (
	example.com/b v1.0.0 => "../my b"
	example.com/c => example.com/fork v1.0.0
	example.com/d v1.0.0 => example.com/e v1.0.1
	example.com/f => \`/abs/f\`
)
`;
    const expected = {
      module: 'example.com/function',
      go: '1.25.0',
      toolchain: 'go1.26.1',
      requires: [
        { path: 'example.com/a', version: 'v1.2.3' },
        { path: 'example.com/b', version: 'v0.0.0-20200101000000-abcdefabcdef' },
        { path: 'example.com/c/v2', version: 'v2.0.0+incompatible' },
      ],
      replaces: [
        { path: 'example.com/a', target: '../a', line: 21 },
        { path: 'example.com/b', version: 'v1.0.0', target: '../my b', line: 23 },
        { path: 'example.com/c', target: 'example.com/fork', targetVersion: 'v1.0.0', line: 24 },
        {
          path: 'example.com/d',
          version: 'v1.0.0',
          target: 'example.com/e',
          targetVersion: 'v1.0.1',
          line: 25,
        },
        { path: 'example.com/f', target: '/abs/f', line: 26 },
      ],
    };
    expect(parseGoMod(text, 'go.mod')).toEqual(expected);
    expect(parseGoMod(text.replaceAll('\n', '\r\n'), 'go.mod')).toEqual(expected);
  });

  it.each([
    'module function',
    'module "function"\n',
    '\ufeffmodule `function`',
    'module (\nfunction\n)',
  ])('reads %j', (text) => {
    expect(parseGoMod(text, 'go.mod')).toEqual({ module: 'function', requires: [], replaces: [] });
  });

  it('steps over directives and blocks that it does not know', () => {
    const text = 'module function\nfuture a b => c (d)\nlater (\n\ta\n)\nempty ()\n';
    expect(parseGoMod(text, 'go.mod').module).toBe('function');
  });

  it.each([
    ['', 'lib/go.mod: no module line'],
    ['// module function', 'lib/go.mod: no module line'],
    ['module', 'lib/go.mod:1: cannot read "module"'],
    ['module a b', 'lib/go.mod:1: cannot read "module a b"'],
    ['module a\nmodule b', 'lib/go.mod:2: cannot read "module b": a second module line'],
    ['module a\n\nrequire b', 'lib/go.mod:3: cannot read "require b"'],
    ['module a\nrequire (\nb v1 c\n)', 'lib/go.mod:3: cannot read "require b v1 c"'],
    ['module a\nrequire (\nb v1', 'lib/go.mod:2: the block "require (" is never closed'],
    ['module a\n)', 'lib/go.mod:2: cannot read the line: )'],
    ['module a\nrequire (\n) b', 'lib/go.mod:3: cannot read the line: ) b'],
    ['module "a', 'lib/go.mod:1: cannot read the line: module "a'],
    ['module "\\x"', 'lib/go.mod:1: cannot read the line: "\\x"'],
    ['module a\nreplace b', 'lib/go.mod:2: cannot read "replace b"'],
    ['module a\nreplace b =>', 'lib/go.mod:2: cannot read "replace b =>"'],
    ['module a\nreplace => b', 'lib/go.mod:2: cannot read "replace => b"'],
    ['module a\nreplace b v1 c => d', 'lib/go.mod:2: cannot read "replace b v1 c => d"'],
    ['module a\nreplace b => c => d', 'lib/go.mod:2: cannot read "replace b => c => d"'],
    ['module a\nreplace b => c', 'lib/go.mod:2: cannot read "replace b => c": a target without'],
    ['module a\ngo 1.21 1.22', 'lib/go.mod:2: cannot read "go 1.21 1.22"'],
  ])('refuses %j', (text, message) => {
    const parse = (): unknown => parseGoMod(text, 'lib/go.mod');
    expect(parse).toThrow(UserError);
    expect(parse).toThrow(message);
  });
});

describe('parseGoWork', () => {
  it('reads uses and replaces', () => {
    const text =
      'go 1.25\ntoolchain go1.26.0\nuse .\nuse (\n\t./a // first\n\t"../my b"\n)\nreplace x v1.0.0 => ./x\n';
    expect(parseGoWork(text, 'go.work')).toEqual({
      go: '1.25',
      toolchain: 'go1.26.0',
      uses: [
        { dir: '.', line: 3 },
        { dir: './a', line: 5 },
        { dir: '../my b', line: 6 },
      ],
      replaces: [{ path: 'x', version: 'v1.0.0', target: './x', line: 8 }],
    });
    expect(parseGoWork('', 'go.work')).toEqual({ uses: [], replaces: [] });
  });

  it('refuses a use without a folder', () => {
    expect(() => parseGoWork('go 1.25\nuse a b', 'go.work')).toThrow(
      'go.work:2: cannot read "use a b"',
    );
  });
});

describe('compareGoVersions', () => {
  it('orders as Go does', () => {
    const ordered = [
      '',
      '1',
      '1.2',
      '1.20rc1',
      '1.20',
      '1.20.1',
      '1.21',
      '1.21rc1',
      '1.21rc2',
      '1.21.0',
    ];
    ordered.push('1.21.9', '1.21.10', '1.26', '1.26beta1', '1.26rc1', '1.26.0', '1.100.0', '2.0');
    for (const [i, a] of ordered.entries()) {
      for (const [j, b] of ordered.entries()) {
        expect(`${a} ${b} ${Math.sign(compareGoVersions(a, b))}`).toBe(
          `${a} ${b} ${Math.sign(i - j)}`,
        );
      }
    }
  });

  it('reads versions as toolchains have them', () => {
    expect(compareGoVersions('go1.21.3', '1.21.3')).toBe(0);
    expect(compareGoVersions('go 1.25', '1.25')).toBe(0);
    expect(compareGoVersions('go1.25.1-custom', '1.25.1')).toBe(0);
    expect(compareGoVersions('1.20', '1.20.0')).toBe(0);
    expect(compareGoVersions('devel', 'default')).toBe(0);
  });
});
