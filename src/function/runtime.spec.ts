import { UserError } from '../errors';

import { parseFunction } from './func-yaml';
import { checkRuntime, supportedRuntimes } from './runtime';

function check(runtime: string, builders: string[]): string {
  const text = `name: hello\nruntime: ${runtime}\n`;
  return checkRuntime(parseFunction(Buffer.from(text), 'apps/hello/func.yaml'), builders);
}

describe('checkRuntime', () => {
  it('returns a runtime with a builder', () => {
    expect(check('go', ['go'])).toBe('go');
    expect(check('python', ['go', 'python'])).toBe('python');
  });

  it('takes a builder that the user brought, for any name', () => {
    expect(check('lua', ['go', 'lua'])).toBe('lua');
    expect(check('quarkus', ['quarkus'])).toBe('quarkus');
  });

  it.each(supportedRuntimes.filter((runtime) => runtime !== 'go'))(
    '%s is known, but has no builder',
    (runtime) => {
      expect(() => check(runtime, ['go'])).toThrow(
        new UserError(
          `apps/hello/func.yaml:2:10: ${runtime} functions are not yet supported by the host builder.\n` +
            '  Builders exist for: go. Until this one is there: func build --builder=pack.',
        ),
      );
    },
  );

  it.each(['lua', 'Go', 'toString'])('%s is unknown', (runtime) => {
    expect(() => check(runtime, ['go', 'rust'])).toThrow(
      new UserError(
        `apps/hello/func.yaml:2:10: the language runtime '${runtime}' is not a recognized language by the host builder\n` +
          '  Correct it. Builders exist for: go, rust.',
      ),
    );
  });
});
