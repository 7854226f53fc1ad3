import { FIELDS, type FieldPath } from '../../src/function/fields';

import { fieldType } from './field-type';
import { fieldsPart } from './fields-part';

describe('fieldType', () => {
  it.each<[FieldPath, string]>([
    ['specVersion', 'string'],
    ['runtime', 'string'],
    ['registryInsecure', 'boolean'],
    ['invoke', 'string'],
    ['build.builderImages', 'mapping'],
    ['build.buildpacks', 'list'],
    ['run.envs[].value', 'string'],
    ['run.volumes[].persistentVolumeClaim.readOnly', 'boolean'],
    ['deploy.options.scale.min', 'number'],
    ['deploy.subscriptions[].filters', 'mapping'],
  ])('%s: %s', (path, expected) => {
    expect(fieldType(path)).toBe(expected);
  });

  it('throws for what is no field', () => {
    expect(() => fieldType('nothing' as FieldPath)).toThrow(
      'the reader of nothing does not tell its type: none',
    );
  });
});

describe('fieldsPart', () => {
  it('has each field once', () => {
    const named = [...fieldsPart().matchAll(/^\| `([^`]+)` /gm)].map(([, path]) => path);
    expect(named).toEqual(Object.keys(FIELDS));
  });
});
