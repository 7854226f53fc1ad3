import { endianness } from 'node:os';

/**
 * What an image runs on (image-spec 1.1, image-index.md, "platform"). The keys are in the order in
 * which they are written.
 */
export interface Platform {
  readonly architecture: string;
  readonly os: string;
  readonly 'os.version'?: string;
  readonly 'os.features'?: readonly string[];
  readonly variant?: string;
}

/**
 * The architectures that Go knows for Linux, each with its variants. The first one is what the bare
 * architecture means (containerd's normalisation), and is left out when a platform is written.
 */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  '386': [],
  amd64: ['v1', 'v2', 'v3', 'v4'],
  arm: ['v7', 'v6', 'v5'],
  arm64: [
    'v8',
    'v8.1',
    'v8.2',
    'v8.3',
    'v8.4',
    'v8.5',
    'v8.6',
    'v8.7',
    'v8.8',
    'v8.9',
    'v9',
    'v9.1',
    'v9.2',
    'v9.3',
    'v9.4',
    'v9.5',
  ],
  loong64: [],
  mips: [],
  mips64: [],
  mips64le: [],
  mipsle: [],
  ppc64: [],
  ppc64le: [],
  riscv64: [],
  s390x: [],
};

/** Names that other tools use for the same architecture (`uname -m`, Node's `process.arch`). */
const SYNONYMS: Readonly<Record<string, string>> = {
  x64: 'amd64',
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  i386: '386',
  ia32: '386',
  armhf: 'arm/v7',
  armel: 'arm/v6',
  mipsel: 'mipsle',
  ppc64el: 'ppc64le',
  loongarch64: 'loong64',
};

const SHAPE =
  /^(?<os>[a-z0-9_]+)(?:\((?<version>[^()+]*)(?<features>(?:\+[^()+]+)*)\))?\/(?<architecture>[A-Za-z0-9_-]+)(?:\/(?<variant>[A-Za-z0-9.]+))?$/;

/**
 * Reads `os/arch[/variant]`, where `os` may carry a version and features as containerd writes them:
 * `linux(5.4+feature)/amd64`.
 *
 * @throws SyntaxError that says what is wrong and what would be right.
 */
export function parsePlatform(text: string): Platform {
  const groups = SHAPE.exec(text)?.groups;
  if (groups === undefined) {
    throw new SyntaxError(
      `"${text}" is not a platform: write os/arch[/variant], as in linux/arm64`,
    );
  }
  const os = groups['os'] ?? '';
  if (os !== 'linux') {
    throw new SyntaxError(`platform "${text}": functions run on linux, not on ${os}`);
  }
  const named = groups['architecture'] ?? '';
  if (!Object.hasOwn(VARIANTS, named)) {
    const meant = Object.hasOwn(SYNONYMS, named) ? SYNONYMS[named] : undefined;
    const advice =
      meant === undefined
        ? `known are ${Object.keys(VARIANTS).join(', ')}`
        : `write linux/${meant}`;
    throw new SyntaxError(`platform "${text}": no architecture "${named}": ${advice}`);
  }
  const variants = VARIANTS[named] ?? [];
  const variant = groups['variant'];
  if (variant !== undefined && !variants.includes(variant)) {
    const advice =
      variants.length === 0 ? `${named} has none` : `${named} has ${variants.join(', ')}`;
    throw new SyntaxError(`platform "${text}": no variant "${variant}": ${advice}`);
  }
  const features = (groups['features'] ?? '').split('+').filter((feature) => feature !== '');
  return {
    architecture: named,
    os,
    ...(groups['version'] ? { 'os.version': groups['version'] } : {}),
    ...(features.length > 0 ? { 'os.features': features } : {}),
    ...normalVariant(named, variant),
  };
}

/**
 * arm has no bare form in the wild: `linux/arm` is `linux/arm/v7`. For the others the baseline is
 * the bare form: registries and runtimes match `linux/amd64` and `linux/arm64` without a variant.
 */
function normalVariant(architecture: string, variant: string | undefined): { variant?: string } {
  const baseline = VARIANTS[architecture]?.[0];
  if (architecture === 'arm') return { variant: variant ?? baseline ?? 'v7' };
  return variant === undefined || variant === baseline ? {} : { variant };
}

/** `os/arch[/variant]`, what {@link parsePlatform} reads. */
export function formatPlatform(platform: Platform): string {
  const version = platform['os.version'] ?? '';
  const features = (platform['os.features'] ?? []).map((feature) => `+${feature}`).join('');
  const suffix = version === '' && features === '' ? '' : `(${version}${features})`;
  const variant = platform.variant === undefined ? '' : `/${platform.variant}`;
  return `${platform.os}${suffix}/${platform.architecture}${variant}`;
}

/** The platform of this machine's processor under Linux, whatever its own system is. */
export function hostPlatform(arch: string = process.arch, byteOrder = endianness()): Platform {
  // Node calls both byte orders of POWER ppc64.
  const name = arch === 'ppc64' && byteOrder === 'LE' ? 'ppc64le' : arch;
  return parsePlatform(`linux/${SYNONYMS[name] ?? name}`);
}
