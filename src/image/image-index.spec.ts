import { type Descriptor, MediaType } from './descriptor';
import { digestOf } from './digest';
import { indexBlob } from './image-index';
import { parsePlatform } from './platform';

describe('indexBlob', () => {
  it('lists the manifests in their order, with their platforms', () => {
    const manifests = ['linux/arm/v7', 'linux/amd64'].map((platform): Descriptor => ({
      mediaType: MediaType.manifest,
      digest: digestOf(platform),
      size: 7,
      platform: parsePlatform(platform),
    }));
    const { bytes, descriptor } = indexBlob(manifests);
    const start = '{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:';
    const [arm = '', amd = ''] = manifests.map(({ digest }) => digest.slice('sha256:'.length));
    expect(bytes.toString()).toBe(
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[' +
        `${start}${arm}","size":7,"platform":{"architecture":"arm","os":"linux","variant":"v7"}},` +
        `${start}${amd}","size":7,"platform":{"architecture":"amd64","os":"linux"}}]}`,
    );
    expect(descriptor).toEqual({
      mediaType: 'application/vnd.oci.image.index.v1+json',
      digest: digestOf(bytes),
      size: bytes.length,
    });
  });
});
