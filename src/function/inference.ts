import { isMap, isScalar } from 'yaml';

import { localEnvName } from './env-syntax';
import { decide, glance, glanceAtKeys, type PeekedFunction } from './glance';
import { YamlDocument } from './yaml-document';
import { decodeText } from './yaml-text';

export type { PeekedFunction };

/** Every key that a func.yaml of Knative or Boson ever had at its top. */
const KNATIVE_KEYS: ReadonlySet<string> = new Set([
  ...['specVersion', 'name', 'domain', 'runtime', 'registry', 'registryInsecure', 'image'],
  ...['namespace', 'deployer', 'created', 'invoke', 'build', 'run', 'deploy'],
  // Before 0.34, and Boson.
  ...['version', 'imageDigest', 'git', 'builder', 'builders', 'builderMap', 'builderImages'],
  ...['buildpacks', 'buildEnvs', 'volumes', 'envs', 'envVars', 'annotations', 'options', 'labels'],
  ...['healthEndpoints', 'invocation', 'trigger', 'template'],
]);

/**
 * Whether a func.yaml is one of Knative func: other tools call their files so, too. By its
 * top-level keys, the first of these that applies:
 *
 * 1. `schema_version`: no (Fn Project).
 * 2. `specVersion`: yes.
 * 3. `entrypoint`, `cmd`, `run_image` or `build_image`: no (Fn Project, old).
 * 4. `runtime`: yes, unless it is `unknown`, as VMware's tools write it. Older files have no
 *    specVersion; nor have Boson's, which func migrates.
 * 5. The file is empty, or not to be parsed, or no mapping: yes, for somebody is writing it, and
 *    the executor will tell what is wrong.
 * 6. `name`, and no key that func never had: yes (it lacks its runtime).
 * 7. No: VMware's function buildpacks, configurations of other tools.
 *
 * Keys are first looked for line by line, so that a file that breaks half-way is still told by
 * those it has, and a thousand files are told fast. Never throws.
 */
export function looksLikeKnative(text: string): boolean {
  const decided = glanceAtKeys(text);
  if (decided !== undefined) return decided;
  const document = tolerant(() => new YamlDocument(text.replace(/^\uFEFF/, ''), 'func.yaml'));
  if (document === undefined || document.isBroken || !isMap(document.root.node)) return true;
  const keys = new Set(document.entries(document.root).keys());
  const decision = decide(keys, textAt(document, 'runtime') === 'unknown');
  return decision ?? (keys.has('name') && [...keys].every((key) => KNATIVE_KEYS.has(key)));
}

/**
 * The little that inference needs, from a file that may be broken: what cannot be read is absent.
 * Parses once at most. Never throws.
 */
export function peek(bytes: Uint8Array): PeekedFunction {
  const text = tolerant(() => decodeText(bytes, 'func.yaml'));
  if (text === undefined) return { buildEnvVariables: [] };
  return glance(text) ?? tolerant(() => peekAtDocument(text)) ?? { buildEnvVariables: [] };
}

function peekAtDocument(text: string): PeekedFunction {
  const document = new YamlDocument(text, 'func.yaml');
  const name = textAt(document, 'name');
  const runtime = textAt(document, 'runtime');
  return {
    ...(name === undefined ? {} : { name }),
    ...(runtime === undefined ? {} : { runtime }),
    buildEnvVariables: buildEnvVariables(document),
  };
}

/** A string that is not empty. */
function textAt(document: YamlDocument, key: string): string | undefined {
  const node = document.entries(document.root).get(key)?.node;
  const value = isScalar(node) ? node.value : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function buildEnvVariables(document: YamlDocument): string[] {
  const root = document.entries(document.root);
  const build = root.get('build');
  // Older files have them at the top, and are migrated when they are built.
  const lists = [build && document.entries(build).get('buildEnvs'), root.get('buildEnvs')];
  const items = lists.flatMap((list) => (list === undefined ? [] : document.items(list)));
  const names = items.flatMap((item) => {
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
