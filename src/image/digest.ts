import { createHash } from 'node:crypto';

/**
 * The name of a blob: `sha256:` and 64 lower-case hex digits (image-spec 1.1, descriptor.md,
 * "Digests"). A value of this type has passed {@link parseDigest} or was made here, so that its hex
 * part is safe to use in a path.
 */
export type Digest = string & { readonly __brand: 'Digest' };

const DIGEST = /^sha256:[a-f0-9]{64}$/;

/**
 * @throws SyntaxError when `text` is not a sha256 digest, whoever wrote it: what passes becomes a
 *   path, and `sha256:../../x` must not.
 */
export function parseDigest(text: unknown): Digest {
  if (typeof text !== 'string' || !DIGEST.test(text)) {
    throw new SyntaxError(
      `${JSON.stringify(text)} is not a digest: it must be "sha256:" and 64 hex digits`,
    );
  }
  return text as Digest;
}

/** The digest of bytes in memory. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest;
}

/** The 64 hex digits of a digest, the name of its file under `blobs/sha256`. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}
