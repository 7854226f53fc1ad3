import {
  formatFiles,
  type GeneratorCallback,
  logger,
  offsetFromRoot,
  type ProjectConfiguration,
  readJson,
  type Tree,
  writeJson,
} from '@nx/devkit';
import { posix, relative } from 'node:path';
import { type NewFunction, newFunction } from '../../src/function/write';
import { withoutStack } from '../../src/workspace/generator-error';
import { useGoModule } from '../../src/workspace/go-work-file';
import { type Template, writeTemplate } from '../../src/workspace/template';
import { setUpWorkspace } from '../init/generator';
import { type FunctionPlan, planFunction } from './plan';
import type { FunctionGeneratorSchema } from './schema';

/**
 * Makes a new function and registers it. What is there already stays as it is: run twice, it changes
 * nothing.
 *
 * @returns what Nx calls when the files are written.
 * @throws UserError for every mistake of the user; the tree is then as it was.
 */
export default async function functionGenerator(
  tree: Tree,
  options: FunctionGeneratorSchema,
): Promise<GeneratorCallback> {
  return withoutStack(() => generate(tree, options));
}

async function generate(tree: Tree, options: FunctionGeneratorSchema): Promise<GeneratorCallback> {
  const plan = await planFunction(tree, options);
  if (plan.isNew) writeFunction(tree, plan);
  useGoModule(tree, plan.directory);
  setUpWorkspace(tree);
  if (options.skipFormat !== true) await formatFiles(tree);
  for (const line of plan.notices) logger.info(line);
  for (const line of plan.warnings) logger.warn(line);
  const next = plan.isNew ? nextSteps(tree, plan) : undefined;
  // When the files are written, and below their list.
  return () => {
    if (next !== undefined) logger.info(next);
  };
}

/** What a user does with a new function. */
function nextSteps(tree: Tree, { directory, name }: FunctionPlan): string {
  const { targets } = readJson<ProjectConfiguration>(tree, posix.join(directory, 'project.json'));
  const all = targets?.['test'] === undefined ? ['containerize'] : ['test', 'containerize'];
  return `${directory}: next: ${all.map((target) => `nx run ${name}:${target}`).join(', ')}`;
}

function writeFunction(tree: Tree, plan: FunctionPlan): void {
  const { directory, template } = plan;
  const funcYaml = posix.join(directory, 'func.yaml');
  const projectJson = posix.join(directory, 'project.json');
  const hasFuncYaml = tree.exists(funcYaml);
  const hasProject = tree.exists(projectJson);
  writeTemplate(tree, template, directory, plan.substitutions);
  if (!hasFuncYaml) tree.write(funcYaml, filledIn(tree, funcYaml, plan.values, template));
  if (!hasProject) writeProject(tree, projectJson, plan);
}

/** The func.yaml of the template, if it has one, with what is this function's own. */
function filledIn(tree: Tree, path: string, values: NewFunction, template: Template): string {
  const bytes = tree.exists(path) ? tree.read(path) : null;
  if (bytes === null) return newFunction(values);
  const file = posix.join(relative(tree.root, template.folder).replaceAll('\\', '/'), 'func.yaml');
  return newFunction(values, { bytes, file });
}

/** The project.json of the template, if it has one, with what is this project's own. */
function writeProject(tree: Tree, path: string, plan: FunctionPlan): void {
  const { directory, name, tags } = plan;
  const own: Partial<ProjectConfiguration> = tree.exists(path) ? readJson(tree, path) : {};
  const fixed = {
    $schema: `${offsetFromRoot(directory)}node_modules/nx/schemas/project-schema.json`,
    name,
  };
  const defaults = { projectType: 'application', sourceRoot: directory };
  const allTags = { tags: [...new Set([...(own.tags ?? []), ...tags])] };
  // Twice: first for the order, last for what counts.
  writeJson(tree, path, { ...fixed, ...defaults, ...allTags, ...own, ...fixed, ...allTags });
}
