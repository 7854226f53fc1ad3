/**
 * What looks like the name of an image: the grammar of github.com/distribution/reference, where the
 * first component is a host only if it has a dot, a port, or is `localhost` (as for the library
 * that func uses). Whether it exists is for the registry to say.
 */

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = `${COMPONENT}(?:/${COMPONENT})*`;
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const PORT = ':[0-9]{1,5}';
const IPV6 = '\\[[a-fA-F0-9:]+\\]';
const HOST = [
  `localhost(?:${PORT})?`,
  `${LABEL}(?:\\.${LABEL})+(?:${PORT})?`,
  `${LABEL}${PORT}`,
  `${IPV6}(?:${PORT})?`,
].join('|');
const TAG = '[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}';
const DIGEST = 'sha256:[a-f0-9]{64}';

const IMAGE = new RegExp(`^(?:(?:${HOST})/)?${PATH}(?::${TAG})?(?:@${DIGEST})?$`);
const REGISTRY = new RegExp(`^(?:(?:${HOST})(?:/${PATH})?|${PATH})$`);

/** Host and path 255 (distribution's NameTotalLengthMax), tag 128, digest 71, two separators. */
const MAX_LENGTH = 456;

/** `[host[:port]/]path[:tag][@sha256:...]`. */
export function isImageReference(text: string): boolean {
  return text.length <= MAX_LENGTH && IMAGE.test(text);
}

/** `[host[:port]/]path` or a host alone; without slashes at either end. */
export function isRegistry(text: string): boolean {
  return text.length <= MAX_LENGTH && REGISTRY.test(text);
}
