import { isEnvName, isKeyOfObject, isReference, isWholeObject, localEnvName } from './env-syntax';

describe('references', () => {
  it.each([
    ['{{ env:HOME }}', 'HOME'],
    ['{{env:HOME}}', 'HOME'],
    ['{{\tenv:A_1\n}}', 'A_1'],
    ['{{ env: HOME }}', undefined],
    ['{{ env:MY-VAR }}', undefined],
    ['{{ env:é }}', undefined],
    ['{{ ENV:HOME }}', undefined],
    ['{{ env:HOME }} ', undefined],
    ['{{ env:HOME }}\n', undefined],
    [' {{ env:HOME }}', undefined],
    ['{{\u00A0env:HOME }}', undefined],
  ])('%j reads %s', (value, expected) => {
    expect(localEnvName(value)).toBe(expected);
  });

  it.each([
    ['{{ secret:my-secret }}', true, false],
    ["{{ configMap:a'b }}", true, false],
    ['{{configMap:c}}', true, false],
    ['{{ secret:s:k }}', false, true],
    ['{{ configMap:c:a.b-c_d }}', false, true],
    ['{{ secret:-s }}', true, false],
    ['{{ secret:s- }}', false, false],
    ['{{ secret:a.b }}', false, false],
    ['{{ secret:s: }}', false, false],
    ['{{ configmap:c }}', false, false],
    ['{{ env:HOME }}', false, false],
  ])('%j: whole %s, key %s', (value, whole, key) => {
    expect(isWholeObject(value)).toBe(whole);
    expect(isKeyOfObject(value)).toBe(key);
  });

  it('begin with two braces', () => {
    expect(isReference('{{')).toBe(true);
    expect(isReference('{ {')).toBe(false);
    expect(isReference(' {{ env:A }}')).toBe(false);
  });
});

describe('isEnvName', () => {
  it.each(['A', '_a', '-', '.a', 'a.b-c_D9', 'a..'])('takes %s', (name) => {
    expect(isEnvName(name)).toBe(true);
  });

  it.each(['', '1A', 'a b', 'a=b', 'é', '.', '..', '..a', 'a\n'])('refuses %j', (name) => {
    expect(isEnvName(name)).toBe(false);
  });
});
