/** Functions of one repository that import its other modules: what func itself cannot build. */
import { createWorkspace, describeImages, type Workspace } from './support';
import { expectImage, expectServes } from './support/expect';
import { goFunction, httpHandle } from './support/functions';
import type { NxResult } from './support/nx-result';
import { run } from './support/run';
import type { Files } from './support/workspace';

/** A module whose function `Say` returns an expression. */
function library(root: string, expression: string, imported = '', goMod = ''): Files {
  const name = root.replace(/.*\//, '');
  const imports = imported === '' ? '' : `import "${imported}"\n\n`;
  return {
    [`${root}/go.mod`]: `module example.com/${name}\n\ngo 1.21\n\n${goMod}`,
    [`${root}/${name}.go`]: `package ${name}\n\n${imports}func Say() string { return ${expression} }\n`,
  };
}

function replaced(name: string): string {
  return `require example.com/${name} v0.0.0\n\nreplace example.com/${name} => ../${name}\n`;
}

/** Two functions called `function` and two libraries, in a go.work; no go.mod requires another. */
const WITH_GO_WORK: Files = {
  'used/go.work': 'go 1.21\n\nuse (\n\t./first\n\t./second\n\t./greeting\n\t./words\n)\n',
  ...goFunction('used/first', httpHandle('"first: " + greeting.Say()', ['example.com/greeting'])),
  ...goFunction('used/second', httpHandle('"second: " + greeting.Say()', ['example.com/greeting'])),
  ...library('used/greeting', '"greeting " + words.Say()', 'example.com/words'),
  ...library('used/words', '"from go.work"'),
  'used/greeting/project.json': { name: 'greeting' },
  'used/words/package.json': { name: '@story/words', version: '1.0.0' },
  // What git ignores is neither in the image nor in the program.
  'used/.gitignore': 'local.go\n',
};

const EMBED = `package function

import _ "embed"

//go:embed pages/page.txt
var page string
`;

/** The same by `replace`, in a folder without a go.work: the first library replaces the second. */
const WITH_REPLACE: Files = {
  ...goFunction(
    'replaced/third',
    httpHandle('"third: " + shout.Say() + page', ['example.com/shout']),
    {
      goMod: replaced('shout'),
      files: { 'page.go': EMBED, 'pages/page.txt': ', embedded' },
    },
  ),
  ...goFunction('replaced/fourth', httpHandle('"fourth: " + shout.Say()', ['example.com/shout']), {
    goMod: replaced('shout'),
  }),
  ...library('replaced/shout', '"shout " + volume.Say()', 'example.com/volume', replaced('volume')),
  ...library('replaced/volume', '"from replace"'),
};

describeImages('functions of a monorepo', () => {
  let workspace: Workspace;
  let build: NxResult;

  const layout = (root: string): string => workspace.path(root, '.func/build/oci');

  beforeAll(async () => {
    workspace = await createWorkspace({ files: { ...WITH_GO_WORK, ...WITH_REPLACE } });
    const packageJson = JSON.parse(workspace.read('package.json')) as object;
    workspace.write({
      'package.json': { ...packageJson, workspaces: ['used/words'] },
      'used/first/local.go': 'package function\n\nfunc Handle() { this does not compile }\n',
      'used/greeting/local.go': 'package greeting\n\nthis does not compile\n',
    });
    await workspace.commit();
    build = await workspace.mustNx(['run-many', '-t', 'containerize', '--parallel=2']);
  });

  it('cannot be built by Go as the user has laid them out', async () => {
    const go = await run(['go', 'build', './first'], {
      cwd: workspace.path('used'),
      env: workspace.env,
    });
    expect(go.code).not.toBe(0);
    expect(go.stderr).toMatch(/module function appears multiple times in workspace/);
  });

  it('are built at once', () => {
    expect(Object.keys(build.tasks).sort()).toEqual(
      ['first', 'second', 'third', 'fourth'].map((name) => `${name}:containerize`).sort(),
    );
    expect(build.cached).toBe(false);
  });

  it.each([
    ['used/first', 'first: greeting from go.work'],
    ['used/second', 'second: greeting from go.work'],
    ['replaced/third', 'third: shout from replace, embedded'],
    ['replaced/fourth', 'fourth: shout from replace'],
  ])('%s runs with the modules that it imports', async (root, body) => {
    await expectImage(layout(root));
    await expectServes(layout(root), body);
  });

  it('leave every file outside .func as it was', async () => {
    const { stdout } = await workspace.run(['git', 'status', '--porcelain', '--ignored']);
    // `!!` is what git ignores: of the build only `.func`, and what was there before.
    expect(stdout.trim().split('\n')).toEqual([
      '!! .nx/',
      '!! node_modules/',
      '!! packages/',
      '!! replaced/fourth/.func/',
      '!! replaced/third/.func/',
      '!! used/first/.func/',
      '!! used/first/local.go',
      '!! used/greeting/local.go',
      '!! used/second/.func/',
    ]);
  });

  it('depend on their libraries in the project graph', async () => {
    const { stdout } = await workspace.mustNx(['graph', '--file=stdout']);
    const { graph } = JSON.parse(stdout) as {
      graph: { dependencies: Record<string, { target: string; type: string }[]> };
    };
    for (const name of ['first', 'second']) {
      expect(graph.dependencies[name]).toEqual([
        expect.objectContaining({ target: 'greeting', type: 'static' }),
        expect.objectContaining({ target: '@story/words', type: 'static' }),
      ]);
    }
    expect(graph.dependencies['third']).toEqual([]);
  });
});
