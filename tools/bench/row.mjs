// What is said of a comparison: each row has a value, its unit, and the target where there is one.

/** Several contestants at one work. `how` says in a sentence how it is measured. */
export function comparison({ id, title, how, measure = 'seconds' }, samples, rows) {
  const known = rows.filter(({ needs }) => needs.every((name) => samples[name]?.[measure]));
  return {
    id,
    title,
    how,
    times: Object.fromEntries(
      Object.entries(samples).map(([name, measures]) => [name, measures[measure]]),
    ),
    rows: known.map(({ value, ...row }) => {
      const measured = value((name, other = measure) => samples[name][other].median);
      return { ...row, measured, verdict: verdictOf(measured, row.target) };
    }),
  };
}

function verdictOf(measured, target) {
  if (target === undefined) return '';
  return measured <= target ? 'ok' : 'miss';
}

/** How long `ours` takes as a part of `other`. */
export function ratio(ours, other, target) {
  return {
    what: `${ours} / ${other}`,
    unit: 'x',
    needs: [ours, other],
    target,
    value: (median) => median(ours) / median(other),
  };
}

/** The seconds that `ours` takes above what all of `parts` take. */
export function extra(ours, parts, target) {
  return {
    what: `${ours} − ${parts.length > 1 ? `(${parts.join(' + ')})` : parts[0]}`,
    unit: 's',
    needs: [ours, ...parts],
    target,
    value: (median) => parts.reduce((rest, part) => rest - median(part), median(ours)),
  };
}

/** A measure by itself: seconds as `s` or `ms`, bytes as `MB`. */
export function absolute(ours, what, unit, target, measure) {
  const scale = { s: 1, ms: 1e3, MB: 1e-6 }[unit];
  return {
    what: `${ours}, ${what}`,
    unit,
    needs: [ours],
    target,
    value: (median) => median(ours, measure) * scale,
  };
}
