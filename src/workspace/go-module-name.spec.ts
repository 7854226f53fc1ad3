import { spawnSync } from 'node:child_process';
import { goModuleName } from './go-module-name';
import { refusal } from './testing/build';

const NONE = new Map<string, string>();

describe('goModuleName', () => {
  it.each([['hello'], ['http'], ['function'], ['timer'], ['my-time']])('takes %s', (name) => {
    expect(goModuleName(name, `apps-${name}`, NONE)).toEqual({ module: name });
  });

  it.each(['time', 'main', 'go', 'cmd', 'internal', 'all', 'con', 'lpt1'])(
    'calls %s otherwise',
    (name) => {
      expect(goModuleName(name, `apps-${name}`, NONE)).toEqual({
        module: `${name}-function`,
        reason: `"${name}" is a word of Go's own`,
      });
    },
  );

  it('knows the standard library of this Go', () => {
    const { stdout } = spawnSync('go', ['list', 'std'], { encoding: 'utf8' });
    const words = new Set(
      stdout
        .trim()
        .split('\n')
        .map((path) => path.split('/')[0] ?? ''),
    );
    expect(words.size).toBeGreaterThan(40);
    const { stdout: version } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
    // What a later Go adds, the list need not have.
    if (Number(/^go1\.(\d+)/.exec(version)?.[1]) > 26) return;
    const missed = [...words].filter((word) => goModuleName(word, '', NONE).module === word);
    expect(missed).toEqual([]);
  });

  it('takes a second name where the first is taken', async () => {
    const taken = new Map([['hello', 'in libs/hello']]);
    expect(goModuleName('hello', 'apps-hello', taken)).toEqual({
      module: 'apps-hello',
      reason: 'the module "hello" is in libs/hello already',
    });
    expect(goModuleName('x', 'time', new Map([['x', 'in x']])).module).toBe('time-function');
    taken.set('apps-hello', 'in b');
    expect(await refusal(() => goModuleName('hello', 'apps-hello', taken))).toBe(
      'option name: the module "hello" is in libs/hello already, and go.work takes one of a name\n' +
        '  Give the function another name with --name.',
    );
    expect(await refusal(() => goModuleName('hello', '', taken))).toMatch(/^option name: /);
  });
});
