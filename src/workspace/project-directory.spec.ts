import { projectDirectory } from './project-directory';
import { refusal } from './testing/build';

describe('projectDirectory', () => {
  it.each([
    ['apps/hello', '/w', 'apps/hello'],
    ['./apps//hello/', '/w', 'apps/hello'],
    ['apps\\hello', '/w', 'apps/hello'],
    ['.', '/w', '.'],
    ['..x', '/w', '..x'],
    ['..x/..y', '/w', '..x/..y'],
    ['/w/apps/hello', '/w', 'apps/hello'],
    ['/w', '/w', '.'],
    // From a folder of the workspace, and from one outside.
    ['hello', '/w/apps', 'apps/hello'],
    ['.', '/w/apps/hello', 'apps/hello'],
    ['../hello', '/w/apps', 'hello'],
    ['apps/hello', '/w/apps', 'apps/hello'],
    ['apps', '/w/apps', 'apps'],
    ['application', '/w/app', 'app/application'],
    ['hello', '/w/..x', '..x/hello'],
    ['hello', '/elsewhere', 'hello'],
  ])('%s in %s', (given, from, expected) => {
    expect(projectDirectory(given, '/w', from)).toBe(expected);
  });

  it.each([
    ['..', '.. lies outside the workspace'],
    ['../x', '../x lies outside the workspace'],
    ['apps/../../x', 'apps/../../x lies outside the workspace'],
    ['/x', '/x lies outside the workspace'],
  ])('refuses %s', async (given, what) => {
    expect(await refusal(() => projectDirectory(given, '/w', '/w'))).toBe(
      `option directory: ${what}\n  Name a folder of the workspace, as in apps/hello.`,
    );
  });

  it.each(['.func', 'apps/a/.func/b', 'node_modules/x', '.git/x', '.nx'])(
    'refuses %s',
    async (given) => {
      const folder = /\.func|node_modules|\.git|\.nx/.exec(given)?.[0] ?? '';
      expect(await refusal(() => projectDirectory(given, '/w', '/w'))).toBe(
        `option directory: ${given} lies in a folder ${folder}, where no project can be\n` +
          '  Name another folder, as in apps/hello.',
      );
    },
  );

  it.each(['', ' ', 'a\nb', 'a\u0000b'])('refuses %j', async (given) => {
    expect(await refusal(() => projectDirectory(given, '/w', '/w'))).toBe(
      `option directory: ${JSON.stringify(given)} is no folder\n` +
        '  Name the folder of the new function, as in apps/hello.',
    );
  });
});
