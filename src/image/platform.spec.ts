import { formatPlatform, hostPlatform, parsePlatform } from './platform';

describe('parsePlatform', () => {
  it.each([
    ['linux/386', { architecture: '386' }],
    ['linux/amd64', { architecture: 'amd64' }],
    ['linux/amd64/v1', { architecture: 'amd64' }],
    ['linux/amd64/v3', { architecture: 'amd64', variant: 'v3' }],
    ['linux/arm', { architecture: 'arm', variant: 'v7' }],
    ['linux/arm/v5', { architecture: 'arm', variant: 'v5' }],
    ['linux/arm/v6', { architecture: 'arm', variant: 'v6' }],
    ['linux/arm/v7', { architecture: 'arm', variant: 'v7' }],
    ['linux/arm64', { architecture: 'arm64' }],
    ['linux/arm64/v8', { architecture: 'arm64' }],
    ['linux/arm64/v8.2', { architecture: 'arm64', variant: 'v8.2' }],
    ['linux/arm64/v9.5', { architecture: 'arm64', variant: 'v9.5' }],
    ['linux/loong64', { architecture: 'loong64' }],
    ['linux/mips64le', { architecture: 'mips64le' }],
    ['linux/ppc64le', { architecture: 'ppc64le' }],
    ['linux/riscv64', { architecture: 'riscv64' }],
    ['linux/s390x', { architecture: 's390x' }],
    ['linux(5.4)/arm64', { architecture: 'arm64', 'os.version': '5.4' }],
    ['linux(+a)/arm64', { architecture: 'arm64', 'os.features': ['a'] }],
    [
      'linux(5.4+b+a)/arm/v6',
      { architecture: 'arm', 'os.version': '5.4', 'os.features': ['b', 'a'], variant: 'v6' },
    ],
  ])('reads %s', (text, expected) => {
    expect(parsePlatform(text)).toEqual({ ...expected, os: 'linux' });
  });

  it('puts the keys into the order in which they are written', () => {
    expect(Object.keys(parsePlatform('linux(5.4+a)/amd64/v2'))).toEqual([
      'architecture',
      'os',
      'os.version',
      'os.features',
      'variant',
    ]);
  });

  it.each([
    '',
    'linux',
    'amd64',
    'linux/',
    '/amd64',
    'linux/amd64/',
    'linux/amd64/v1/x',
    'linux//amd64',
    ' linux/amd64',
    'linux/amd64\n',
    'Linux/amd64',
    'linux/amd64,linux/arm64',
    'linux(5.4/amd64',
    'linux(5.4+)/amd64',
    'linux(5(4))/amd64',
    'linux/../amd64',
  ])('refuses the shape of %j', (text) => {
    expect(() => parsePlatform(text)).toThrow(SyntaxError);
    expect(() => parsePlatform(text)).toThrow(
      `"${text}" is not a platform: write os/arch[/variant], as in linux/arm64`,
    );
  });

  it.each([
    ['windows/amd64', 'platform "windows/amd64": functions run on linux, not on windows'],
    ['darwin/arm64', 'platform "darwin/arm64": functions run on linux, not on darwin'],
    ['linux/x64', 'platform "linux/x64": no architecture "x64": write linux/amd64'],
    ['linux/x86_64', 'platform "linux/x86_64": no architecture "x86_64": write linux/amd64'],
    ['linux/x86-64', 'platform "linux/x86-64": no architecture "x86-64": write linux/amd64'],
    ['linux/aarch64', 'platform "linux/aarch64": no architecture "aarch64": write linux/arm64'],
    ['linux/i386', 'platform "linux/i386": no architecture "i386": write linux/386'],
    ['linux/armhf', 'platform "linux/armhf": no architecture "armhf": write linux/arm/v7'],
    ['linux/armel', 'platform "linux/armel": no architecture "armel": write linux/arm/v6'],
    ['linux/ppc64el', 'platform "linux/ppc64el": no architecture "ppc64el": write linux/ppc64le'],
    ['linux/mipsel', 'platform "linux/mipsel": no architecture "mipsel": write linux/mipsle'],
    [
      'linux/loongarch64',
      'platform "linux/loongarch64": no architecture "loongarch64": write linux/loong64',
    ],
    [
      'linux/sparc',
      'platform "linux/sparc": no architecture "sparc": known are 386, amd64, arm, arm64, loong64, mips, mips64, mips64le, mipsle, ppc64, ppc64le, riscv64, s390x',
    ],
    [
      'linux/constructor',
      'platform "linux/constructor": no architecture "constructor": known are 386, amd64, arm, arm64, loong64, mips, mips64, mips64le, mipsle, ppc64, ppc64le, riscv64, s390x',
    ],
    ['linux/s390x/v1', 'platform "linux/s390x/v1": no variant "v1": s390x has none'],
    ['linux/amd64/v5', 'platform "linux/amd64/v5": no variant "v5": amd64 has v1, v2, v3, v4'],
    ['linux/arm/v8', 'platform "linux/arm/v8": no variant "v8": arm has v7, v6, v5'],
  ])('refuses %s', (text, message) => {
    expect(() => parsePlatform(text)).toThrow(new SyntaxError(message));
    expect(() => parsePlatform(text)).toThrow(SyntaxError);
  });
});

describe('formatPlatform', () => {
  it.each([
    ['linux/amd64', 'linux/amd64'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['linux/amd64/v4', 'linux/amd64/v4'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux(5.4)/arm64', 'linux(5.4)/arm64'],
    ['linux(+b+a)/arm64', 'linux(+b+a)/arm64'],
    ['linux(5.4+a)/arm/v6', 'linux(5.4+a)/arm/v6'],
  ])('writes %s as %s, which reads as the same', (text, expected) => {
    const platform = parsePlatform(text);
    expect(formatPlatform(platform)).toBe(expected);
    expect(parsePlatform(expected)).toEqual(platform);
  });
});

describe('hostPlatform', () => {
  it.each([
    ['x64', 'LE', 'linux/amd64'],
    ['arm64', 'LE', 'linux/arm64'],
    ['arm', 'LE', 'linux/arm/v7'],
    ['ia32', 'LE', 'linux/386'],
    ['ppc64', 'LE', 'linux/ppc64le'],
    ['ppc64', 'BE', 'linux/ppc64'],
    ['mipsel', 'LE', 'linux/mipsle'],
    ['mips', 'BE', 'linux/mips'],
    ['riscv64', 'LE', 'linux/riscv64'],
    ['loong64', 'LE', 'linux/loong64'],
    ['s390x', 'BE', 'linux/s390x'],
  ] as const)('is for Node on %s, %s, %s', (arch, byteOrder, expected) => {
    expect(formatPlatform(hostPlatform(arch, byteOrder))).toBe(expected);
  });

  it('is of this machine when nothing is said', () => {
    expect(hostPlatform()).toEqual(hostPlatform(process.arch));
    expect(hostPlatform().os).toBe('linux');
  });

  it('does not guess', () => {
    expect(() => hostPlatform('vax')).toThrow('no architecture "vax"');
  });
});
