// The part of docs/performance.md that the benchmark writes.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { REPOSITORY } from './places.mjs';
import { formatSeconds, formatSpread, formatValue } from './print.mjs';

const BEGIN = '<!-- begin: npm run bench -->';
const END = '<!-- end: npm run bench -->';

export async function writePage(comparisons, facts, missing, rounds) {
  const path = join(REPOSITORY, 'docs', 'performance.md');
  const text = readFileSync(path, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`${path}: the lines ${BEGIN}, ${END} are gone`);
  const part = pageParts(comparisons, facts, missing, rounds).join('\n\n');
  const page = `${text.slice(0, begin)}${BEGIN}\n\n${part}\n\n${text.slice(end)}`;
  const config = await resolveConfig(path);
  writeFileSync(path, await format(page, { ...config, parser: 'markdown' }));
}

function pageParts(comparisons, facts, missing, rounds) {
  const rows = comparisons.flatMap(({ title, rows }) => rows.map((row) => ({ title, ...row })));
  return [
    '## Targets',
    table(
      ['work', 'what', 'target', 'measured', ''],
      rows
        .filter(({ target }) => target !== undefined)
        .map(({ title, what, unit, measured, target, verdict }) => [
          title,
          what,
          `≤ ${formatValue(target, unit)}`,
          formatValue(measured, unit),
          verdict,
        ]),
    ),
    '## Measured',
    `Medians of ${rounds} rounds in turn, A B A B, after one that is not counted (loading: ${rounds * 2}). The last
column is how far the middle half of the runs lies apart, as a part of the median: what differs by less says nothing.`,
    ...comparisons.flatMap(comparisonParts),
    '## Machine',
    table(['', ''], facts),
    ...(missing.length > 0 ? [missing.map((line) => `- ${line}`).join('\n')] : []),
  ];
}

function comparisonParts({ title, how, times, rows }) {
  const others = rows.filter(({ target }) => target === undefined);
  return [
    `### ${title[0].toUpperCase()}${title.slice(1)}`,
    ...(how === '' ? [] : [how.replaceAll('\n', ' ')]),
    table(
      ['', 'median', 'least', 'most', 'spread'],
      Object.entries(times).map(([name, { median, min, max, spread }]) => [
        name,
        formatSeconds(median),
        formatSeconds(min),
        formatSeconds(max),
        formatSpread(spread),
      ]),
    ),
    ...(others.length > 0
      ? [
          others
            .map(({ what, unit, measured }) => `- ${what}: ${formatValue(measured, unit)}`)
            .join('\n'),
        ]
      : []),
  ];
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
