import { generateFiles, OverwriteStrategy, type Tree } from '@nx/devkit';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UserError } from '../errors';

/** A folder of files that make a function: `<runtime>/<template>` in a folder of templates. */
export interface Template {
  readonly runtime: string;
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
}

/** What a template is filled in with, in its files and, as `__name__`, in their names. */
export type Substitutions = Readonly<Record<string, string>>;

/** All templates of some folders; of two that are called the same the first one counts. */
export function listTemplates(folders: readonly string[]): Template[] {
  const found = folders.flatMap((folder) =>
    subfolders(folder).flatMap((runtime) =>
      subfolders(join(folder, runtime)).map((name) => ({
        runtime,
        name,
        folder: join(folder, runtime, name),
      })),
    ),
  );
  const isFirst = ({ runtime, name }: Template, index: number): boolean =>
    found.findIndex((other) => other.runtime === runtime && other.name === name) === index;
  return found.filter(isFirst);
}

/**
 * @param given absent: `http`, or the only one that there is.
 * @throws UserError that lists what there is, if no template is called so.
 */
export function chooseTemplate(
  templates: readonly Template[],
  runtime: string | undefined,
  given: string | undefined,
): Template {
  const ofRuntime = templates.filter((template) => template.runtime === runtime);
  if (ofRuntime.length === 0) {
    const what = runtime === undefined ? 'no runtime is given' : `there is no runtime "${runtime}"`;
    throw new UserError(what, {
      where: 'option runtime',
      todo: `These have templates: ${describe(templates)}. As in --runtime ${templates[0]?.runtime ?? ''}.`,
    });
  }
  const name = given ?? 'http';
  const chosen = ofRuntime.find((template) => template.name === name);
  if (chosen !== undefined) return chosen;
  const [only, ...others] = ofRuntime;
  if (given === undefined && only !== undefined && others.length === 0) return only;
  throw new UserError(`there is no template "${name}" for ${runtime ?? ''}`, {
    where: 'option template',
    todo: `These are there: ${ofRuntime.map((template) => template.name).join(', ')}.`,
  });
}

/** `go (cloudevents, http), rust (http)`. */
function describe(templates: readonly Template[]): string {
  const runtimes = [...new Set(templates.map(({ runtime }) => runtime))];
  return runtimes
    .map((runtime) => {
      const names = templates.filter((template) => template.runtime === runtime);
      return `${runtime} (${names.map(({ name }) => name).join(', ')})`;
    })
    .join(', ');
}

/** The names that the files of a template get, relative to the function. */
export function filesOf(template: Template, substitutions: Substitutions): string[] {
  return sources(template).map((path) =>
    Object.entries(substitutions).reduce(
      (name, [key, value]) => name.replaceAll(`__${key}__`, value),
      relative(template.folder, path)
        .replaceAll('\\', '/')
        .replace(/\.template$/, ''),
    ),
  );
}

/** Whether the func.yaml of a template says that it takes events. */
export function takesEvents(template: Template): boolean {
  return ['func.yaml', 'func.yaml.template'].some((name) => {
    const path = join(template.folder, name);
    return existsSync(path) && /^invoke:\s*["']?cloudevent\b/m.test(readFileSync(path, 'utf8'));
  });
}

/**
 * Writes the files of a template into a folder, and leaves those that are there.
 *
 * @throws UserError that names the file, if one cannot be filled in.
 */
export function writeTemplate(
  tree: Tree,
  template: Template,
  directory: string,
  substitutions: Substitutions,
): void {
  if (sources(template).length === 0) {
    throw new UserError('the template is empty', {
      where: relative(tree.root, template.folder),
      todo: 'Put the files of a function into it.',
    });
  }
  try {
    generateFiles(tree, template.folder, directory, substitutions, {
      overwriteStrategy: OverwriteStrategy.KeepExisting,
    });
  } catch (error) {
    throw unfilled(error, tree, template);
  }
}

/** EJS names the file by its absolute path, in the midst of what it says. */
function unfilled(error: unknown, tree: Tree, template: Template): unknown {
  const message = error instanceof Error ? error.message : String(error);
  const file = sources(template).find((path) => message.includes(path));
  if (file === undefined) return error;
  const line = /:(\d+)\n/.exec(message.slice(message.indexOf(file)))?.[1];
  const shown = relative(tree.root, file).replaceAll('\\', '/');
  const [first] = message.split(` in ${file}`);
  const words = message.startsWith(file)
    ? (message.trim().split('\n').at(-1) ?? '')
    : (first ?? '');
  return new UserError(`the template cannot be filled in: ${words}`, {
    where: line === undefined ? shown : `${shown}:${line}`,
    todo: 'It is EJS: <%= name %> puts a value in, and <%% stands for <%.',
    cause: error,
  });
}

/** The files of a template, absolute and sorted. */
function sources(template: Template): string[] {
  return readdirSync(template.folder, { recursive: true })
    .map((name) => join(template.folder, String(name)))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)
    .sort();
}

function subfolders(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory())
    .sort();
}
