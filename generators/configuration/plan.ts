import type { Tree } from '@nx/devkit';
import { posix } from 'node:path';
import { UserError } from '../../src/errors';
import { checkFunctionName, checkNamespace } from '../../src/function/kubernetes-names';
import { supportedRuntimes } from '../../src/function/runtime';
import { newFunction } from '../../src/function/write';
import { notBuilt } from '../../src/workspace/compilers';
import type { ExistingProject } from '../../src/workspace/existing-project';
import { guessInvoke, type Invoke } from '../../src/workspace/invoke-guess';
import { checkDerived, projectName } from '../../src/workspace/project-name';
import { registryOption } from '../../src/workspace/registry-option';
import { guessRuntimes, RUNTIME_FILES } from '../../src/workspace/runtime-guess';
import { choose, type Terminal } from '../../src/workspace/terminal';
import type { ConfigurationGeneratorSchema } from './schema';

/** A func.yaml that is to be written, all checks done. */
export interface NewConfiguration {
  readonly root: string;
  readonly file: string;
  readonly text: string;
  readonly runtime: string;
  /** What was found out, a line each. */
  readonly notices: readonly string[];
  /** What will not work yet, a line each. */
  readonly warnings: readonly string[];
}

/**
 * Finds out all that func.yaml says of a project.
 *
 * @param projects name to folder, of all projects.
 * @throws UserError for options that are wrong, and for what can be known from nowhere.
 */
export async function planConfiguration(
  tree: Tree,
  project: ExistingProject,
  options: ConfigurationGeneratorSchema,
  projects: ReadonlyMap<string, string>,
  terminal: Terminal | undefined,
): Promise<NewConfiguration> {
  const { root } = project;
  const file = posix.join(root, 'func.yaml');
  const { registry, namespace } = options;
  if (namespace !== undefined) checkNamespace(namespace, 'option namespace');
  const named = functionName(tree, project, options.name, projects);
  const { runtime, after } = await runtimeOf(tree, root, options.runtime, terminal);
  const invoke = options.invoke ?? guessInvoke(tree, root, runtime);
  const text = newFunction({
    name: named.name,
    runtime,
    created: new Date(),
    // func leaves out what is the default.
    ...(invoke === 'cloudevent' && { invoke }),
    ...(registry !== undefined && { registry: registryOption(registry) }),
    ...(namespace !== undefined && { namespace }),
  });
  const notices = [
    `a function of runtime ${runtime}${after}, which takes ${eventsOrRequests(invoke)}`,
    ...(named.reason === undefined ? [] : [`called "${named.name}", for ${named.reason}`]),
  ];
  return {
    root,
    file,
    text,
    runtime,
    notices: notices.map((line) => `${file}: ${line}`),
    warnings: notBuilt(runtime).map((line) => `${file}: ${line}`),
  };
}

function eventsOrRequests(invoke: Invoke): string {
  return invoke === 'cloudevent' ? 'CloudEvents' : 'HTTP requests';
}

/** That of the project; a folder that is no project yet becomes one of the function's name. */
function functionName(
  tree: Tree,
  project: ExistingProject,
  given: string | undefined,
  projects: ReadonlyMap<string, string>,
): { readonly name: string; readonly reason?: string } {
  if (project.name === undefined) return projectName(tree, project.root, given, projects);
  if (given !== undefined) {
    checkFunctionName(given, 'option name');
    return { name: given };
  }
  const name = project.name.replace(/^.*\//, '');
  checkDerived(name, 'project', project.root);
  return { name };
}

/** The runtime, and the file that told it. */
async function runtimeOf(
  tree: Tree,
  root: string,
  given: string | undefined,
  terminal: Terminal | undefined,
): Promise<{ readonly runtime: string; readonly after: string }> {
  if (given !== undefined) {
    checkRuntimeOption(given);
    return { runtime: given, after: '' };
  }
  const guesses = guessRuntimes(tree, root);
  const [only, ...others] = guesses;
  if (only !== undefined && others.length === 0) {
    return { runtime: only.runtime, after: ` (after ${only.file})` };
  }
  const runtimes = guesses.map(({ runtime }) => runtime);
  if (terminal !== undefined) {
    const choices = runtimes.length === 0 ? supportedRuntimes : runtimes;
    const question = `Which runtime has the function in ${root}?`;
    return { runtime: await choose(terminal, question, choices, 'option runtime'), after: '' };
  }
  throw new UserError(
    only === undefined
      ? `the runtime cannot be told: there is no ${RUNTIME_FILES} of a function`
      : `the runtime cannot be told: it can be ${guesses.map(({ runtime, file }) => `${runtime} (${file})`).join(' or ')}`,
    { where: root, todo: `Give it, as in --runtime ${only?.runtime ?? 'go'}.` },
  );
}

/** Nx has checked it against the schema; a program that calls the generator has not. */
function checkRuntimeOption(runtime: string): void {
  if ((supportedRuntimes as readonly string[]).includes(runtime)) return;
  throw new UserError(`there is no runtime "${runtime}"`, {
    where: 'option runtime',
    todo: `These are there: ${supportedRuntimes.join(', ')}.`,
  });
}
