import { type Tree, visitNotIgnoredFiles } from '@nx/devkit';
import { posix } from 'node:path';
import { UserError } from '../errors';
import { detectSignature } from '../language/go/signature';
import type { SourceFile } from '../language/go/source-package';
import {
  cargoDependencies,
  npmDependencies,
  projectText,
  pythonDependencies,
} from './declared-dependencies';

/** What a function answers. */
export type Invoke = 'http' | 'cloudevent';

/**
 * What a function answers, by its source for Go and Java, by what it depends on for the others; HTTP
 * requests where nothing speaks for events.
 *
 * @throws UserError for a file that is broken.
 */
export function guessInvoke(tree: Tree, root: string, runtime: string): Invoke {
  return takesEvents(tree, root, runtime) ? 'cloudevent' : 'http';
}

function takesEvents(tree: Tree, root: string, runtime: string): boolean {
  switch (runtime) {
    case 'go':
      return goTakesEvents(tree, root);
    case 'node':
    case 'typescript':
      return npmDependencies(tree, root).has('cloudevents');
    case 'python':
      return pythonDependencies(tree, root).has('cloudevents');
    case 'rust':
      return cargoDependencies(tree, root).has('cloudevents-sdk');
    default:
      return javaTakesEvents(tree, root);
  }
}

function goTakesEvents(tree: Tree, root: string): boolean {
  const files = goFiles(tree, root);
  try {
    const signature = detectSignature(files, undefined, 'func.yaml', root);
    return signature.kind === 'function' && signature.invoke === 'cloudevent';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Source that is not finished, or is of several platforms: its imports are what is left.
    const imports = (path: string): boolean => files.some(({ source }) => source.includes(path));
    return imports('"github.com/cloudevents/sdk-go/') && !imports('"net/http"');
  }
}

/** Those of the folder that may be part of the function. */
function goFiles(tree: Tree, root: string): SourceFile[] {
  return tree
    .children(root)
    .filter((name) => /^[^._].*\.go$/.test(name) && !name.endsWith('_test.go'))
    .flatMap((name) => {
      const source = projectText(tree, root, name);
      if (source === undefined || /^\/\/go:build\s+ignore\b/m.test(source)) return [];
      return [{ path: posix.join(root, name), source }];
    });
}

/** The pom.xml of both forms is the same; an event has a class of its own. */
const IMPORTS_EVENT = /^\s*import\s+(?:static\s+)?[\w.]+\.CloudEvent\w*/m;

function javaTakesEvents(tree: Tree, root: string): boolean {
  let found = false;
  visitNotIgnoredFiles(tree, posix.join(root, 'src/main'), (path) => {
    if (found || !/\.(?:java|kt)$/.test(path)) return;
    found = IMPORTS_EVENT.test(tree.read(path, 'utf8') ?? '');
  });
  return found;
}
