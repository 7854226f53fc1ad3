import type { FunctionSpec } from './spec';

/**
 * The name of the image as func puts it together, as text: `image` if it is set, else
 * `registry/name:latest`. Without a registry (func refuses that) it is `name:latest`, enough for an
 * image that is not pushed. Short names are not made whole (`index.docker.io`) here.
 *
 * @param fallbackName the name of the function where func.yaml has none: that of its folder.
 */
export function imageName(
  spec: Pick<FunctionSpec, 'image' | 'registry' | 'name'>,
  fallbackName: string,
): string {
  if (spec.image !== undefined && spec.image !== '') {
    return hasTagOrDigest(spec.image) ? spec.image : `${spec.image}:latest`;
  }
  const registry = trimSlashes(spec.registry ?? '');
  const name = spec.name === undefined || spec.name === '' ? fallbackName : spec.name;
  return registry === '' ? `${name}:latest` : `${registry}/${name}:latest`;
}

/** A colon before the last slash is that of a port. */
function hasTagOrDigest(image: string): boolean {
  return image.includes('@') || image.slice(image.lastIndexOf('/') + 1).includes(':');
}

/** func's strings.Trim(registry, "/"): `alice/` and `alice` are the same. */
export function trimSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === '/') start++;
  while (end > start && text[end - 1] === '/') end--;
  return text.slice(start, end);
}
