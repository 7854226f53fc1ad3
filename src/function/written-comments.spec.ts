import { checked, TIME } from '../testing/written';

describe('comments in a migrated file', () => {
  it('keeps comments in all places, those on dropped fields included', () => {
    expect(
      checked(`# top

# name c
name: a # n
# rt
runtime: go

# my envs
envs: # on envs
# before item
- name: A # on A
  # before value
  value: b
# between
- name: B
  value: c
# dropped
imageDigest: x # on digest
run: # on run
  # in run
  envs: # on run.envs
  # bi
  - name: C
    value: d
# on builder
builder: pack # pb
build: # bb
  builder: s2i # bs
# empty
annotations: {} # on empty
builders:
  # inside builders
  default: x # dflt
# ver
version: 0.19.0 # onver
# inv
invocation: # oninv
  # infmt
  format: cloudevent # fmt
created: 2020-01-01
# end
`),
    ).toBe(`# top

# name c
specVersion: 0.36.0
name: a # n
# rt
runtime: go
# dropped
# on digest
run:
  # on run
  # in run
  envs:
  # on run.envs
  # bi
  - name: C
    value: d
  # my envs
  # on envs
  # before item
  - name: A # on A
    # before value
    value: b
  # between
  - name: B
    value: c
# bb
# bs
build:
  # on builder
  builder: pack # pb
# oninv
# infmt
# fmt
# empty
# on empty
# inside builders
# dflt
# ver
# onver
# inv
invoke: cloudevent
created: 2020-01-01

# end
`);
  });

  it.each([
    [
      'in envVars',
      'name: a\nruntime: go\n# 1\nenvVars: # 2\n  # 3\n  A: b # 4\n  # 5\n  B: c\n  # 6\n',
      'name: a\nruntime: go\ncreated: TIME\nrun:\n  # 1\n  envs:\n  # 2\n  # 3\n  - name: A\n    value: b # 4\n  # 5\n  - name: B\n    value: c\n  # 6\n',
    ],
    [
      'at mappings that are merged',
      'runtime: go\ndeploy:\n  annotations: # 1\n    a: x # 2\n    b: y # 3\n# 4\nannotations:\n  # 5\n  b: z # 6\n  # 7\n  c: "" # 8\n  # 9\n',
      'runtime: go\ncreated: TIME\ndeploy:\n  annotations:\n    # 1\n    a: x # 2\n    # 4\n    # 5\n    # 3\n    # 7\n    # 8\n    b: z # 6\n    # 9\n',
    ],
    [
      'at what is empty',
      'runtime: go\nrun: # 1\n# 2\nenvs: # 3\n- {name: A, value: b} # 4\nbuild: {} # 5\nbuilder: s2i\n',
      'runtime: go\ncreated: TIME\n# 1\n# 2\nrun:\n  envs:\n  # 3\n  - { name: A, value: b } # 4\n# 5\nbuild:\n  builder: s2i\n',
    ],
    [
      'at trigger and specVersion',
      '# 1\nspecVersion: "" # 2\n# 3\ntrigger: events # 4\nruntime: go\n',
      '# 1\nspecVersion: 0.36.0 # 2\n# 3\ninvoke: cloudevent # 4\nruntime: go\ncreated: TIME\n',
    ],
    [
      'at the last fields of all',
      'runtime: go # 1\n# 2\nlabels: [] # 3\n# 4\nversion: 1 # 5\n',
      'runtime: go # 1\ncreated: TIME\n# 2\n# 3\n# 4\n# 5\n',
    ],
    [
      'at a field that stands twice',
      'runtime: go\n# 1\nenvs: [] # 2\n# 3\nenvs: [] # 4\ndomain: a.b\n',
      'runtime: go\ncreated: TIME\n# 3\n# 4\n# 1\n# 2\ndomain: a.b\n',
    ],
    [
      'around the document',
      '# 1\n--- # 2\n# 3\nruntime: go\n...\n# 4\n',
      '# 1\n---\n# 2\n# 3\nruntime: go\ncreated: TIME\n... # 4\n',
    ],
    [
      'without a space, and empty ones',
      '#1\n#\n#  2\nruntime: go\t# 3\n##\n',
      '#1\n#\n#  2\nruntime: go # 3\ncreated: TIME\n##\n',
    ],
  ])('keeps comments %s', (_, text, expected) => {
    const version = 'specVersion: 0.36.0\n';
    const withVersion = expected.includes(version.slice(0, 12))
      ? expected
      : expected.replace(/^((?:[#-].*\n)*)/, `$1${version}`);
    const plain = checked(text).replace(TIME, 'TIME').replaceAll(/\n\n+/g, '\n');
    expect(plain).toBe(withVersion);
  });
});
