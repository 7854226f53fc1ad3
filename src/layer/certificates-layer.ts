import type { Entry } from './entry';
import type { LayerContent } from './layer';

/** Where programs look: Debian and what follows it, and Red Hat and what follows it. */
const PATHS = ['etc/ssl/certs/ca-certificates.crt', 'etc/pki/tls/certs/ca-certificates.crt'];

/**
 * Root certificates, without which a program on scratch can open no TLS connection.
 *
 * @param bundle certificates as PEM.
 * @param scratch whether there is no base below: then `/tmp` is made here too, without which
 *   uploads fail.
 */
export function certificatesLayer(bundle: Buffer | undefined, scratch: boolean): LayerContent {
  const files = (bundle === undefined ? [] : PATHS).map((name): Entry => ({
    kind: 'file',
    name,
    content: bundle ?? Buffer.alloc(0),
    mode: 0o644,
  }));
  const temporary: Entry[] = scratch ? [{ kind: 'directory', name: 'tmp', mode: 0o1777 }] : [];
  return { title: 'certificates', entries: [...files, ...temporary] };
}
