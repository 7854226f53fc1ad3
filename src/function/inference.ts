import { isMap, isScalar } from 'yaml';

import { localEnvName } from './env-syntax';
import { YamlDocument } from './yaml-document';
import { decodeText } from './yaml-text';

/** What the Nx plugin infers a project from. */
export interface PeekedFunction {
  readonly name?: string;
  readonly runtime?: string;
  /** X of each `{{ env:X }}` in build.buildEnvs, each once. */
  readonly buildEnvVariables: string[];
}

/** Keys that Oracle's Fn Project has in its own func.yaml, and Knative's never had. */
const FN_KEYS: readonly string[] = ['entrypoint', 'cmd', 'run_image', 'build_image'];

/** Every key that a func.yaml of Knative or Boson ever had at its top. */
const KNATIVE_KEYS: ReadonlySet<string> = new Set([
  ...['specVersion', 'name', 'domain', 'runtime', 'registry', 'registryInsecure', 'image'],
  ...['namespace', 'deployer', 'created', 'invoke', 'build', 'run', 'deploy'],
  // Before 0.34, and Boson.
  ...['version', 'imageDigest', 'git', 'builder', 'builders', 'builderMap', 'builderImages'],
  ...['buildpacks', 'buildEnvs', 'volumes', 'envs', 'envVars', 'annotations', 'options', 'labels'],
  ...['healthEndpoints', 'invocation', 'trigger', 'template'],
]);

/** A key at the very beginning of a line, with or without quotes. */
const TOP_LEVEL_KEY = /^(["']?)([A-Za-z_$][\w$.-]*)\1[ \t]*:(?=[ \t\r\n]|$)/gm;

/**
 * Whether a func.yaml is one of Knative func: other tools call their files so, too. By its
 * top-level keys, the first of these that applies:
 *
 * 1. `schema_version`: no (Fn Project).
 * 2. `specVersion`: yes.
 * 3. `entrypoint`, `cmd`, `run_image` or `build_image`: no (Fn Project, old).
 * 4. `runtime`: yes. Older files have no specVersion; nor have Boson's, which func migrates.
 * 5. The file is empty, or not to be parsed, or no mapping: yes, for somebody is writing it, and
 *    the executor will tell what is wrong.
 * 6. `name`, and no key that func never had: yes (it lacks its runtime).
 * 7. No: VMware's function buildpacks, configurations of other tools.
 *
 * Keys are first looked for line by line, so that a file that breaks half-way is still told by
 * those it has, and a thousand files are told fast. Never throws.
 */
export function looksLikeKnative(text: string): boolean {
  const written = [...text.replace(/^\uFEFF/, '').matchAll(TOP_LEVEL_KEY)].map(([, , key]) => key);
  const decided = decide(new Set(written));
  if (decided !== undefined) return decided;
  const document = tolerant(() => new YamlDocument(text.replace(/^\uFEFF/, ''), 'func.yaml'));
  if (document === undefined || document.isBroken || !isMap(document.root.node)) return true;
  const keys = new Set(document.entries(document.root).keys());
  return decide(keys) ?? (keys.has('name') && [...keys].every((key) => KNATIVE_KEYS.has(key)));
}

/** Rules 1 to 4; undefined if none applies. */
function decide(keys: ReadonlySet<string | undefined>): boolean | undefined {
  if (keys.has('schema_version')) return false;
  if (keys.has('specVersion')) return true;
  if (FN_KEYS.some((key) => keys.has(key))) return false;
  return keys.has('runtime') ? true : undefined;
}

/**
 * The little that inference needs, from a file that may be broken: what cannot be read is absent.
 * Parses once. Never throws.
 */
export function peek(bytes: Uint8Array): PeekedFunction {
  const peeked = tolerant(() => {
    const document = new YamlDocument(decodeText(bytes, 'func.yaml'), 'func.yaml');
    const name = textAt(document, 'name');
    const runtime = textAt(document, 'runtime');
    return {
      ...(name === undefined ? {} : { name }),
      ...(runtime === undefined ? {} : { runtime }),
      buildEnvVariables: buildEnvVariables(document),
    };
  });
  return peeked ?? { buildEnvVariables: [] };
}

/** A string that is not empty. */
function textAt(document: YamlDocument, key: string): string | undefined {
  const node = document.entries(document.root).get(key)?.node;
  const value = isScalar(node) ? node.value : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function buildEnvVariables(document: YamlDocument): string[] {
  const build = document.entries(document.root).get('build');
  const buildEnvs = build && document.entries(build).get('buildEnvs');
  if (buildEnvs === undefined) return [];
  const names = document.items(buildEnvs).flatMap((item) => {
    const node = document.entries(item).get('value')?.node;
    const value = isScalar(node) ? node.value : undefined;
    return typeof value === 'string' ? (localEnvName(value) ?? []) : [];
  });
  return [...new Set(names)];
}

function tolerant<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // Inference never throws: it would break every Nx command. The executor tells what is wrong.
    return undefined;
  }
}
