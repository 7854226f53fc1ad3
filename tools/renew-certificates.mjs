// Renews src/layer/certificates/ from the newest certifi wheel, and with it the bytes of every image:
// CHANGELOG.md has to say so. Needs python3 with pip.
//
//   node tools/renew-certificates.mjs

import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TARGET = fileURLToPath(new URL('../src/layer/certificates/', import.meta.url));

/** A certificate and the comments above it, which describe it. */
const ENTRY =
  /((?:#.*\n|\n)*)(-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n)/y;

const temp = mkdtempSync(join(tmpdir(), 'renew-certificates-'));
try {
  renew(downloadWheel(temp));
} finally {
  rmSync(temp, { recursive: true });
}

function renew({ version, pem, license }) {
  const certificates = parse(pem);
  const bundle = certificates.map(({ comment, block }) => `${comment}\n${block}`).join('\n');
  const sha256 = createHash('sha256').update(bundle).digest('hex');
  writeFileSync(join(TARGET, 'ca-certificates.crt'), bundle);
  writeFileSync(join(TARGET, 'LICENSE'), license);
  writeFileSync(join(TARGET, 'README.md'), readme(version, certificates.length, sha256));
  console.log(`certifi ${version}: ${certificates.length} certificates, sha256 ${sha256}`);
}

function downloadWheel(folder) {
  const run = (...args) =>
    execFileSync('python3', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const pip = ['--disable-pip-version-check', 'download', '--no-deps', '--only-binary', ':all:'];
  run('-m', 'pip', ...pip, '-d', folder, 'certifi');
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  const version = /^certifi-(\d{4}(?:\.\d+){2,3})-/.exec(wheel)?.[1];
  if (version === undefined) throw new Error(`${wheel}: its version is not a date`);
  run('-m', 'zipfile', '-e', join(folder, wheel), folder);
  const read = (path) => readFileSync(join(folder, path), 'utf8').replaceAll('\r\n', '\n');
  return {
    version,
    pem: read('certifi/cacert.pem'),
    license: read(`certifi-${version}.dist-info/licenses/LICENSE`),
  };
}

/** In certifi's own order: a bundle that is sorted by us would change more than it has to. */
function parse(pem) {
  const found = [];
  ENTRY.lastIndex = 0;
  let end = 0;
  for (let match; (match = ENTRY.exec(pem)) !== null; end = ENTRY.lastIndex) {
    const [, comments, block] = match;
    const { subject, validToDate, validTo } = new X509Certificate(block);
    const expires = validToDate ?? new Date(validTo); // validToDate: Node 22
    if (!(expires > new Date())) throw new Error(`expired on ${validTo}: ${subject}`);
    const comment = /^# Label: .*$/m.exec(comments) ?? /^# Subject: .*$/m.exec(comments);
    found.push({ comment: comment?.[0] ?? `# Subject: ${subject.replaceAll('\n', ' ')}`, block });
  }
  if (found.length === 0 || pem.slice(end).trim() !== '') {
    throw new Error(`not a certificate: ${JSON.stringify(pem.slice(end, end + 200))}`);
  }
  return found;
}

function readme(version, count, sha256) {
  const [year, month, day] = version.split('.');
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return `# The certificate authorities that an image trusts

\`ca-certificates.crt\` is Mozilla's bundle of root certificates in PEM, as the Python package
\`certifi\` publishes it, with one comment line left for each certificate. The certificates layer puts
it into every image, at the two paths where TLS libraries look.

- From: certifi ${version} (PyPI)
- Date: ${date}
- Certificates: ${count}
- SHA-256: \`${sha256}\`
- Licence: MPL-2.0, Mozilla; see \`LICENSE\`

This folder is written by \`node tools/renew-certificates.mjs\`: run it to renew the bundle, and say so
in \`CHANGELOG.md\`, for the digest of every image changes with it.
`;
}
