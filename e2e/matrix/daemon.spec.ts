/** The input matrix with Nx's daemon, which keeps the project graph: it must see what a fresh process sees. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fakeGo } from './fake-go';
import { FUNCTION, goInit, goText, schema, TASK } from './fixture';
import { createMatrix, type Edit, type Matrix } from './matrix';

const MISS = 'miss, new digest';
const HIT = 'hit, same digest';

describe('a warm daemon', () => {
  let matrix: Matrix;

  beforeAll(async () => {
    matrix = await createMatrix({ daemon: true });
  });

  it.each<[name: string, edit: Edit, outcome: string]>([
    ['no edit', {}, HIT],
    ['a data file', { files: { [`${FUNCTION}/data.txt`]: 'edited' } }, MISS],
    ['a source', { files: { [`${FUNCTION}/new.go`]: goInit('main') } }, MISS],
    ['a library', { files: { 'libs/plain/plain.go': goText('plain', 'edited') } }, MISS],
    ['a task before it', { files: { 'schemas/text.go': schema('edited') } }, MISS],
    ['a git-ignored file', { files: { [`${FUNCTION}/data.ignored`]: 'edited' } }, HIT],
    ['GOFLAGS', { env: { GOFLAGS: '-tags=story' } }, MISS],
    ['SOURCE_DATE_EPOCH', { env: { SOURCE_DATE_EPOCH: '1' } }, MISS],
    ['SOURCE_DATE_EPOCH in .env', { files: { '.env': 'SOURCE_DATE_EPOCH=2\n' } }, MISS],
  ])('sees what changed: %s', async (_, edit, outcome) => {
    expect(await matrix.outcome(edit)).toBe(outcome);
  });

  it('sees another compiler', async () => {
    expect(await matrix.outcome({ env: fakeGo().inPath('go1.99.0') })).toBe('miss, same digest');
  });

  it('sees a module that was not reached before', async () => {
    const source =
      'package main\n\nimport "example.com/unused"\n\nfunc init() { println(unused.Text()) }\n';
    const outcomes = await matrix.during(
      { files: { [`${FUNCTION}/new.go`]: source } },
      async () => [
        await matrix.build(),
        await matrix.outcome({ files: { 'libs/unused/unused.go': goText('unused', 'edited') } }),
      ],
    );
    expect(outcomes).toEqual([MISS, MISS]);
    expect(await matrix.outcome({})).toBe(HIT);
  });

  /**
   * Nx hears of a link only together with something else: then the old image is a hit (the docs say
   * so). What must not be is an image of the new link under the key of the old one.
   */
  describe('that does not hear of a link', () => {
    const link = `${FUNCTION}/link`;
    const relinked: Edit = {
      act: async (workspace) => {
        // Nothing of the runs before is under way any more.
        await matrix.build();
        await sleep(1000);
        workspace.remove(link);
        workspace.link(link, 'other.txt');
        return async () => {
          workspace.remove(link);
          workspace.link(link, 'data.txt');
          await workspace.mustNx(['reset', '--onlyDaemon']);
        };
      },
    };

    it('hits the old image, until nx reset', async () => {
      const [before, after] = await matrix.during(relinked, async () => {
        const first = `${await matrix.build()}: ${await matrix.target('link')}`;
        await matrix.workspace.mustNx(['reset', '--onlyDaemon']);
        return [first, `${await matrix.build()}: ${await matrix.target('link')}`];
      });
      expect([`${HIT}: data.txt`, `${MISS}: other.txt`]).toContain(before);
      expect(after).toMatch(/^(hit|miss), new digest: other.txt$/);
    });

    it('does not build it under the old key', async () => {
      const { code, output } = await matrix.during(relinked, () =>
        matrix.workspace.nx(['run', TASK], { daemon: true, env: { SOURCE_DATE_EPOCH: '3' } }),
      );
      const target = await matrix.target('link');
      expect({ code, target }).toEqual(
        output.includes('nx reset')
          ? { code: 1, target: 'data.txt' }
          : { code: 0, target: 'other.txt' },
      );
    });
  });
});
