import { readJson, type Tree } from '@nx/devkit';
import { statSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { UserError } from '../../src/errors';
import { checkNamespace, isDns1035Label } from '../../src/function/kubernetes-names';
import type { NewFunction } from '../../src/function/write';
import { missingCompilers, notBuilt } from '../../src/workspace/compilers';
import { existingFunction, existingSources } from '../../src/workspace/existing-function';
import { goModuleName } from '../../src/workspace/go-module-name';
import { goWorkModules, nearestGoWork } from '../../src/workspace/go-work-file';
import { currentFolder, projectDirectory } from '../../src/workspace/project-directory';
import { nameByPath, otherProjects, projectName } from '../../src/workspace/project-name';
import { registryOption } from '../../src/workspace/registry-option';
import {
  chooseTemplate,
  filesOf,
  listTemplates,
  type Substitutions,
  takesEvents,
  type Template,
} from '../../src/workspace/template';
import type { FunctionGeneratorSchema } from './schema';

/** What the generator does, all checks done. */
export interface FunctionPlan {
  /** Relative to the workspace. */
  readonly directory: string;
  /** False: the function is there, and its files are the user's. */
  readonly isNew: boolean;
  /** Of the function and of its project. */
  readonly name: string;
  readonly template: Template;
  readonly substitutions: Substitutions;
  /** What func.yaml says. */
  readonly values: NewFunction;
  readonly tags: readonly string[];
  /** What is not as the user may expect it, a line each. */
  readonly notices: readonly string[];
  /** What will not work as it is, a line each. */
  readonly warnings: readonly string[];
}

/** @throws UserError for every option that is wrong, and for what stands in the way. */
export async function planFunction(
  tree: Tree,
  options: FunctionGeneratorSchema,
): Promise<FunctionPlan> {
  const directory = projectDirectory(options.directory, tree.root, currentFolder());
  checkIsFolder(tree, directory);
  const template = templateOf(tree, options);
  const values = valuesOf(options);
  const existing = existingFunction(tree, directory, {
    name: options.name,
    runtime: template.runtime,
    invoke: takesEvents(template) ? 'cloudevent' : 'http',
  });
  const declared = existing?.name ?? declaredName(tree, directory);
  const chosen =
    declared === undefined || (existing === undefined && options.name !== undefined)
      ? projectName(tree, directory, options.name, await otherProjects(tree, directory))
      : { name: declared };
  const { name } = chosen;
  const { runtime } = template;
  const base = { name, runtime, template: template.name, directory, dot: '.', tmpl: '' };
  const files = filesOf(template, { ...base, module: name });
  const sources = existingSources(tree, directory, files);
  const isNew = sources.length === 0;
  if (!isNew && existing === undefined) throw inTheWay(directory, sources);
  const module = isNew && files.includes('go.mod') ? moduleOf(tree, directory, name) : undefined;
  const notices = [
    ...(isNew ? [] : ['the function is there already, its files stay as they are']),
    ...(chosen.reason === undefined ? [] : [`called "${name}", for ${chosen.reason}`]),
    ...(module?.reason === undefined
      ? []
      : [`the Go module is called "${module.module}", for ${module.reason}`]),
  ];
  return {
    directory,
    isNew,
    name,
    template,
    substitutions: { ...base, module: module?.module ?? name },
    values: { ...values, name, runtime },
    tags: tagsOf(options.tags),
    notices: notices.map((line) => `${directory}: ${line}`),
    warnings: [
      ...notBuilt(runtime).map((line) => `${directory}: ${line}`),
      ...missingCompilers([{ name, runtime }], process.env),
    ],
  };
}

/** Nx would find out when it writes, with half of the files written. */
function checkIsFolder(tree: Tree, directory: string): void {
  for (let path = directory; path !== '.'; path = posix.dirname(path)) {
    if (!tree.exists(path) || !tree.isFile(path)) continue;
    throw new UserError(`${path} is a file`, {
      where: 'option directory',
      todo: 'Name a folder, as in apps/hello.',
    });
  }
}

/** What project.json calls the project, if a function can be called so. */
function declaredName(tree: Tree, directory: string): string | undefined {
  const path = posix.join(directory, 'project.json');
  const name = tree.exists(path) ? readJson<{ name?: string }>(tree, path).name : undefined;
  return name !== undefined && isDns1035Label(name) ? name : undefined;
}

function templateOf(tree: Tree, options: FunctionGeneratorSchema): Template {
  const own = options.templates === undefined ? [] : [resolve(tree.root, options.templates)];
  for (const folder of own) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) continue;
    throw new UserError(`there is no folder ${options.templates ?? ''}`, {
      where: 'option templates',
      todo: 'It is relative to the workspace, as in ./tools/templates, and holds folders <runtime>/<template>.',
    });
  }
  const all = listTemplates([...own, join(__dirname, 'files')]);
  return chooseTemplate(all, options.runtime, options.template);
}

function valuesOf({
  registry,
  namespace,
}: FunctionGeneratorSchema): Pick<NewFunction, 'created' | 'registry' | 'namespace'> {
  if (namespace !== undefined) checkNamespace(namespace, 'option namespace');
  return {
    created: new Date(),
    ...(registry !== undefined && { registry: registryOption(registry) }),
    ...(namespace !== undefined && { namespace }),
  };
}

function moduleOf(
  tree: Tree,
  directory: string,
  name: string,
): { readonly module: string; readonly reason?: string } {
  const goWork = nearestGoWork(tree, directory);
  const taken = goWork === undefined ? new Map() : goWorkModules(tree, goWork, directory);
  return goModuleName(name, nameByPath(directory), taken);
}

function inTheWay(directory: string, sources: readonly string[]): UserError {
  const names = sources.map((file) => posix.join(directory, file)).join(', ');
  return new UserError(`files of the template are there already: ${names}`, {
    where: directory,
    todo: 'Choose another folder. To make a function of what is there: nx g nx-func:configuration.',
  });
}

function tagsOf(tags: string | undefined): string[] {
  return (tags ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
