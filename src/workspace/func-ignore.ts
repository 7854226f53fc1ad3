/** What beside the program nobody needs in an image, by runtime, in the syntax of .funcignore. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  go: ['*_test.go', 'testdata', 'README.md'],
  node: ['*.test.*', '*.spec.*', '__tests__', '/test', '/tests', 'README.md'],
  typescript: ['*.test.*', '*.spec.*', '__tests__', '/test', '/tests', 'README.md'],
  // No README.md: pyproject.toml may name it, and then it is part of the package.
  python: ['test_*.py', '*_test.py', '/test', '/tests'],
  rust: ['/tests', '/benches', 'README.md'],
  quarkus: ['/src/test', 'README.md'],
  springboot: ['/src/test', 'README.md'],
};

const HEAD =
  '# What the image does not need. nx-func leaves out .git, .func and files of secrets (.env) by itself.';

/** A .funcignore for a function that has none: it keeps tests and docs out of the image. */
export function newFuncIgnore(runtime: string): string {
  return [HEAD, ...(LINES[runtime] ?? []), '/docs', '/project.json', ''].join('\n');
}
