import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { UserError } from '../../errors';
import { certificatesBundle, mozillaBundle, readCertificates } from './bundle';

/** `openssl req -x509`, P-256, its key thrown away; expires in 2126. */
const COMPANY = `-----BEGIN CERTIFICATE-----
MIIBxDCCAWmgAwIBAgIUeYNnIkNaEJMAsAmUa5AVU8MQwgMwCgYIKoZIzj0EAwIw
NjEVMBMGA1UECgwMRXhhbXBsZSBDb3JwMR0wGwYDVQQDDBRFeGFtcGxlIENvcnAg
Um9vdCBDQTAgFw0yNjExMjQwNzU5MjVaGA8yMTI2MTAzMTA3NTkyNVowNjEVMBMG
A1UECgwMRXhhbXBsZSBDb3JwMR0wGwYDVQQDDBRFeGFtcGxlIENvcnAgUm9vdCBD
QTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJssXNP7dJJe+u+wEh8EMsBht5B7
AXRIHj5ANUiq5Re/wZaZvf7LhNgH1bxOEdwkZJC+/KorPL2602oP1hOZSsKjUzBR
MB0GA1UdDgQWBBQDKzZRTfnybdPwCKV9++kr++bfADAfBgNVHSMEGDAWgBQDKzZR
TfnybdPwCKV9++kr++bfADAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kA
MEYCIQDjsUigiJhtDgc1snF9Jtsl1Rpnk3/C8IjkbsX2Wf1wkAIhAMFpZVSFqJDV
e/xxgSNhcYnI/N0nwkzKtDzKxpqFyBKj
-----END CERTIFICATE-----
`;

const FILE = 'certs/company.pem';

const DER = new X509Certificate(COMPANY).raw;

function read(text: string): string {
  return readCertificates(Buffer.from(text), FILE).toString();
}

function refusal(pem: string | Buffer): string {
  try {
    readCertificates(Buffer.from(pem), FILE);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
  throw new Error('it was accepted');
}

function block(label: string, content: Buffer | string): string {
  const lines = Buffer.from(content)
    .toString('base64')
    .match(/.{1,64}/g)!;
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

describe('the bundle of Mozilla', () => {
  const text = mozillaBundle().toString('latin1');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];
  const certificates = blocks.map((pem) => new X509Certificate(pem));
  const readme = readFileSync(join(__dirname, 'README.md'), 'utf8');
  const told = (pattern: RegExp) => pattern.exec(readme)?.[1];

  it('is the file that the README describes', () => {
    const sha256 = createHash('sha256').update(mozillaBundle()).digest('hex');
    expect(told(/^- SHA-256: `([0-9a-f]{64})`$/m)).toBe(sha256);
    expect(told(/^- Certificates: (\d+)$/m)).toBe(`${blocks.length}`);
    expect(told(/^- Licence: (\S+),/m)).toBe('MPL-2.0');
  });

  it('has the certificates of the web, each once', () => {
    expect(certificates.length).toBeGreaterThan(100);
    expect(new Set(certificates.map((it) => it.fingerprint256)).size).toBe(certificates.length);
    expect(certificates.filter((it) => it.subject.includes('ISRG Root X1'))).toHaveLength(1);
    expect(certificates.filter((it) => !it.ca).map((it) => it.subject)).toEqual([]);
  });

  it('has none that had expired at the date in the README', () => {
    const date = new Date(told(/^- Date: (\d{4}-\d\d-\d\d)$/m) ?? 'none');
    expect(date.getTime()).not.toBeNaN();
    const expired = certificates.filter((it) => !(new Date(it.validTo) > date));
    expect(expired.map((it) => it.subject)).toEqual([]);
  });

  it('has nothing else but one comment for each', () => {
    const rest = text.replace(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n/g, '');
    const comments = rest.split('\n').filter((line) => line !== '');
    expect(comments).toHaveLength(blocks.length);
    expect(comments.filter((line) => !/^# (?:Label|Subject): [ -~]+$/.test(line))).toEqual([]);
    expect(text).not.toContain('\r');
  });

  it('is read once', () => {
    expect(mozillaBundle()).toBe(mozillaBundle());
  });

  it('passes the check for files of users, every certificate of it', () => {
    expect(readCertificates(mozillaBundle(), FILE).toString()).toBe(blocks.join(''));
  });
});

describe('certificatesBundle', () => {
  it('is the bundle of Mozilla alone where nothing is added', () => {
    expect(certificatesBundle()).toEqual(mozillaBundle());
  });

  it('is the bundle of Mozilla, then what is added, each block on lines of its own', () => {
    const bundle = certificatesBundle(readCertificates(Buffer.from(COMPANY), FILE)).toString();
    expect(bundle).toBe(mozillaBundle().toString() + COMPANY);
    expect(bundle).toContain(`\n${COMPANY}`);
  });
});

describe('readCertificates', () => {
  it('returns the certificates in their order', () => {
    const mozillas = /-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/.exec(
      mozillaBundle().toString(),
    )![0];
    expect(read(COMPANY + mozillas)).toBe(COMPANY + mozillas);
    expect(read(mozillas + COMPANY)).toBe(mozillas + COMPANY);
  });

  it.each([
    ['CRLF', COMPANY.replaceAll('\n', '\r\n')],
    ['CR', COMPANY.replaceAll('\n', '\r')],
    ['no newline at the end', COMPANY.trimEnd()],
    ['a byte order mark', `\uFEFF${COMPANY}`],
    ['indented lines', COMPANY.replace(/^(?=.)/gm, '    ')],
    ['one long line', block('CERTIFICATE', DER).replace(/(?<=[\w+/=])\n(?=[\w+/=])/g, '')],
    ['comments', `# Müller & Söhne\nsubject=CN = x\n${COMPANY}# the end\n`],
  ])('gives the same bytes for %s', (_, text) => {
    expect(read(text)).toBe(COMPANY);
  });

  it('separates blocks that were joined without a newline', () => {
    expect(read(COMPANY.trimEnd() + COMPANY)).toBe(COMPANY + COMPANY);
  });

  it.each(['pkcs8', 'pkcs1'] as const)('refuses a private key (%s), without telling it', (type) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type, format: 'pem' }).toString();
    const message = refusal(COMPANY + key);
    expect(message).toContain(`${FILE}:${COMPANY.split('\n').length}: a private key`);
    expect(message).not.toContain(key.split('\n')[1]);
  });

  it('refuses a private key that is broken, encrypted or in a comment', () => {
    const label = 'ENCRYPTED PRIVATE KEY';
    expect(refusal(`${COMPANY}-----BEGIN ${label}-----\nMII`)).toContain('a private key');
    expect(refusal(`# -----BEGIN ${label}-----\n${COMPANY}`)).toContain(`${FILE}:1: a private key`);
  });

  it.each([
    ['an empty file', ''],
    ['a comment alone', '# to be done\n'],
    ['DER', DER],
    ['UTF-16', Buffer.from(COMPANY, 'utf16le')],
  ])('refuses %s: no certificate', (_, content) => {
    expect(refusal(content)).toMatch(
      /^certs\/company\.pem: no certificate in this file\n {2}.*openssl x509 -inform DER/,
    );
  });

  it.each([
    ['a label of another kind', block('X509 CRL', DER), 'not a certificate but: X509 CRL'],
    ['content of another kind', block('CERTIFICATE', 'hello'), 'cannot be parsed'],
    ['an empty block', block('CERTIFICATE', 'x').replace(/eA==\n/, ''), 'cannot be parsed'],
    ['a character too many', COMPANY.replace('MIIB', 'MI!IB'), 'cannot be parsed'],
    ['bytes after it', block('CERTIFICATE', Buffer.concat([DER, DER])), 'cannot be parsed'],
    ['a certificate cut short', block('CERTIFICATE', DER.subarray(0, -9)), 'cannot be parsed'],
    ['a block without its end', COMPANY.slice(0, 300), 'a certificate without its end'],
  ])('refuses %s and names the line', (_, bad, message) => {
    const line = `# first\n${COMPANY}\n`.split('\n').length;
    expect(refusal(`# first\r\n${COMPANY}\n${bad}`)).toMatch(
      new RegExp(`^certs/company\\.pem:${line}: .*${message}\\n {2}\\S`),
    );
  });

  it('names the block without an end, not the good one after it', () => {
    expect(refusal(`-----BEGIN CERTIFICATE-----\nMIIB\n${COMPANY}`)).toContain(
      `${FILE}:1: a certificate without its end`,
    );
  });
});
