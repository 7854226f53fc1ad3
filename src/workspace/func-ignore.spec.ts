import { parseIgnore } from '../function/ignore';
import { supportedRuntimes } from '../function/runtime';
import { newFuncIgnore } from './func-ignore';

/** What a new function of each runtime has, less what func's own rules leave out. */
const SHIPPED: Readonly<Record<string, readonly string[]>> = {
  go: ['handle.go', 'lib/docs/docs.go'],
  node: ['index.js', 'package.json', 'lib/test/x.js'],
  typescript: ['src/index.ts', 'tsconfig.json', 'build/index.js'],
  python: ['function/func.py', 'pyproject.toml', 'README.md'],
  rust: ['src/main.rs', 'Cargo.lock'],
  quarkus: ['pom.xml', 'src/main/java/F.java'],
  springboot: ['pom.xml', 'src/main/java/F.java'],
};

const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  go: ['handle_test.go', 'lib/x_test.go', 'testdata/a.json', 'README.md'],
  node: ['test/unit.js', 'index.test.js', 'lib/x.spec.mjs', 'lib/__tests__/x.js', 'README.md'],
  typescript: ['test/unit.ts', 'src/index.spec.ts', 'README.md'],
  python: ['tests/test_func.py', 'function/func_test.py', 'test_x.py'],
  rust: ['tests/a.rs', 'benches/b.rs', 'README.md'],
  quarkus: ['src/test/java/F.java', 'README.md'],
  springboot: ['src/test/java/F.java', 'README.md'],
};

describe.each(supportedRuntimes)('.funcignore for %s', (runtime) => {
  const rules = parseIgnore(newFuncIgnore(runtime), '.funcignore');

  it.each(['func.yaml', ...SHIPPED[runtime]!])('ships %s', (path) => {
    expect(rules.ignores(path)).toBe(false);
  });

  it.each(['docs/index.md', 'project.json', ...LEFT_OUT[runtime]!])('leaves out %s', (path) => {
    expect(rules.ignores(path)).toBe(true);
  });
});
