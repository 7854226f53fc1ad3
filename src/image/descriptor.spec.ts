import { jsonBlob, MediaType } from './descriptor';

describe('jsonBlob', () => {
  it('writes compact JSON with the keys as they are, and points at it', () => {
    const { bytes, descriptor } = jsonBlob(MediaType.config, { b: 1, a: ['ü', undefined], c: {} });
    expect(bytes.toString()).toBe('{"b":1,"a":["ü",null],"c":{}}');
    expect(descriptor).toEqual({
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: 'sha256:ee354fd2a6faab5115bcffa53e936289edc3ed2b6514b53773c6908a42523314',
      size: 30,
    });
  });
});

describe('MediaType', () => {
  it('has the names of the image-spec', () => {
    expect(MediaType).toEqual({
      index: 'application/vnd.oci.image.index.v1+json',
      manifest: 'application/vnd.oci.image.manifest.v1+json',
      config: 'application/vnd.oci.image.config.v1+json',
      layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
    });
  });
});
