import { functionsIn, whoseFuncYaml } from './functions-in-tree';
import { treeWith } from './testing/tree';

describe('functionsIn', () => {
  it('finds functions by path, and tells those of other tools', async () => {
    const tree = treeWith({
      'func.yaml': 'runtime: go\n',
      'b/func.yaml': 'specVersion: 0.36.0\nname: bee\nruntime: python\n',
      'a/x/func.yaml': 'name: [\nruntime: go\n',
      'a/fn/func.yaml': 'schema_version: 20180708\nname: fn\nruntime: node\n',
      'a/empty/func.yaml': '',
      'a/other/func.yaml': 'envs:\n- name: A\n  value: b\n',
      'a/func.yml': 'runtime: go\n',
    });
    expect(await functionsIn(tree)).toEqual({
      functions: [
        { file: 'a/empty/func.yaml', root: 'a/empty', name: 'empty', runtime: undefined },
        { file: 'a/x/func.yaml', root: 'a/x', name: 'x', runtime: 'go' },
        { file: 'b/func.yaml', root: 'b', name: 'bee', runtime: 'python' },
        { file: 'func.yaml', root: '.', name: 'virtual', runtime: 'go' },
      ],
      skipped: ['a/fn/func.yaml', 'a/other/func.yaml'],
    });
  });

  it('finds nothing in an empty workspace, and not what was deleted', async () => {
    const tree = treeWith({ 'a/func.yaml': 'runtime: go\n' });
    tree.delete('a/func.yaml');
    expect(await functionsIn(tree)).toEqual({ functions: [], skipped: [] });
  });
});

it.each([
  ['schema_version: 20180708\n', "a func.yaml of Oracle's Fn Project"],
  ['name: x\r\nentrypoint: ./func\r\n', "a func.yaml of Oracle's Fn Project"],
  ['"cmd": x', "a func.yaml of Oracle's Fn Project"],
  ['run:\n  cmd: x\n', 'not a func.yaml of Knative func'],
  ["logLevel: 'info'\n", 'not a func.yaml of Knative func'],
])('whose %j is', (text, expected) => {
  expect(whoseFuncYaml(text)).toBe(expected);
});
