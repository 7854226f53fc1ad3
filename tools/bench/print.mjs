// Figures in words, and the table on the terminal.

export function formatValue(value, unit) {
  switch (unit) {
    case 'x':
      return value.toFixed(2);
    case 's':
      return `${value.toFixed(2)} s`;
    case 'ms':
      return `${value.toFixed(0)} ms`;
    default:
      return `${value.toFixed(0)} ${unit}`;
  }
}

/** Seconds with as many digits as mean something. */
export function formatSeconds(seconds) {
  return seconds < 0.2 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}

export function formatSpread(spread) {
  return `${(spread * 100).toFixed(0)} %`;
}

export function printComparison({ title, times, rows }) {
  console.log(`\n${title}`);
  for (const [name, { median, min, max, spread }] of Object.entries(times)) {
    const range = `${formatSeconds(min)} to ${formatSeconds(max)}`;
    console.log(
      `  ${name.padEnd(44)} ${formatSeconds(median).padStart(8)}   ${range}, middle half ${formatSpread(spread)}`,
    );
  }
  for (const { what, unit, measured, target, verdict } of rows) {
    const goal = target === undefined ? '' : `<= ${formatValue(target, unit)}`;
    console.log(
      `  ${what.padEnd(80)} ${formatValue(measured, unit).padStart(8)} ${goal.padStart(10)} ${verdict}`,
    );
  }
}
