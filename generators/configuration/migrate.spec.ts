import { parseFunction } from '../../src/function/func-yaml';
import { refusal } from '../../src/workspace/testing/build';
import { Story } from './testing/story';

const OLD = `# Ours.
specVersion: 0.25.0
name: old # the name
runtime: go
created: 2022-01-02T03:04:05Z
# How it is built.
builder: pack
envs:
  - name: A # first
    value: b
mine: kept
`;

const NEW = `# Ours.
specVersion: 0.36.0
name: old # the name
runtime: go
created: 2022-01-02T03:04:05Z
`;

afterEach(() => {
  jest.restoreAllMocks();
  delete process.env['FUNC_GO'];
});

describe('--migrate', () => {
  it('writes an old file at the newest version, comments and unknown fields kept', async () => {
    const story = new Story({ 'apps/old/func.yaml': OLD });
    await story.configure({ project: 'apps/old', migrate: true, skipFormat: true });
    const text = story.funcYaml('apps/old');
    expect(text.startsWith(NEW)).toBe(true);
    for (const kept of ['# How it is built.\n', '# first\n', 'mine: kept\n']) {
      expect(text).toContain(kept);
    }
    const { spec } = parseFunction(Buffer.from(text), 'func.yaml');
    expect(spec.build?.builder).toBe('pack');
    expect(spec.run?.envs).toEqual([{ name: 'A', value: 'b' }]);
    expect(story.told).toEqual([
      'info apps/old/func.yaml: is at specVersion 0.36.0 now',
      'info   specVersion: 0.25.0, now 0.36.0',
      'info   builder: now build.builder',
      'info   envs: now run.envs',
    ]);
  });

  it('is offered to who does not ask for it', async () => {
    const story = new Story({
      'apps/old/func.yaml': OLD,
      'apps/hand/func.yaml': 'specVersion: 0.36.0\nname: hand\nruntime: go\n',
    });
    await story.configure({ project: 'old' });
    await story.configure({ project: 'hand' });
    expect(story.told).toEqual([
      'info apps/old/func.yaml: is there already, in an older form: --migrate writes it at specVersion 0.36.0',
      'info apps/hand/func.yaml: is there already, without the time of its creation, which func asks for: --migrate adds it',
    ]);
    expect(story.read('apps/old/func.yaml')).toBe(OLD);
  });

  it('does all functions of the workspace, and no other file', async () => {
    const other = 'schema_version: 20180708\nname: fn\nruntime: go\n';
    const story = new Story({
      'a/func.yaml': OLD,
      'b/func.yaml': OLD.replace('name: old', 'name: bee').replaceAll('\n', '\r\n'),
      'c/func.yaml': other,
    });
    await story.configure({ migrate: true });
    expect(story.funcYaml('a')).toContain('specVersion: 0.36.0\n');
    expect(story.read('b/func.yaml')).toContain('specVersion: 0.36.0\r\n');
    expect(story.read('b/func.yaml')).not.toMatch(/[^\r]\n/);
    expect(story.read('c/func.yaml')).toBe(other);
    const once = story.content();
    story.told = [];
    await story.configure({ migrate: true });
    expect(story.content()).toEqual(once);
    expect(story.told).toEqual([
      'info a/func.yaml: is at specVersion 0.36.0 already',
      'info b/func.yaml: is at specVersion 0.36.0 already',
      "info c/func.yaml: skipped, it is a func.yaml of Oracle's Fn Project",
    ]);
  });

  it('says so where there is none', async () => {
    const story = new Story();
    await story.configure({ migrate: true });
    expect(story.told).toEqual(['info there are no functions in this workspace']);
  });

  it('writes none if one cannot be read, and tells of all', async () => {
    const story = new Story({
      'a/func.yaml': OLD,
      'b/func.yaml': 'specVersion: 0.25.0\nruntime: []\n',
      'c/func.yaml': 'specVersion: 0.36.0\nruntime: 1\n',
    });
    expect(await refusal(() => story.configure({ migrate: true }))).toBe(
      'b/func.yaml:2:1: runtime must be a string, but it is a list\n  Correct it, or remove it.\n' +
        'c/func.yaml:2:10: runtime must be a string, but 1 is a number\n  Quote it: "1".',
    );
    expect(story.read('a/func.yaml')).toBe(OLD);
  });
});
