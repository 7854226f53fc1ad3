import { formatFiles, logger, type Tree } from '@nx/devkit';
import { posix } from 'node:path';
import { UserError } from '../../src/errors';
import { type ExistingProject, findProject } from '../../src/workspace/existing-project';
import { newFuncIgnore } from '../../src/workspace/func-ignore';
import { functionsIn } from '../../src/workspace/functions-in-tree';
import { withoutStack } from '../../src/workspace/generator-error';
import { currentFolder } from '../../src/workspace/project-directory';
import { otherProjects } from '../../src/workspace/project-name';
import { ask, type Terminal, userTerminal } from '../../src/workspace/terminal';
import { setUpWorkspace, tellSkipped } from '../init/generator';
import { keepFunction, migrateAll } from './existing';
import { type NewConfiguration, planConfiguration } from './plan';
import type { ConfigurationGeneratorSchema } from './schema';

/**
 * Makes a function of a project that exists, or brings its func.yaml to the newest version. Run twice
 * it changes nothing.
 *
 * @throws UserError for every mistake of the user; the tree is then as it was.
 */
export default async function configurationGenerator(
  tree: Tree,
  options: ConfigurationGeneratorSchema,
): Promise<void> {
  await configure(tree, options, userTerminal(process.env));
}

/** @param terminal where it may ask what it cannot know. */
export async function configure(
  tree: Tree,
  options: ConfigurationGeneratorSchema,
  terminal: Terminal | undefined,
): Promise<void> {
  await withoutStack(async () => {
    if (options.migrate === true && options.project === undefined) await migrateAll(tree, options);
    else await configureProject(tree, options, terminal);
    setUpWorkspace(tree);
    tellSkipped(tree, (await functionsIn(tree)).skipped);
    if (options.skipFormat !== true) await formatFiles(tree);
  });
}

async function configureProject(
  tree: Tree,
  options: ConfigurationGeneratorSchema,
  terminal: Terminal | undefined,
): Promise<void> {
  const projects = await otherProjects(tree, '');
  const project = await chosenProject(tree, options.project, projects, terminal);
  if (tree.exists(posix.join(project.root, 'func.yaml'))) {
    keepFunction(tree, project.root, options);
  } else {
    writeFunction(tree, await planConfiguration(tree, project, options, projects, terminal));
  }
}

async function chosenProject(
  tree: Tree,
  given: string | undefined,
  projects: ReadonlyMap<string, string>,
  terminal: Terminal | undefined,
): Promise<ExistingProject> {
  const where = 'option project';
  if (given === undefined && terminal === undefined) {
    throw new UserError('no project is given', {
      where,
      todo: 'Give its name or its folder, as in nx g nx-func:configuration apps/hello.',
    });
  }
  const answer =
    given ??
    (terminal &&
      (await ask(
        terminal,
        'Which project is to be a function (its name or folder)? ',
        where,
        (text) => (text === '' ? undefined : text),
      )));
  return findProject(tree, answer ?? '', projects, currentFolder());
}

function writeFunction(tree: Tree, plan: NewConfiguration): void {
  const funcIgnore = posix.join(plan.root, '.funcignore');
  tree.write(plan.file, plan.text);
  if (!tree.exists(funcIgnore)) tree.write(funcIgnore, newFuncIgnore(plan.runtime));
  for (const line of plan.notices) logger.info(line);
  for (const line of plan.warnings) logger.warn(line);
}
