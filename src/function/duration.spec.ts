import { isDuration } from './duration';

describe('isDuration', () => {
  it.each([
    ...['90s', '1m30s', '1.5h', '.5m', '5.s', '-1s', '+1h', '1h0m0.5s', '1s1s'],
    ...['1ns', '1us', '1\u00b5s', '1\u03bcs', '1ms', '0', '60000000000', '-1', '+1'],
  ])('%j is one', (text) => {
    expect(isDuration(text)).toBe(true);
  });

  it.each([
    ...['', '+', 's', '.s', '1.5', '1d', '1M', '1S', '1 s', '1s ', '1m-30s', '1m30', '1:30'],
    ...['1_000', 'PT1M', 'one minute', '1s\n', '1m\n30s'],
  ])('%j is none', (text) => {
    expect(isDuration(text)).toBe(false);
  });
});
