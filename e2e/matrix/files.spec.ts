/** The input matrix: which file decides the image, and which does not. */
import { chmodSync, mkdirSync, rmSync, utimesSync } from 'node:fs';
import { FUNCTION, goInit, goText, schema } from './fixture';
import { createMatrix, type Edit, layoutFiles, shippedFiles, type Matrix } from './matrix';

const MISS = 'miss, new digest';
const HIT = 'hit, same digest';

const file = (path: string, content: string): Edit => ({ files: { [path]: content } });
const remove = (path: string): Edit => ({ files: { [path]: undefined } });

describe('the files of a function', () => {
  let matrix: Matrix;

  beforeAll(async () => {
    matrix = await createMatrix();
  });

  it('decide its image, each that ships', async () => {
    const shipped = await shippedFiles(matrix.workspace);
    // What git ignores (generated) has its own tests: this one would write over a task's output.
    const own = shipped.filter((path) => !path.startsWith('generated/'));
    expect(shipped).not.toEqual(own);
    expect(own.length).toBeGreaterThan(10);
    const outcomes: Record<string, string> = {};
    for (const path of own) {
      const edit = file(`${FUNCTION}/${path}`, `${matrix.workspace.read(`${FUNCTION}/${path}`)}\n`);
      outcomes[path] = await matrix.outcome(edit);
    }
    expect(outcomes).toEqual(Object.fromEntries(own.map((path) => [path, MISS])));
    expect(await matrix.outcome({})).toBe(HIT);
  });

  it.each<[name: string, edit: Edit, outcome: string]>([
    ['a new file', file(`${FUNCTION}/new.txt`, ''), MISS],
    ['a new empty file with a dot', file(`${FUNCTION}/.new`, ''), MISS],
    ['a file that goes', remove(`${FUNCTION}/folder/deep.json`), MISS],
    ['an embedded file', file(`${FUNCTION}/embedded.txt`, 'edited'), MISS],
    // Hashed, because .funcignore is the builder's: Nx knows nothing of it.
    ['a file that .funcignore names', file(`${FUNCTION}/README.md`, 'x'), 'miss, same digest'],
    ['a file that .funcignore names no more', file(`${FUNCTION}/.funcignore`, ''), MISS],
  ])('decide its image: %s', async (_, edit, outcome) => {
    expect(await matrix.outcome(edit)).toBe(outcome);
  });

  it('decide its image: the target of a link, a new link, one less', async () => {
    const link = `${FUNCTION}/link`;
    const relink = (path: string, target?: string): Edit => ({
      act: (workspace) => {
        workspace.remove(path);
        if (target !== undefined) workspace.link(path, target);
        return () => {
          workspace.remove(path);
          if (path === link) workspace.link(link, 'data.txt');
        };
      },
    });
    expect(await matrix.outcome(relink(link, 'other.txt'))).toBe(MISS);
    expect(await matrix.outcome(relink(link, 'nowhere'))).toBe(MISS);
    expect(await matrix.outcome(relink(link))).toBe(MISS);
    expect(await matrix.outcome(relink(`${FUNCTION}/new`, 'data.txt'))).toBe(MISS);
    expect(await matrix.outcome({})).toBe(HIT);
  });

  it('decide its image: what a task makes that it depends on, though git ignores it', async () => {
    const edit = file('schemas/text.go', schema('edited'));
    const made = await matrix.during(edit, async () => [
      await matrix.build(),
      matrix.read('generated/text.go'),
      matrix.contains('edited'),
    ]);
    expect(made).toEqual([MISS, schema('edited'), true]);
    expect(await matrix.affected(edit)).toEqual(['fn']);
    // Changed by hand, it is made anew before it is read.
    expect(await matrix.outcome(file(`${FUNCTION}/generated/text.go`, schema('by hand')))).toBe(
      HIT,
    );
  });

  it('are restored from the cache to the byte', async () => {
    const before = layoutFiles(matrix.workspace);
    expect(Object.keys(before).length).toBeGreaterThan(5);
    matrix.workspace.remove(`${FUNCTION}/.func`);
    expect(await matrix.build()).toBe(HIT);
    expect(layoutFiles(matrix.workspace)).toEqual(before);
  });
});

describe('the files of a library', () => {
  let matrix: Matrix;

  beforeAll(async () => {
    matrix = await createMatrix();
  });

  it.each<[name: string, edit: Edit]>([
    ['a source, through go.work, in a project', file('libs/greet/inner.go', goInit('greet'))],
    [
      'a source, through go.work and another module, in no project',
      file('libs/plain/plain.go', goText('plain', 'edited')),
    ],
    ['a source, through replace', file('libs/replaced/replaced.go', goText('replaced', 'edited'))],
    ['an embedded file', file('libs/greet/greeting.txt', 'edited')],
    ['a project inside of it', file('libs/greet/inner/inner.go', goText('inner', 'edited'))],
  ])('decide the image, and affect the function: %s', async (_, edit) => {
    expect(await matrix.outcome(edit)).toBe(MISS);
    expect(await matrix.affected(edit)).toEqual(['fn']);
  });

  it('decide the image: a module that was not reached before', async () => {
    const edit = file(
      `${FUNCTION}/new.go`,
      'package main\n\nimport "example.com/unused"\n\nfunc init() { println(unused.Text()) }\n',
    );
    const outcome = await matrix.during(edit, async () => [
      await matrix.build(),
      matrix.contains('unused'),
      await matrix.build(),
      // From now on its source decides, too.
      await matrix.outcome(file('libs/unused/unused.go', goText('unused', 'edited'))),
    ]);
    expect(outcome).toEqual([MISS, true, 'hit, new digest', MISS]);
    expect(await matrix.outcome(file('libs/unused/unused.go', goText('unused', 'x')))).toBe(HIT);
  });

  it.each([
    ['an edited test', file('libs/greet/greet_test.go', 'package greet_test\n')],
    ['a new test', file('libs/replaced/new_test.go', 'package replaced\n')],
    ['a text', file('libs/plain/README.md', 'edited')],
  ])('do not all decide the image: %s', async (_, edit) => {
    expect(await matrix.outcome(edit)).toMatch(/, same digest$/);
  });

  it('decide the image: go.work, and the go.mod of a module', async () => {
    const edited = (path: string): Edit => file(path, `${matrix.workspace.read(path)}\n`);
    expect(await matrix.outcome(edited('go.work'))).toBe('miss, same digest');
    expect(await matrix.outcome(file('go.work.sum', ''))).toBe('miss, same digest');
    expect(await matrix.outcome(edited('libs/replaced/go.mod'))).toBe('miss, same digest');
    expect(await matrix.outcome(edited('libs/unused/go.mod'))).toBe(HIT);
  });
});

describe('what is no input', () => {
  let matrix: Matrix;
  const edits: [name: string, edit: Edit][] = [
    ['a data file that git ignores', file(`${FUNCTION}/data.ignored`, 'edited')],
    ['a source that git ignores', file(`${FUNCTION}/ignored_local.go`, goInit('main'))],
    // Go would stop at it: it is no profile.
    ['a profile that git ignores', file(`${FUNCTION}/default.pgo`, 'edited')],
    [
      'a source of a library that git ignores',
      file('libs/greet/ignored_local.go', goInit('greet')),
    ],
    ['a file that git tracks, and ignores', file(`${FUNCTION}/tracked/data.txt`, 'edited')],
    ['a file that .nxignore names', file(`${FUNCTION}/nxignored.txt`, 'edited')],
    ['a file that .git/info/exclude names', file(`${FUNCTION}/excluded.txt`, 'edited')],
    ['a project inside', file(`${FUNCTION}/nested/data.txt`, 'edited')],
    ['a project elsewhere', file('apps/other/data.txt', 'edited')],
    ['a file of no project', file('README.md', 'edited')],
    ['a go.work that git ignores', file(`${FUNCTION}/go.work`, 'go 1.21\n\nuse .\n')],
    ['an npm package', { files: { 'package-lock.json': withOtherVersion } }],
    ['an empty folder', emptyFolder(`${FUNCTION}/empty/inside`)],
    ['a touch', touch(`${FUNCTION}/data.txt`)],
    ['a mode of a data file', mode(`${FUNCTION}/data.txt`, 0o755)],
    ['a mode of a program', mode(`${FUNCTION}/bin/tool`, 0o600)],
  ];

  beforeAll(async () => {
    matrix = await createMatrix();
    matrix.workspace.write({ '.git/info/exclude': 'excluded.txt\n' });
  });

  it.each(edits)('is hit: %s', async (_, edit) => {
    expect(await matrix.outcome(edit)).toBe(HIT);
  });

  it('is not in an image that is built anew with all of it', async () => {
    let all = () => matrix.build({ args: ['--skip-nx-cache'] });
    for (const [, edit] of edits) {
      const inner = all;
      all = () => matrix.during(edit, inner);
    }
    expect(await all()).toBe('miss, same digest');
  });
});

function withOtherVersion(lockfile: string): string {
  return lockfile.replace(/("node_modules\/yaml": {\s+"version": )"[^"]*"/, '$1"99.0.0"');
}

function emptyFolder(path: string): Edit {
  return {
    act: (workspace) => {
      mkdirSync(workspace.path(path), { recursive: true });
      return () => {
        rmSync(workspace.path(path, '..'), { recursive: true });
      };
    },
  };
}

function touch(path: string): Edit {
  return {
    act: (workspace) => {
      utimesSync(workspace.path(path), 1, 1);
      return () => undefined;
    },
  };
}

function mode(path: string, bits: number): Edit {
  return {
    act: (workspace) => {
      chmodSync(workspace.path(path), bits);
      return () => {
        chmodSync(workspace.path(path), 0o644);
      };
    },
  };
}
