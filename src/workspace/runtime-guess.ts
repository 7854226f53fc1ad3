import type { Tree } from '@nx/devkit';
import { posix } from 'node:path';
import type { SupportedRuntime } from '../function/runtime';
import {
  npmDependencies,
  projectText,
  pythonDependencies,
  readPackageJson,
  readToml,
  tableOf,
} from './declared-dependencies';

/**
 * How much a file says about what a project is. TOOLING: it is there for tools, like a package.json with
 * nothing but scripts. SOME: it may be the program, or go along with another one. SOURCE: there is
 * source beside it, or what only a function has.
 */
const [TOOLING, SOME, SOURCE] = [0, 1, 2];

/** A runtime that a project may have, and the file that says so. */
export interface RuntimeGuess {
  readonly runtime: SupportedRuntime;
  /** Its name in the project's folder. */
  readonly file: string;
}

type Weighed = RuntimeGuess & { readonly evidence: number };

/** The files that {@link guessRuntimes} goes by, for errors. */
export const RUNTIME_FILES =
  'go.mod, package.json, pyproject.toml, requirements.txt, setup.py, Cargo.toml, pom.xml or build.gradle';

/**
 * The runtimes that a folder can have, by what is in it: those that the most speaks for. One is an
 * answer; several need to be asked about; none: it has no file that tells.
 *
 * @throws UserError for a file that is broken.
 */
export function guessRuntimes(tree: Tree, root: string): RuntimeGuess[] {
  const all = [
    ...goGuess(tree, root),
    ...rustGuess(tree, root),
    ...pythonGuess(tree, root),
    ...javaGuesses(tree, root),
    ...nodeGuess(tree, root),
  ];
  const most = Math.max(...all.map(({ evidence }) => evidence));
  return all
    .filter(({ evidence }) => evidence === most)
    .map(({ runtime, file }) => ({ runtime, file }));
}

function goGuess(tree: Tree, root: string): Weighed[] {
  if (projectText(tree, root, 'go.mod') === undefined) return [];
  const evidence = hasFile(tree, root, /^[^._].*\.go$/) ? SOURCE : SOME;
  return [{ runtime: 'go', file: 'go.mod', evidence }];
}

function rustGuess(tree: Tree, root: string): Weighed[] {
  const cargo = readToml(tree, root, 'Cargo.toml');
  if (cargo === undefined) return [];
  // Without it the file only lists the members of a workspace.
  const evidence = cargo['package'] === undefined ? TOOLING : SOURCE;
  return [{ runtime: 'rust', file: 'Cargo.toml', evidence }];
}

function pythonGuess(tree: Tree, root: string): Weighed[] {
  const hasModules = hasFile(tree, root, /^[^.].*\.py$/, 'setup.py');
  const pyproject = readToml(tree, root, 'pyproject.toml');
  if (pyproject !== undefined) {
    const { poetry } = tableOf(pyproject['tool']);
    const isProject = pyproject['project'] !== undefined || poetry !== undefined;
    const evidence = isProject || hasModules ? SOURCE : TOOLING;
    return [{ runtime: 'python', file: 'pyproject.toml', evidence }];
  }
  const file = ['requirements.txt', 'setup.py'].find(
    (name) => projectText(tree, root, name) !== undefined,
  );
  if (file === undefined) return [];
  const isFunction = pythonDependencies(tree, root).has('func-python');
  const evidence = hasModules || isFunction ? SOURCE : SOME;
  return [{ runtime: 'python', file, evidence }];
}

const JAVA_FILES = ['pom.xml', 'build.gradle', 'build.gradle.kts'];

/** The build file as it would be run: what is in comments does not count. */
function javaGuesses(tree: Tree, root: string): Weighed[] {
  return JAVA_FILES.flatMap((file): Weighed[] => {
    const text = (projectText(tree, root, file) ?? '')
      .replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g, '')
      .replace(/^\s*\/\/.*$/gm, '');
    return [
      ...(/quarkus/i.test(text) ? [{ runtime: 'quarkus' as const, file, evidence: SOURCE }] : []),
      ...(/spring(?:framework)?[.-]?(?:boot|cloud)/i.test(text)
        ? [{ runtime: 'springboot' as const, file, evidence: SOURCE }]
        : []),
    ];
  });
}

/** What a package that is a program, or is one's source, has in its folder. */
const NODE_SOURCES = ['', 'src/'].flatMap((folder) =>
  ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].flatMap((end) =>
    ['index', 'main'].map((name) => `${folder}${name}.${end}`),
  ),
);

function nodeGuess(tree: Tree, root: string): Weighed[] {
  const hasTsConfig = projectText(tree, root, 'tsconfig.json') !== undefined;
  const json = readPackageJson(tree, root);
  // A project of Nx may have its packages at the root of the workspace.
  if (json === undefined) {
    if (!hasTsConfig) return [];
    return [{ runtime: 'typescript', file: 'tsconfig.json', evidence: SOME }];
  }
  const dependencies = npmDependencies(tree, root);
  const isTypeScript =
    hasTsConfig ||
    dependencies.has('typescript') ||
    tableOf(json['devDependencies'])['typescript'] !== undefined;
  const isProgram =
    ['main', 'module', 'exports'].some((key) => json[key] !== undefined) ||
    NODE_SOURCES.some((file) => projectText(tree, root, file) !== undefined) ||
    dependencies.size > 0;
  const evidence = dependencies.has('faas-js-runtime') ? SOURCE : isProgram ? SOME : TOOLING;
  return [{ runtime: isTypeScript ? 'typescript' : 'node', file: 'package.json', evidence }];
}

function hasFile(tree: Tree, root: string, name: RegExp, except?: string): boolean {
  return tree
    .children(root)
    .some((child) => child !== except && name.test(child) && tree.isFile(posix.join(root, child)));
}
