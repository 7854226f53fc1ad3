/**
 * The certificate authorities that an image trusts: Mozilla's bundle, which ships with this plugin
 * (README.md says from when), and what a company adds to it.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { UserError } from '../../errors';

/**
 * A PEM block (https://www.rfc-editor.org/rfc/rfc7468), wherever in a line it begins: files that were
 * joined by `cat` may have an end and a beginning in one line. Base64 has no dash.
 */
const BLOCK = /-----BEGIN (?<label>[^-\n]*)-----(?<base64>[^-]*)(?<end>-----END \k<label>-----)?/g;

const PRIVATE_KEY = /-----BEGIN [^-\n]*PRIVATE KEY/;

let mozilla: Buffer | undefined;

/** Mozilla's bundle in PEM, as `tools/renew-certificates.mjs` wrote it. */
export function mozillaBundle(): Buffer {
  mozilla ??= readFileSync(join(__dirname, 'ca-certificates.crt'));
  return mozilla;
}

/** What goes into the image: Mozilla's bundle, then what {@link readCertificates} returned. */
export function certificatesBundle(extra?: Buffer): Buffer {
  return extra === undefined ? mozillaBundle() : Buffer.concat([mozillaBundle(), extra]);
}

/**
 * The certificates in a PEM file of the user, and nothing else of it, in their order: equal
 * certificates give equal bytes, whatever the line ends and the comments around them.
 *
 * Whether they have expired is not looked at: a build has no clock.
 *
 * @param file names the file in an error.
 */
export function readCertificates(pem: Buffer, file: string): Buffer {
  // One byte, one character: comments may be in any encoding.
  const text = pem.toString('latin1').replace(/\r\n?/g, '\n');
  refusePrivateKey(text, file);
  const certificates = Array.from(text.matchAll(BLOCK), (block) =>
    readBlock(block, `${file}:${lineAt(text, block.index)}`),
  );
  if (certificates.length === 0) {
    throw new UserError('no certificate in this file', {
      where: file,
      todo: 'It must be PEM (-----BEGIN CERTIFICATE-----). From DER: openssl x509 -inform DER -in <file> -out <file>.',
    });
  }
  return Buffer.from(certificates.join(''));
}

/** Only certificates go into the image; but who put a key here may believe that it stays secret. */
function refusePrivateKey(text: string, file: string): void {
  const at = text.search(PRIVATE_KEY);
  if (at === -1) return;
  throw new UserError('a private key among the certificates', {
    where: `${file}:${lineAt(text, at)}`,
    todo: 'Take it out: this file is made to be baked into every image. Only certificates belong in it.',
  });
}

function readBlock({ groups }: RegExpExecArray, where: string): string {
  const { label, base64 = '', end } = groups ?? {};
  if (label !== 'CERTIFICATE') {
    throw new UserError(`not a certificate but: ${label ?? ''}`, {
      where,
      todo: 'Take it out: only blocks of -----BEGIN CERTIFICATE----- are read by every TLS library.',
    });
  }
  if (end === undefined) {
    throw new UserError('a certificate without its end', {
      where,
      todo: 'Copy it again, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    });
  }
  try {
    // OpenSSL refuses bytes that hide behind the certificate; `raw` has one base64, the block several.
    return toPem(new X509Certificate(toPem(base64)).raw.toString('base64'));
  } catch (cause) {
    throw new UserError('a certificate that cannot be parsed', {
      where,
      todo: 'Export it again; `openssl x509 -noout -text` shows what is in a good one.',
      cause,
    });
  }
}

function toPem(base64: string): string {
  const lines = base64.replace(/\s/g, '').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
