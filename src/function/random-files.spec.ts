import { checkMigration } from '../testing/check-migration';

import { parseFunction } from './func-yaml';

/**
 * Old files put together at random, from a seed: fields old and new, filled, empty or absent, in any
 * order, with comments and blank lines between all of them. What holds of every migration must hold
 * of each.
 */
class RandomFile {
  #state: number;
  #comments = 0;
  #names = 0;

  constructor(seed: number) {
    this.#state = seed * 2 + 1;
  }

  get text(): string {
    const parts = [
      `runtime: go${this.#comment()}\n`,
      ...this.#scalars(),
      ...this.#maybe(() => this.#envs('envs', '')),
      ...this.#maybe(() => this.#envs('buildEnvs', '')),
      ...this.#maybe(() => this.#map('envVars', '', ['EA', 'EB'])),
      ...this.#maybe(() => this.#map('builders', '', ['default', 'mine'])),
      ...this.#maybe(() => this.#map('builderImages', '', ['pack', 's2i'])),
      ...this.#maybe(() => this.#map('annotations', '', ['a', 'b', 'c'])),
      ...this.#maybe(() => this.#map('healthEndpoints', '', ['liveness', 'readiness'])),
      ...this.#blocks(),
    ];
    const text = this.#shuffled(parts)
      .map((part) => this.#lines('') + part)
      .join('');
    return this.#pick([text, text, text, text.replaceAll('\n', '\r\n'), text.trimEnd()]);
  }

  #scalars(): string[] {
    const fields: Readonly<Record<string, readonly string[]>> = {
      specVersion: ['""', '0.25.0'],
      namespace: ['""', 'prod'],
      created: ['2020-01-01'],
      builder: ['pack', 's2i', '""'],
      imageDigest: ['""', 'sha256:0'],
      version: ['0.19.0'],
      trigger: ['http', 'events'],
      invoke: ['http', 'cloudevent'],
      invocation: ['{}', '{format: http}', '{format: cloudevent}'],
      labels: ['[]', '{}', '[{key: k, value: v}]'],
      'x-mine': ['{a: [1, 2.0]}', '010'],
    };
    return Object.entries(fields).flatMap(([key, values]) =>
      this.#maybe(() => `${key}: ${this.#pick(values)}${this.#comment()}\n`),
    );
  }

  #blocks(): string[] {
    const empty = (key: string) => `${key}:${this.#pick(['', ' {}', ' ~'])}${this.#comment()}\n`;
    const open = (key: string, ...inner: string[]) =>
      `${key}:${this.#comment()}\n${inner.map((part) => this.#lines('  ') + part).join('')}`;
    const builder = `  builder: ${this.#pick(['pack', 'host'])}${this.#comment()}\n`;
    return [
      this.#pick(['', empty('run'), open('run', this.#envs('envs', '  '))]),
      this.#pick([
        '',
        empty('build'),
        open('build', builder, this.#envs('buildEnvs', '  ')),
        open('build', this.#map('builderImages', '  ', ['pack', 'host']), builder),
        `build: local${this.#comment()}\n`,
      ]),
      this.#pick([
        '',
        empty('deploy'),
        open('deploy', '  namespace: x # n\n', this.#map('annotations', '  ', ['b', 'd'])),
        open('deploy', this.#map('annotations', '  ', ['b', 'd']), '  remote: true # r\n'),
      ]),
    ];
  }

  #envs(key: string, indent: string): string {
    const head = `${indent}${key}:`;
    if (this.#random() < 0.2) return `${head}${this.#pick([' []', ''])}${this.#comment()}\n`;
    const inner = this.#pick([indent, `${indent}  `]);
    const items = Array.from({ length: this.#pick([1, 2, 3]) }, () => {
      const name = `${inner}- name: A${this.#names++}${this.#comment()}\n`;
      const block = `|\n${inner}    b # no comment`;
      const value = this.#pick(['b', '1.10', '"q # q"', "'s'", block]);
      return `${this.#lines(inner)}${name}${this.#lines(`${inner}  `)}${inner}  value: ${value}\n`;
    });
    return `${head}${this.#comment()}\n${items.join('')}`;
  }

  #map(key: string, indent: string, keys: readonly string[]): string {
    if (this.#random() < 0.2) return `${indent}${key}: {}${this.#comment()}\n`;
    const entries = keys.map(
      (name) =>
        `${this.#lines(`${indent}  `)}${indent}  ${name}: ${this.#pick(['a', '"b"'])}${this.#comment()}\n`,
    );
    return `${indent}${key}:${this.#comment()}\n${entries.join('')}`;
  }

  #maybe(make: () => string): string[] {
    return this.#random() < 0.4 ? [make()] : [];
  }

  #comment(): string {
    return this.#random() < 0.3 ? ` # c${this.#comments++}` : '';
  }

  #lines(indent: string): string {
    if (this.#random() < 0.7) return '';
    return this.#pick(['\n', `${indent}# l${this.#comments++}\n`]) + this.#lines(indent);
  }

  #shuffled(parts: readonly string[]): string[] {
    return parts
      .map((part) => ({ part, order: this.#random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ part }) => part);
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#random() * choices.length)] as T;
  }

  /** Mulberry32. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

it('are the same for the same seed, and differ for others', () => {
  const texts = Array.from({ length: 50 }, (_, seed) => new RandomFile(seed).text);
  expect(new Set(texts).size).toBe(50);
  expect(new RandomFile(7).text).toBe(texts[7]);
});

it.each(Array.from({ length: 400 }, (_, seed) => seed))('random file %i', (seed) => {
  const { text } = new RandomFile(seed);
  expect(parseFunction(Buffer.from(text), 'func.yaml').spec.runtime).toBe('go');
  checkMigration(Buffer.from(text));
});
