/** The input matrix: what decides the image besides files. */
import { certificate, FUNCTION } from './fixture';
import { fakeGo, type FakeGo } from './fake-go';
import { createMatrix, type Edit, type Matrix } from './matrix';

const MISS = 'miss, new digest';
const MISS_SAME = 'miss, same digest';
const HIT = 'hit, same digest';

const env = (variables: NodeJS.ProcessEnv): Edit => ({ env: variables });
const args = (...list: string[]): Edit => ({ args: list });
/** Options of the target that a project sets without a file of its own. */
const options = (of: object): Edit => nxJson({ targetDefaults: { containerize: { options: of } } });
const plugin = (of: object): Edit =>
  nxJson({ plugins: [{ plugin: 'nx-func/plugin', options: of }] });

function nxJson(change: object): Edit {
  return {
    files: { 'nx.json': (before) => ({ ...(JSON.parse(before) as object), ...change }) },
  };
}

describe('the compiler', () => {
  let matrix: Matrix;
  let go: FakeGo;

  beforeAll(async () => {
    matrix = await createMatrix();
    go = fakeGo();
  });

  it('decides the image by its version', async () => {
    expect(await matrix.outcome(env(go.inPath('go1.99.0')))).toBe(MISS_SAME);
    expect(await matrix.outcome(env(go.inPath('go1.99.1')))).toBe(MISS_SAME);
    expect(await matrix.outcome(env({ FUNC_GO: go.program('go1.99.2') }))).toBe(MISS_SAME);
    // Where it lies does not matter.
    expect(await matrix.outcome(env(go.inPath()))).toBe(HIT);
    expect(await matrix.outcome(env({ FUNC_GO: go.program() }))).toBe(HIT);
  });

  it.each<[name: string, edit: Edit, outcome: string]>([
    ['GOFLAGS', env({ GOFLAGS: '-tags=story' }), MISS],
    ['go env -w', { files: { '.git/go-env': 'GOFLAGS=-tags=story -v\n' } }, MISS],
    ['GOTOOLCHAIN', env({ GOTOOLCHAIN: 'path' }), MISS_SAME],
    ['a variable of build.buildEnvs', env({ STORY: 'two' }), MISS_SAME],
    ['SOURCE_DATE_EPOCH', env({ SOURCE_DATE_EPOCH: '1' }), MISS],
    ['SOURCE_DATE_EPOCH in .env', { files: { '.env': 'SOURCE_DATE_EPOCH=2\n' } }, MISS],
    ['GOFLAGS in .env', { files: { [`${FUNCTION}/.env`]: 'GOFLAGS=-tags=story -x\n' } }, MISS],
    ['a platform', args('--platforms=linux/arm64'), MISS],
    [
      'an unrelated variable',
      env({ UNRELATED: 'x', GOARM: '5', GOAMD64: 'v3', CGO_ENABLED: '1' }),
      HIT,
    ],
    ['--verbose', args('--verbose'), HIT],
  ])('and its settings decide, or not: %s', async (_, edit, outcome) => {
    matrix.workspace.env['GOENV'] = matrix.workspace.path('.git', 'go-env');
    expect(await matrix.outcome(edit)).toBe(outcome);
  });

  it('makes a miss and a clear error when it is gone', async () => {
    const result = await matrix.workspace.nx(['run', 'fn:containerize'], {
      env: { FUNC_GO: '/nowhere/go' },
    });
    expect(result.code).toBe(1);
    expect(result.output).toContain('the Go compiler is missing');
    expect(await matrix.outcome({})).toBe(HIT);
  });
});

describe('options', () => {
  let matrix: Matrix;

  beforeAll(async () => {
    matrix = await createMatrix();
  });

  it.each<[name: string, edit: Edit]>([
    ['labels', options({ labels: { story: 'a label' } })],
    ['env', options({ env: { STORY_ENV: 'a value' } })],
    ['platforms', options({ platforms: ['linux/arm64', 'linux/arm/v7'] })],
    ['no certificates', plugin({ certificates: false })],
  ])('decide the image: %s', async (_, edit) => {
    expect(await matrix.outcome(edit)).toBe(MISS);
  });

  it('decide the image: certificates, and what is in the file', async () => {
    const one = plugin({ certificates: 'certificates/one.pem' });
    const outcomes = await matrix.during(one, async () => [
      await matrix.build(),
      await matrix.build(),
      await matrix.outcome({ files: { 'certificates/one.pem': (pem) => `${pem}\n` } }),
      await matrix.outcome({ files: { 'certificates/one.pem': certificate(2) } }),
      await matrix.outcome({ files: { 'certificates/two.pem': '' } }),
      await matrix.outcome(plugin({ certificates: 'certificates/two.pem' })),
    ]);
    const hit = 'hit, new digest';
    expect(outcomes).toEqual([MISS, hit, MISS, MISS, hit, MISS]);
    // Not named by an option it is no input.
    expect(await matrix.outcome({ files: { 'certificates/one.pem': '' } })).toBe(HIT);
  });

  it('decide the image: the revision, where it is asked for', async () => {
    await matrix.workspace.commit();
    expect(await matrix.build()).toBe(HIT);
    const outcomes = await matrix.during(plugin({ revision: true }), async () => {
      const first = await matrix.build();
      await matrix.workspace.commit('the option');
      const second = await matrix.build();
      const third = await matrix.build();
      await matrix.workspace.commit();
      return [first, second, third, await matrix.build()];
    });
    expect(outcomes).toEqual([MISS, MISS, 'hit, new digest', MISS]);
    expect(await matrix.build()).toBe(HIT);
  });

  it('decide the image: the version of the plugin', async () => {
    const path = 'node_modules/nx-func/package.json';
    const edit: Edit = {
      files: { [path]: (before) => before.replace(/("version": ")[^"]*/, '$199.0.0') },
    };
    expect(await matrix.outcome(edit)).toBe(MISS_SAME);
    expect(await matrix.outcome(edit)).toBe(HIT);
  });
});
