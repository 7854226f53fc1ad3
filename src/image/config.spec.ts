import { configBlob, type ImageConfig } from './config';
import { digestOf } from './digest';
import { parsePlatform } from './platform';

const DIFF_ID = digestOf('layer');

const IMAGE: ImageConfig = {
  created: '1970-01-01T00:00:00Z',
  platform: parsePlatform('linux/arm/v6'),
  config: {
    User: '1000:1000',
    ExposedPorts: { '9090/tcp': {}, '8080/tcp': {} },
    Env: ['B=1', 'A=2'],
    Cmd: ['/func/f'],
    Volumes: { '/z': {}, '/b': {} },
    WorkingDir: '/func/',
    Labels: { b: '1', a: '2', B: '3' },
    StopSignal: 'SIGTERM',
  },
  diffIds: [DIFF_ID],
  history: [{ created: '1970-01-01T00:00:00Z', created_by: 'nx-func: data' }],
};

describe('configBlob', () => {
  it('writes every field, maps with sorted keys and lists as they are', () => {
    const { bytes, descriptor } = configBlob(IMAGE);
    expect(bytes.toString()).toBe(
      '{"created":"1970-01-01T00:00:00Z","architecture":"arm","os":"linux","variant":"v6","config":{' +
        '"User":"1000:1000","ExposedPorts":{"8080/tcp":{},"9090/tcp":{}},"Env":["B=1","A=2"],' +
        '"Cmd":["/func/f"],"Volumes":{"/b":{},"/z":{}},"WorkingDir":"/func/",' +
        '"Labels":{"B":"3","a":"2","b":"1"},"StopSignal":"SIGTERM"},' +
        `"rootfs":{"type":"layers","diff_ids":["${DIFF_ID}"]},` +
        '"history":[{"created":"1970-01-01T00:00:00Z","created_by":"nx-func: data"}]}',
    );
    expect(descriptor).toEqual({
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: digestOf(bytes),
      size: bytes.length,
    });
  });

  it('is the same whatever the order of the maps that it is given', () => {
    const other = configBlob({
      ...IMAGE,
      config: {
        ...IMAGE.config,
        ExposedPorts: { '8080/tcp': {}, '9090/tcp': {} },
        Volumes: { '/b': {}, '/z': {} },
        Labels: { B: '3', b: '1', a: '2' },
      },
    });
    expect(other.bytes.toString()).toBe(configBlob(IMAGE).bytes.toString());
  });

  it('leaves out what is not there', () => {
    const { bytes } = configBlob({ ...IMAGE, config: {}, diffIds: [], history: [] });
    expect(JSON.parse(bytes.toString())).toEqual({
      created: '1970-01-01T00:00:00Z',
      architecture: 'arm',
      os: 'linux',
      variant: 'v6',
      config: {},
      rootfs: { type: 'layers', diff_ids: [] },
      history: [],
    });
  });

  it('carries the version and the features of the system', () => {
    const { bytes } = configBlob({ ...IMAGE, platform: parsePlatform('linux(5.4+a)/amd64') });
    expect(JSON.parse(bytes.toString())).toMatchObject({
      'os.version': '5.4',
      'os.features': ['a'],
    });
  });
});
