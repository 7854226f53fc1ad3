import { certificatesLayer } from './certificates-layer';

const BUNDLE = Buffer.from('-----BEGIN CERTIFICATE-----\n');

const FILES = ['etc/ssl/certs/ca-certificates.crt', 'etc/pki/tls/certs/ca-certificates.crt'].map(
  (name) => ({ kind: 'file', name, content: BUNDLE, mode: 0o644 }),
);
const TMP = { kind: 'directory', name: 'tmp', mode: 0o1777 };

describe('certificatesLayer', () => {
  it.each([
    ['certificates and /tmp on scratch', BUNDLE, true, [...FILES, TMP]],
    // No folders of the base: their modes or links would be replaced.
    ['certificates alone on a base', BUNDLE, false, FILES],
    ['/tmp alone without certificates', undefined, true, [TMP]],
    ['nothing', undefined, false, []],
  ])('has %s', (_, bundle, scratch, entries) => {
    expect(certificatesLayer(bundle, scratch)).toEqual({ title: 'certificates', entries });
  });
});
