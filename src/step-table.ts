/** One step of a build, for those who ask where the time goes. */
export interface Step {
  readonly step: string;
  /** Of layers alone: how many files, and bytes before and after compression. */
  readonly files?: number;
  readonly bytesIn?: number;
  readonly bytesOut?: number;
  readonly milliseconds: number;
  /** Of layers alone. */
  readonly from?: 'made' | 'store';
}

const HEAD = ['step', 'files', 'bytes in', 'bytes out', 'seconds', 'from'];

/** The table that `--verbose` ends with: a line for each step, in columns. */
export function stepTable(steps: readonly Step[]): string[] {
  const rows = steps.map(({ step, files, bytesIn, bytesOut, milliseconds, from }) => [
    step,
    ...[files, bytesIn, bytesOut].map((value) => (value === undefined ? '' : String(value))),
    (milliseconds / 1000).toFixed(3),
    from ?? '',
  ]);
  const table = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isText(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** The first and the last column; the others are numbers. */
function isText(column: number): boolean {
  return column === 0 || column === HEAD.length - 1;
}
