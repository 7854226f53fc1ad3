import { UserError } from '../errors';

import { parseFunction } from './func-yaml';

function parse(text: string): void {
  parseFunction(Buffer.from(`runtime: go\nrun:\n  volumes:\n${text}`), 'func.yaml');
}

const ADD = 'Add one of secret, configMap, persistentVolumeClaim and emptyDir.';
const KEEP = 'Keep one of them, and make a volume of its own of each of the others.';
const CLAIM = 'Add the name of the claim: "claimName: data".';
const MEDIUM = 'Write "Memory", or remove the line for the disk of the node.';
const SIZE = 'Write a number, and a unit if need be: "256Mi" or "1Gi".';

describe('volumes that are refused', () => {
  it.each([
    // path
    [
      '  - secret: a',
      '4:5: run.volumes[0].path is missing\n  Add where it is mounted: "path: /data".',
    ],
    [
      '  - path: ""\n    secret: a',
      '4:11: run.volumes[0].path is missing: it is empty\n  Add where it is mounted: "path: /data".',
    ],
    [
      '  - path: data\n    secret: a',
      '4:11: the path "data" of a volume is not absolute\n  Write "/data".',
    ],
    [
      '  - {secret: a, path: /a/b}\n  - {secret: a, path: /a//x/../b/}',
      '5:23: two volumes are mounted at "/a/b"\n  Give one of them another path.',
    ],
    // type
    ['  - path: /a', `4:5: run.volumes[0] is missing a volume type\n  ${ADD}`],
    [
      '  - {path: /a, emptyDir: {}}\n  - {path: /b, secret: , emptyDir: ~}',
      `5:5: run.volumes[1] is missing a volume type\n  ${ADD}`,
    ],
    [
      '  - {path: /a, emptyDir: {}, secret: ""}',
      `4:5: run.volumes[0] has more than one volume type: secret, emptyDir\n  ${KEEP}`,
    ],
    [
      '  - path: /a\n    secret: a\n    configMap: a\n    persistentVolumeClaim: {claimName: a}\n    emptyDir: {}',
      '4:5: run.volumes[0] has more than one volume type: ' +
        `secret, configMap, persistentVolumeClaim, emptyDir\n  ${KEEP}`,
    ],
    [
      '  - path: a',
      `4:5: run.volumes[0] is missing a volume type\n  ${ADD}\n` +
        'func.yaml:4:11: the path "a" of a volume is not absolute\n  Write "/a".',
    ],
    // persistentVolumeClaim
    [
      '  - path: /a\n    persistentVolumeClaim: {}',
      `5:5: run.volumes[0].persistentVolumeClaim.claimName is missing\n  ${CLAIM}`,
    ],
    [
      '  - path: /a\n    persistentVolumeClaim:\n      readOnly: true\n      claimName: ""',
      `7:18: run.volumes[0].persistentVolumeClaim.claimName is missing: it is empty\n  ${CLAIM}`,
    ],
    // emptyDir
    [
      '  - path: /a\n    emptyDir: {medium: memory}',
      `5:24: run.volumes[0].emptyDir.medium must be Memory or empty, not "memory"\n  ${MEDIUM}`,
    ],
    [
      '  - path: /a\n    emptyDir: {sizeLimit: 1.5Gib}',
      `5:27: run.volumes[0].emptyDir.sizeLimit must be a quantity, not "1.5Gib"\n  ${SIZE}`,
    ],
    [
      '  - path: /a\n    emptyDir: {sizeLimit: ""}',
      `5:27: run.volumes[0].emptyDir.sizeLimit must be a quantity, not ""\n  ${SIZE}`,
    ],
    // What has a wrong type is told once.
    [
      '  - path: /a\n    secret: [a]',
      '5:5: run.volumes[0].secret must be a string, but it is a list\n  Correct it, or remove it.',
    ],
    [
      '  - /a',
      '4:5: run.volumes[0] must be a mapping, but it is a single value\n  Correct it, or remove it.',
    ],
  ])('%j', (text, message) => {
    expect(() => {
      parse(text);
    }).toThrow(new UserError(`func.yaml:${message}`));
  });

  it('those of a file from before 0.34, where they are', () => {
    const text =
      'specVersion: 0.25.0\nname: a\nruntime: go\nvolumes:\n- path: /a\n- secret: s\n  path: b\n';
    expect(() => parseFunction(Buffer.from(text), 'func.yaml')).toThrow(
      new UserError(
        `func.yaml:5:3: run.volumes[0] is missing a volume type\n  ${ADD}\n` +
          'func.yaml:7:9: the path "b" of a volume is not absolute\n  Write "/b".',
      ),
    );
  });
});

describe('volumes that are taken', () => {
  it.each([
    '  - {path: /a, secret: s}',
    '  - {path: /a, secret: ""}',
    '  - {path: /a, configMap: c}',
    '  - {path: /a, persistentVolumeClaim: {claimName: c, readOnly: true}}',
    '  - {path: /a, emptyDir: {}}',
    '  - {path: /a, secret: , emptyDir: {medium: , sizeLimit: }}',
    '  - {path: /a, emptyDir: {medium: "", sizeLimit: 1}}',
    '  - {path: /a, emptyDir: {medium: Memory, sizeLimit: 1Ei}}',
    '  - {path: /a, emptyDir: {}}\n  - {path: /a/b, emptyDir: {}}\n  - {path: /, emptyDir: {}}',
  ])('%j', (text) => {
    expect(() => {
      parse(text);
    }).not.toThrow();
  });
});
