import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peek } from './inference';
import { glance } from './glance';

/** Where the parser must look: the line `# |` is not simple, nor does it say anything. */
const PARSED = '\n# |\nx: |\n  block\n';

const FUNC = `# a comment
specVersion: 0.36.0
name: hello
runtime: go
created: 2024-02-20T15:07:10.123456789+01:00
image: "registry.example.com/team/hello:latest"
build:
  builder: pack
  buildEnvs: []
envs:
- name: A
  value: 'b c'
deploy:
  annotations: {}
  options:
    scale:
      min: 0
`;

describe('glance', () => {
  it('reads a file of func', () => {
    expect(glance(FUNC)).toEqual({ name: 'hello', runtime: 'go', buildEnvVariables: [] });
    expect(glance(FUNC.replaceAll('\n', '\r\n'))).toEqual(glance(FUNC));
  });

  it.each<[string, string]>([
    ['name: a\n', 'a'],
    ['name: "a"\nruntime: go\n', 'a'],
    ["name: 'true'\n", 'true'],
    ['name: a\n\n  # comment\nruntime: go\n', 'a'],
    ['name: a\nname: b\n', 'a'],
    ['  \n# x\nother: 1\nname: a.b-c\n', 'a.b-c'],
  ])('%j', (text, name) => {
    expect(glance(text)?.name).toBe(name);
    expect(peek(Buffer.from(`${text}${PARSED}`)).name).toBe(name);
  });

  it.each([
    // The value goes on, or is not text.
    ['name: a\n  b\n'],
    ['name: a\n- b\n'],
    ['name: "a\n  b"\n'],
    ['name: |\n  a\n'],
    ['name: 12\n'],
    ['name: null\n'],
    ['name: True\n'],
    ['name:\n'],
    ['name:\n  x: y\n'],
    ['name: a # comment\n'],
    ['name: &x a\n'],
    ['name: *x\n'],
    ['name: !!str a\n'],
    ['name: [a]\n'],
    ['name: "a\\x62"\n'],
    ['name: a: b\n'],
    // It may be elsewhere, or nowhere.
    ['<<: *x\nname: a\n'],
    ['---\nname: a\n'],
    ['- a\nname: b\n'],
    [' name: a\n'],
    ['{name: a}\n'],
    ['"name": a\n'],
    ['\tname: a\n'],
    ['name: a\n\truntime: go\n'],
    ['name: a\n...\nruntime: go\n'],
    ['x: {\nname: a\n}\n'],
    ['x: "\nname: a\n"\n'],
    ['text\nname: a\n'],
    ['name: a\n? b\n: c\n'],
    [''],
    ['# nothing\n'],
    // Variables, in another way than func writes them.
    ["name: a\nbuild:\n  buildEnvs: [{name: X, value: '{{ env:X }}'}]\n"],
    ['name: a\nbuild:\n  buildEnvs:\n  - name: X\n    value: {{ env:X }}\n'],
    ["name: a\nbuild:\n  buildEnvs:\n  - name: X\n    other: '{{ env:X }}'\n"],
    ['name: a\nbuild:\n  buildEnvs:\n  - name: X\n    value:\n'],
    ['name: a\nbuild:\n  x:\n    buildEnvs:\n    - name: X\n'],
    ['name: a\nbuild: x\n  buildEnvs:\n  - name: X\n'],
    ['name: a\nbuildEnvs:\n- name: X\n'],
    ['name: a\nbuild:\n  buildEnvs:\n  - name: X\n  buildEnvs:\n  - name: Y\n'],
  ])('leaves %j to the parser', (text) => {
    expect(glance(text)).toBeUndefined();
  });

  it.each([
    ['  buildEnvs: []\n  builder: pack\n', []],
    ['  buildEnvs:\n  - name: A\n    value: "{{ env:X }}"\n  builder: pack\n', ['X']],
    ["  builder: pack\n  buildEnvs:\n    - name: A\n      value: '{{env:X}}'\n", ['X']],
    ["  buildEnvs:\n  - value: '{{ env:X }}'\n    name: A\n  - name: B\n    value: b\n", ['X']],
    ["  buildEnvs:\n  - name: A\n    value: '{{ secret:a:b }}'\n", []],
    [
      "  buildEnvs:\n  - name: A\n    value: '{{ env:X }}'\n  - name: B\n    value: '{{ env:Y }}'\n",
      ['X', 'Y'],
    ],
  ])('finds the variables of the build in %j', (build, variables) => {
    const text = `name: a\nbuild:\n${build}run:\n  envs:\n  - name: Z\n    value: '{{ env:Z }}'\n`;
    expect(glance(text)?.buildEnvVariables).toEqual(variables);
    expect(peek(Buffer.from(`${text}${PARSED}`)).buildEnvVariables).toEqual(variables);
  });

  it('is quick with a long line that is nothing', () => {
    const start = performance.now();
    expect(glance(`name: a\nx: ${'a '.repeat(200_000)}|\n`)).toBeUndefined();
    expect(glance(`name: a\n${'- '.repeat(200_000)}|\n`)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

/** Beside a checkout of this repository, for those who work on it. */
const SAMPLES = join(__dirname, '..', '..', '..', 'shared', 'reference', 'func-yaml');
const files = existsSync(SAMPLES)
  ? readdirSync(SAMPLES).filter((name) => name.endsWith('.yaml'))
  : [];

describe('glance, on real files', () => {
  it(files.length > 0 ? 'says what the parser says' : 'not run: no samples are here', () => {
    const texts = files.map((name) => readFileSync(join(SAMPLES, name), 'utf8'));
    const peeked = texts.map((text) => glance(text));
    const parsed = texts.map((text) => peek(Buffer.from(`${text.trimEnd()}${PARSED}`)));
    for (const [index, one] of peeked.entries()) {
      if (one !== undefined) expect([files[index], one]).toEqual([files[index], parsed[index]]);
    }
    const some = peeked.filter((one) => one !== undefined);
    expect(some.length).toBeGreaterThanOrEqual(files.length / 2);
  });
});
