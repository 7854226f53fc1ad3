import { inline, table } from './markdown';
import {
  type Entry,
  type Example,
  type Option,
  publicOptions,
  readEntries,
  type Schema,
} from './schema';

/** Sections for all generators: `nx g nx-func:NAME`. */
export function generatorsPart(root: string): string {
  return section(readEntries('generators', root), (name, { properties = {}, required = [] }) => {
    const positional = Object.entries(properties)
      .flatMap(([option, { $default }]) =>
        $default?.$source === 'argv' ? [{ option, index: $default.index ?? 0 }] : [],
      )
      .sort((a, b) => a.index - b.index);
    const shown = ({ option }: { readonly option: string }): string =>
      required.includes(option) ? `<${option}>` : `[${option}]`;
    return ['nx g', `nx-func:${name}`, ...positional.map(shown)].join(' ');
  });
}

/** Sections for all executors, which run as targets that the plugin infers under their name. */
export function executorsPart(root: string): string {
  return section(readEntries('executors', root), (name) => `nx run <project>:${name}`);
}

function section(
  entries: readonly Entry[],
  usage: (name: string, schema: Schema) => string,
): string {
  return entries
    .map((entry) => {
      const { name, schema, description, aliases } = entry;
      const options = publicOptions(schema);
      return [
        `## nx-func:${name}`,
        inline(schema.description ?? description),
        ...(aliases.length > 0 ? [`Also called ${aliases.map(code).join(', ')}.`] : []),
        `    ${usage(name, schema)}${options.length > 0 ? ' [options]' : ''}`,
        ...(options.length > 0 ? [optionsTable(options, schema)] : ['It has no options.']),
        ...examples(schema.examples ?? []),
      ].join('\n\n');
    })
    .join('\n\n');
}

function optionsTable(options: readonly [string, Option][], { required = [] }: Schema): string {
  const rows = options.map(([name, option]) => [
    [name, ...aliasesOf(option)].map(flag).join(', '),
    typeOf(option),
    required.includes(name) ? 'required' : defaultOf(option),
    about(option),
  ]);
  return table(['option', 'type', 'default', 'what it does'], rows);
}

function aliasesOf({ alias, aliases = [] }: Option): readonly string[] {
  return alias === undefined ? aliases : [alias, ...aliases];
}

function flag(name: string): string {
  return code(name.length === 1 ? `-${name}` : `--${name}`);
}

function typeOf(option: Option): string {
  if (option.enum !== undefined) return option.enum.map(asCode).join(', ');
  if (option.type === 'array') return `list of ${plural(option.items?.type)}`;
  if (option.type === 'object') return 'mapping';
  return [option.type ?? 'any'].flat().join(' or ');
}

function plural(type: Option['type']): string {
  return typeof type === 'string' ? `${type}s` : 'values';
}

function defaultOf({ default: value }: Option): string {
  return value === undefined ? '' : asCode(value);
}

function about(option: Option): string {
  const deprecated = option['x-deprecated'];
  const isFirst = option.$default?.$source === 'argv';
  return [
    ...(deprecated === undefined || deprecated === false
      ? []
      : [deprecated === true ? 'Deprecated.' : `Deprecated: ${deprecated}`]),
    option.description ?? '',
    ...(isFirst ? ['Can be given without the name of the option.'] : []),
    ...(option['x-prompt'] === undefined ? [] : ['Asked for in a terminal.']),
    ...exampleValues(option),
  ].join(' ');
}

function exampleValues({ examples: values = [] }: Option): string[] {
  if (values.length === 0) return [];
  return [`${values.length === 1 ? 'Example' : 'Examples'}: ${values.map(asCode).join('; ')}.`];
}

function examples(list: readonly Example[]): string[] {
  return list.map(({ command, description }) =>
    [...(description === undefined ? [] : [`${inline(description)}:`]), `    ${command}`].join(
      '\n\n',
    ),
  );
}

function asCode(value: unknown): string {
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Where a value has a backtick of its own, two mark the code. */
function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
