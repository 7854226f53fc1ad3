/** The workspace of the stories, tried with a target of Nx's own: the plugin is what the stories try. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createWorkspace, type Workspace } from '.';

const project = (name: string): object => ({
  name,
  targets: {
    say: {
      executor: 'nx:run-commands',
      cache: true,
      inputs: ['{projectRoot}/**/*'],
      outputs: ['{projectRoot}/.func'],
      options: { command: `mkdir -p apps/${name}/.func && env > apps/${name}/.func/env` },
    },
  },
});

/** What the task saw of its environment. */
function seen(workspace: Workspace): string[] {
  return workspace.read('apps/a/.func/env').split('\n');
}

describe('a workspace', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    // As `npx nx e2e` in CI would leave them.
    process.env['NX_TASK_HASH'] = 'outer';
    process.env['npm_config_loglevel'] = 'silly';
    workspace = await createWorkspace({
      files: {
        'nx.json': { analytics: false },
        'apps/a/project.json': project('a'),
        'apps/b/project.json': project('b'),
      },
    });
  });

  it('tells hits from misses', async () => {
    const first = await workspace.mustNx(['run', 'a:say']);
    expect(first).toMatchObject({ code: 0, cached: false });
    expect(await workspace.mustNx(['run', 'a:say'])).toMatchObject({ cached: true });
    workspace.write({ 'apps/a/new.txt': 'new' });
    const third = await workspace.mustNx(['run', 'a:say']);
    expect(third.cached).toBe(false);
    expect(third.tasks['a:say']?.hash).not.toBe(first.tasks['a:say']?.hash);
    const many = await workspace.mustNx(['run-many', '-t', 'say']);
    expect(many.cached).toBe(false);
    expect(many.tasks).toMatchObject({ 'a:say': { cached: true }, 'b:say': { cached: false } });
  });

  it('tells what is affected', async () => {
    await workspace.commit();
    expect(await workspace.affected('HEAD', 'say')).toEqual([]);
    workspace.write({ 'apps/b/new.txt': 'new' });
    expect(await workspace.affected('HEAD', 'say')).toEqual(['b']);
  });

  it('lets nothing in of the outer environment', async () => {
    workspace.write({ 'apps/a/new.txt': 'newer' });
    await workspace.mustNx(['run', 'a:say'], { env: { STORY: 'yes' } });
    const names = seen(workspace).map((line) => line.replace(/=.*/, ''));
    expect(names).toContain('STORY');
    expect(names).not.toContain('CI');
    expect(names).not.toContain('JEST_WORKER_ID');
    expect(names).not.toContain('npm_config_loglevel');
    expect(seen(workspace)).toContain(`HOME=${workspace.home}`);
    expect(seen(workspace)).not.toContain('NX_TASK_HASH=outer');
  });

  it('reports a failure as a result', async () => {
    const result = await workspace.nx(['run', 'a:nothing']);
    expect(result).toMatchObject({ code: 1, cached: false, tasks: {} });
    expect(result.output).toContain('nothing');
  });

  it('can be interrupted, with all that it started', async () => {
    const options = { command: 'echo begun > apps/c/begun && sleep 60' };
    const target = { executor: 'nx:run-commands', options };
    workspace.write({ 'apps/c/project.json': { name: 'c', targets: { wait: target } } });
    const running = workspace.start(['run', 'c:wait']);
    while (!workspace.has('apps/c/begun')) {
      await sleep(50);
    }
    running.kill('SIGINT');
    const { code, seconds } = await running.result;
    expect(code).toBe(130);
    expect(seconds).toBeLessThan(30);
  });

  it('runs with the daemon too', async () => {
    workspace.write({ 'apps/a/new.txt': 'newest' });
    const miss = await workspace.mustNx(['run', 'a:say'], { daemon: true });
    const hit = await workspace.mustNx(['run', 'a:say'], { daemon: true });
    expect([miss.cached, hit.cached]).toEqual([false, true]);
    expect(workspace.has('.nx/workspace-data/d/server-process.json')).toBe(true);
  });

  it('can have a umask and caches of its own', async () => {
    const isolated = await createWorkspace({ isolated: true });
    expect(isolated.env['GOCACHE']).toContain(isolated.home);
    expect(isolated.env['NX_FUNC_CACHE']).toContain(isolated.home);
    const { stdout } = await isolated.run(['sh', '-c', 'umask'], { umask: 0o077 });
    expect(stdout).toBe('0077\n');
  });
});
