// docs/performance.svg: one group of bars for each work, the shorter the better. Light or dark as the
// reader's system is.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './places.mjs';
import { formatSeconds } from './print.mjs';

/** What the picture shows, and under which title. */
const GROUPS = {
  'gzip-tar': 'gzip of a tar of npm packages, 62 MB',
  'layer-big': 'a layer of 450 MB of npm packages, from files on disk',
  go: 'a Go function, one line changed',
};

const WIDTH = 760;
const NAME_WIDTH = 270;
const BAR_WIDTH = 390;
const LINE = 24;
const BAR = 14;

const STYLE = `
    text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328; }
    .title { font-weight: 600; }
    .ours { fill: #0969da; }
    .other { fill: #8c959f; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ours { fill: #4493f8; }
      .other { fill: #6e7681; }
    }`;

export function writePicture(comparisons) {
  writeFileSync(join(REPOSITORY, 'docs', 'performance.svg'), picture(comparisons));
}

export function picture(comparisons) {
  const parts = [];
  let y = 8;
  for (const { id, times } of comparisons.filter(({ id }) => id in GROUPS)) {
    parts.push(text(0, y + 16, GROUPS[id], 'title'));
    y += LINE + 2;
    const longest = Math.max(...Object.values(times).map(({ median }) => median));
    for (const [name, { median }] of Object.entries(times)) {
      parts.push(...bar(y, name, median, (median / longest) * BAR_WIDTH));
      y += LINE;
    }
    y += 14;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}" role="img" aria-label="Seconds that nx-func and other tools take; docs/performance.md has them as tables">
  <style>${STYLE}
  </style>
${parts.map((part) => `  ${part}\n`).join('')}</svg>
`;
}

function bar(y, name, seconds, width) {
  const kind = isOurs(name) ? 'ours' : 'other';
  const length = Math.max(1, width).toFixed(1);
  return [
    text(0, y + 12, name),
    `<rect class="${kind}" x="${NAME_WIDTH}" y="${y + 1}" width="${length}" height="${BAR}" rx="2" />`,
    text(NAME_WIDTH + width + 8, y + 12, formatSeconds(seconds)),
  ];
}

function isOurs(name) {
  return name.startsWith('nx-func') || name.includes('containerize');
}

function text(x, y, content, kind) {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const style = kind === undefined ? '' : ` class="${kind}"`;
  return `<text x="${Number(x.toFixed(1))}" y="${y}"${style}>${escaped}</text>`;
}
