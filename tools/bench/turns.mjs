// Measures several contestants in turn, A B A B, so that what disturbs the machine disturbs all.

/**
 * @param own name to a function that does the work once and answers with its measures, as `{seconds}`;
 *   a function may prepare before it starts the clock.
 * @param others the same, of other makers' tools: one that does not work here is left out.
 * @returns {Promise<Record<string, Record<string, Sample>>>} for each name the samples of each measure.
 */
export async function inTurn(title, own, others, rounds) {
  const contestants = await warm({ own, others });
  const seen = Object.fromEntries(Object.keys(contestants).map((name) => [name, {}]));
  for (let round = 1; round <= rounds; round++) {
    for (const [name, work] of Object.entries(contestants)) {
      const measures = await work();
      for (const [measure, value] of Object.entries(measures)) {
        if (typeof value === 'number') (seen[name][measure] ??= []).push(value);
      }
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${title}: ${round} of ${rounds} `);
  }
  return Object.fromEntries(
    Object.entries(seen).map(([name, measures]) => [
      name,
      Object.fromEntries(Object.entries(measures).map(([key, values]) => [key, sample(values)])),
    ]),
  );
}

/** One round that fills the caches of the machine for all of them, and is not counted. */
async function warm({ own, others }) {
  for (const work of Object.values(own)) await work();
  const working = { ...own };
  for (const [name, work] of Object.entries(others)) {
    try {
      await work();
      working[name] = work;
    } catch (error) {
      console.error(`${name} does not work here and is left out: ${error.message}`);
    }
  }
  return working;
}

/** What several runs come to. `spread`: how far the middle half lies apart, as a part of the median. */
function sample(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const spread = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median;
  return { median, min: sorted[0], max: sorted.at(-1), spread };
}

function quantile(sorted, part) {
  const place = (sorted.length - 1) * part;
  const low = Math.floor(place);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}
