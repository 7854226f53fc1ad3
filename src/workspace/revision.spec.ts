import { execFileSync } from 'node:child_process';
import { readRevision } from './revision';
import { refusal } from './testing/build';
import { TempWorkspace } from './testing/temp-workspace';

let workspace: TempWorkspace;

beforeEach(() => {
  workspace = new TempWorkspace({ file: 'one' });
});

afterEach(() => {
  workspace.remove();
});

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=T', '-c', 'user.email=t@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: workspace.root, encoding: 'utf8' });
}

function commit(): string {
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  return git('rev-parse', 'HEAD').slice(0, 7);
}

const read = (signal = new AbortController().signal): ReturnType<typeof readRevision> =>
  readRevision(workspace.root, signal);

describe('readRevision', () => {
  it('tells the commit, and no version without a tag', async () => {
    const hash = commit();
    expect(await read()).toEqual({ version: '', commit: hash });
  });

  it('tells that something is not committed, a new file too', async () => {
    const hash = commit();
    workspace.write({ new: '' });
    expect((await read()).commit).toBe(`${hash}-dirty`);
    workspace.remove('new');
    workspace.write({ file: 'two' });
    expect((await read()).commit).toBe(`${hash}-dirty`);
  });

  it('tells the nearest tag', async () => {
    const hash = commit();
    git('tag', 'v1.2.3');
    expect((await read()).version).toBe('v1.2.3');
    git('commit', '-q', '--allow-empty', '-m', 'two');
    expect((await read()).version).toMatch(/^v1\.2\.3-1-g/);
    expect((await read()).commit).not.toBe(hash);
  });

  it('refuses a workspace without a commit, and says which option wants one', async () => {
    // Above the temp folder there may be a repository.
    const ceiling = process.env['GIT_CEILING_DIRECTORIES'];
    process.env['GIT_CEILING_DIRECTORIES'] = workspace.path('..');
    try {
      expect(await refusal(read)).toContain('nx.json, plugin option revision: git does not tell');
      git('init', '-q');
      expect(await refusal(read)).toContain('Build in a git repository that has a commit');
    } finally {
      if (ceiling === undefined) delete process.env['GIT_CEILING_DIRECTORIES'];
      else process.env['GIT_CEILING_DIRECTORIES'] = ceiling;
    }
  });

  it('passes on why a build was ended', async () => {
    commit();
    const controller = new AbortController();
    controller.abort(new RangeError('ended'));
    await expect(read(controller.signal)).rejects.toThrow('ended');
  });
});
