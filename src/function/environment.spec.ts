import { UserError } from '../errors';

import { bakedEnv, buildEnv } from './environment';
import type { FunctionFile } from './func-yaml';
import { parseFunction } from './func-yaml';

function parse(text: string): FunctionFile {
  return parseFunction(Buffer.from(`runtime: go\n${text}`), 'func.yaml');
}

describe('bakedEnv', () => {
  it('has the literals of run.envs, in order', () => {
    const file = parse(`run:
  envs:
  - {name: Z, value: last letter}
  - {name: HOME, value: '{{ env:HOME }}'}
  - {name: A, value: 010}
  - {name: EMPTY, value: ""}
  - {name: S, value: '{{ secret:s:k }}'}
  - {value: '{{ configMap:c }}'}
  - {name: BRACES, value: 'x {{ env:HOME }}'}
`);
    expect(bakedEnv(file)).toEqual([
      { name: 'Z', value: 'last letter' },
      { name: 'A', value: '010' },
      { name: 'EMPTY', value: '' },
      { name: 'BRACES', value: 'x {{ env:HOME }}' },
    ]);
  });

  it('is empty without run.envs', () => {
    expect(bakedEnv(parse(''))).toEqual([]);
    expect(bakedEnv(parse('run:\n  envs:\n'))).toEqual([]);
  });
});

describe('buildEnv', () => {
  const TEXT = `build:
  buildEnvs:
  - name: GOFLAGS
    value: -tags=x
  - name: TOKEN
    value: '{{ env:MY_TOKEN }}'
`;

  it('resolves references', () => {
    expect(buildEnv(parse(TEXT), { MY_TOKEN: 't0p', OTHER: 'x' }, [])).toEqual({
      GOFLAGS: '-tags=x',
      TOKEN: 't0p',
    });
    expect(buildEnv(parse(TEXT), { MY_TOKEN: '' }, [])).toEqual({ GOFLAGS: '-tags=x', TOKEN: '' });
    expect(buildEnv(parse(''), {}, ['GOOS'])).toEqual({});
  });

  it('says where a variable is missing', () => {
    expect(() => buildEnv(parse(TEXT), { OTHER: 's3cret' }, [])).toThrow(
      new UserError(
        "func.yaml:7:12: expected environment variable 'MY_TOKEN' not found\n" +
          '  Set MY_TOKEN where the build runs, or remove it from build.buildEnvs.',
      ),
    );
  });

  it('does not look into prototypes', () => {
    const text = "build: {buildEnvs: [{name: A, value: '{{ env:toString }}'}]}";
    expect(() => buildEnv(parse(text), {}, [])).toThrow("variable 'toString' not found");
  });

  it('refuses what the builder owns', () => {
    expect(() => buildEnv(parse(TEXT), { MY_TOKEN: 's3cret' }, ['GOOS', 'TOKEN'])).toThrow(
      new UserError(
        'func.yaml:6:11: TOKEN is set by the builder, from the platform\n' +
          '  Remove it from build.buildEnvs.',
      ),
    );
  });

  it('keeps a variable with a strange name', () => {
    const text = 'build: {buildEnvs: [{name: __proto__, value: x}]}';
    expect(Object.entries(buildEnv(parse(text), {}))).toEqual([['__proto__', 'x']]);
  });
});
