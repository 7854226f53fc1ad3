import { type Descriptor, MediaType } from './descriptor';
import { digestOf } from './digest';
import { manifestBlob } from './manifest';

const CONFIG: Descriptor = { mediaType: MediaType.config, digest: digestOf('c'), size: 1 };
const LOW: Descriptor = { mediaType: MediaType.layer, digest: digestOf('low'), size: 3 };
const HIGH: Descriptor = { mediaType: MediaType.layer, digest: digestOf('high'), size: 4 };

describe('manifestBlob', () => {
  it('names config and layers, lowest first', () => {
    const { bytes, descriptor } = manifestBlob({ config: CONFIG, layers: [LOW, HIGH] });
    expect(bytes.toString()).toBe(
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",' +
        `"config":${JSON.stringify(CONFIG)},` +
        `"layers":[${JSON.stringify(LOW)},${JSON.stringify(HIGH)}]}`,
    );
    expect(descriptor).toEqual({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: digestOf(bytes),
      size: bytes.length,
    });
  });

  it('carries annotations', () => {
    const { bytes } = manifestBlob({ config: CONFIG, layers: [], annotations: { a: 'b' } });
    expect(JSON.parse(bytes.toString())).toMatchObject({ layers: [], annotations: { a: 'b' } });
  });
});
