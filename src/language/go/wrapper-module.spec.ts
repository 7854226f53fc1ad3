import { parseGoMod } from './go-mod';
import { FUNC_GO_VERSION, wrapperModule } from './wrapper-module';

describe.each(['http', 'cloudevent'] as const)('the wrapper module for %s', (invoke) => {
  it('requires the version of func-go that labels name, and no function', () => {
    const { module, go, requires, replaces } = parseGoMod(wrapperModule(invoke).goMod, 'go.mod');
    expect(module).toBe('nx-func/wrapper');
    expect(go).toMatch(/^1\.\d+\.\d+$/);
    expect(requires).toContainEqual({ path: 'knative.dev/func-go', version: FUNC_GO_VERSION });
    expect(requires.map(({ path }) => path)).not.toContain('function');
    expect(replaces).toEqual([]);
  });

  it('has the sum of all that it requires', () => {
    const { goMod, goSum } = wrapperModule(invoke);
    for (const { path, version } of parseGoMod(goMod, 'go.mod').requires) {
      expect(goSum).toMatch(new RegExp(`^${path} ${version}(/go.mod)? h1:`, 'm'));
    }
  });

  it('is read once', () => {
    expect(wrapperModule(invoke)).toBe(wrapperModule(invoke));
  });
});
