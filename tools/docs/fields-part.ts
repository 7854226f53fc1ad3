import { FIELDS, type FieldPath, type FieldUse } from '../../src/function/fields';
import { fieldType } from './field-type';
import { table } from './markdown';

const USES: Readonly<Record<FieldUse, string>> = {
  image: 'image',
  deployment: 'deployment',
  unused: 'other builders',
};

const SECTIONS: readonly { readonly title: string; readonly prefix: string }[] = [
  { title: 'At the top', prefix: '' },
  { title: 'build', prefix: 'build.' },
  { title: 'run', prefix: 'run.' },
  { title: 'deploy', prefix: 'deploy.' },
];

/** A table of fields for the top of func.yaml and for each of its blocks. */
export function fieldsPart(): string {
  const paths = Object.keys(FIELDS) as FieldPath[];
  return SECTIONS.map(({ title, prefix }) => {
    const own = paths.filter((path) =>
      prefix === '' ? !/[.[]/.test(path) : path.startsWith(prefix),
    );
    return `### ${title}\n\n${fieldsTable(own)}`;
  }).join('\n\n');
}

function fieldsTable(paths: readonly FieldPath[]): string {
  const rows = paths.map((path) => {
    const { use, about, checked } = FIELDS[path];
    return [`\`${path}\``, fieldType(path), about, USES[use], checked ?? ''];
  });
  return table(['field', 'type', 'what it is', 'used for', 'checked'], rows);
}
