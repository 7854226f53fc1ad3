import { isQuantity } from './quantity';

describe('isQuantity', () => {
  it.each([
    ...['0', '00', '1', '+1', '-1', '0.5', '.5', '5.', '-.5', '+5.', '007', '0.000'],
    ...['1n', '1u', '100m', '1k', '1M', '1G', '1T', '1P', '1E', '1.5G', '-1m', '.5k', '5.M'],
    ...['1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei', '1.5Gi', '.5Ki'],
    ...['1e3', '1E3', '1e-3', '1E+3', '1.5e3', '0e0', '1e003'],
    ...['9223372036854775808', `1e${'9'.repeat(18)}`],
  ])('%j is one', (text) => {
    expect(isQuantity(text)).toBe(true);
  });

  it.each([
    // no number
    ...['', '+', '-', '.', '-.', 'k', 'Ki', 'e3', '.m', 'one'],
    // not a number
    ...['1.2.3', '1..', '--1', '+-1', '1-', '1,5', '1_000', '0x10', '1 000'],
    // no unit
    ...['1K', '1ki', '1KI', '1KiB', '1B', '1.5Gib', '1mi', '1ni', '1g', '1t', '1i', '1mm', '1Mi1'],
    ...['1m1', '1 Ki', '1%', '1µ', '1Zi', '1Y'],
    // no exponent
    ...['1e', '1e+', '1E-', '1e1.5', '1e3Ki', '1Ee3', `1e${'9'.repeat(20)}`],
    // more than it
    ...[' 1', '1 ', '1\n', '\n1', '1Ki\n', '{{ env:A }}'],
  ])('%j is none', (text) => {
    expect(isQuantity(text)).toBe(false);
  });
});
