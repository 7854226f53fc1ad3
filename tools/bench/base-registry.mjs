// A registry on this machine that serves one base image, which is empty: ko and containerify begin
// with a base, and what a real registry takes to answer is not to be measured.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';

const OCI = 'application/vnd.oci.image';

/** @returns where it listens, as `host:port`, and how to end it. The image is `base:latest` there. */
export async function startBaseRegistry() {
  const documents = imageDocuments();
  const server = createServer((request, response) => {
    const found = documents.get(request.url.split('/').at(-1));
    if (request.url === '/v2/') response.end();
    else if (found === undefined) response.writeHead(404).end();
    else {
      response.writeHead(200, {
        'content-type': found.mediaType,
        'content-length': found.bytes.length,
        'docker-content-digest': digestOf(found.bytes),
      });
      response.end(request.method === 'HEAD' ? undefined : found.bytes);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function imageDocuments() {
  // An empty tar: two blocks of zeros.
  const tar = Buffer.alloc(1024);
  const layer = document(`${OCI}.layer.v1.tar+gzip`, gzipSync(tar));
  const config = document(
    `${OCI}.config.v1+json`,
    JSON.stringify({
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
      history: [{ created_by: 'bench' }],
    }),
  );
  const manifest = document(
    `${OCI}.manifest.v1+json`,
    JSON.stringify({
      schemaVersion: 2,
      mediaType: `${OCI}.manifest.v1+json`,
      config: descriptor(config),
      layers: [descriptor(layer)],
    }),
  );
  const all = new Map([layer, config, manifest].map((item) => [digestOf(item.bytes), item]));
  return all.set('latest', manifest);
}

function document(mediaType, content) {
  return { mediaType, bytes: Buffer.from(content) };
}

function descriptor({ mediaType, bytes }) {
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

function digestOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
