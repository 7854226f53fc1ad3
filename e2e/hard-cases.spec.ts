/** Functions that look odd and are fine: all in one workspace, built by one command. */
import { createServer } from 'node:net';
import {
  createWorkspace,
  describeImages,
  must,
  onCleanup,
  unpack,
  validate,
  type Workspace,
} from './support';
import { readDataLayer } from './support/data-layer';
import { goodFunction, taskOutput } from './support/refusals';
import type { NxResult } from './support/nx-result';

const ANCHORS = `runtime: go
x-defaults: &defaults
  startTimeout: 5s
  envs: &envs
    - &greeting {name: GREETING, value: hello}
x-value: &value from an anchor
run:
  <<: *defaults
  envs:
    - *greeting
    - {name: A, value: *value}
    - <<: *greeting
      name: COPY
`;

/** Not the file system's limit of 255 bytes a name, but tar's of 100, and of 256 with a prefix. */
const LONG = `long/${'n'.repeat(101)}.txt`;
const DEEP = `deep/${Array.from({ length: 8 }, () => 'd'.repeat(60)).join('/')}/f.txt`;
const ODD_NAMES = [
  LONG,
  DEEP,
  'name with spaces.txt',
  'straße/日本語-🎉.txt',
  'it\'s "quoted".txt',
  'a=b.txt',
  '100%.txt',
  '-rf',
  'back\\slash.txt',
  'tab\tname.txt',
  ' leading',
];

/** Two spellings of é: different names on Linux. */
const COMPOSED = 'caf\u00e9.txt';
const DECOMPOSED = 'cafe\u0301.txt';

const LINKS = {
  alias: 'handle.go',
  circle: 'elcric',
  dead: 'nowhere/to/be/found',
  elcric: 'circle',
  'folder/up': '..',
  itself: 'itself',
  'to-folder': 'folder',
};

const PLACE = 'apps/my func/größe';

const inFolder = (root: string, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${root}/${name}`, name]));

let workspace: Workspace;
let result: NxResult;

beforeAll(async () => {
  workspace = await createWorkspace({
    files: {
      ...goodFunction('anchors'),
      'anchors/func.yaml': ANCHORS,
      ...goodFunction('links'),
      'links/folder/file.txt': 'file',
      ...goodFunction('names'),
      ...inFolder('names', [...ODD_NAMES, COMPOSED, DECOMPOSED]),
      ...goodFunction('special'),
      ...goodFunction(PLACE),
      [`${PLACE}/func.yaml`]: 'name: placed\nruntime: go\n',
      [`${PLACE}/a b.txt`]: 'a b',
    },
  });
  for (const [path, target] of Object.entries(LINKS)) {
    workspace.link(`links/${path}`, target);
  }
  await must(['mkfifo', workspace.path('special/fifo')]);
  await listen(workspace.path('special/socket'));
  result = await workspace.mustNx(['run-many', '-t', 'containerize', '--verbose'], {
    timeoutSeconds: 120,
  });
});

it('each is a valid image', async () => {
  for (const root of ['anchors', 'links', 'names', 'special', PLACE]) {
    expect(await validate(workspace.image(root).dir)).toEqual([]);
  }
  expect(Object.values(result.tasks).map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
});

it('anchors, aliases and merge keys mean what they say', () => {
  const { Env } = workspace.image('anchors').platform().config.config;
  expect(Env).toEqual([
    'FUNC_CREATED=1970-01-01T00:00:00Z',
    'GREETING=hello',
    'A=from an anchor',
    'COPY=hello',
    'LISTEN_ADDRESS=[::]:8080',
  ]);
});

it('links that lead nowhere or in a circle are links in the image', async () => {
  const entries = await readDataLayer(workspace.image('links'));
  const links = entries.filter(({ type }) => type === 'symlink');
  expect(Object.fromEntries(links.map(({ name, link }) => [name, link]))).toEqual(
    Object.fromEntries(Object.entries(LINKS).map(([path, target]) => [`func/${path}`, target])),
  );
});

it('a name of any length and any characters is what it was', async () => {
  const names = (await readDataLayer(workspace.image('names'))).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(ODD_NAMES.map((name) => `func/${name}`)));
  if (process.platform === 'linux') {
    expect(names).toEqual(expect.arrayContaining([`func/${COMPOSED}`, `func/${DECOMPOSED}`]));
  }
});

it('a socket and a fifo are left out, which is told under --verbose', async () => {
  const names = (await readDataLayer(workspace.image('special'))).map(({ name }) => name);
  expect(names).toEqual(['func/', 'func/func.yaml', 'func/go.mod', 'func/handle.go']);
  const output = taskOutput(workspace, result, 'special:containerize').split('\n');
  expect(output).toContain('left out, not a file: special/fifo');
  expect(output).toContain('left out, not a file: special/socket');
});

it('a project may lie in a folder with spaces and umlauts', async () => {
  const names = (await readDataLayer(workspace.image(PLACE))).map(({ name }) => name);
  expect(names).toContain('func/a b.txt');
  expect(workspace.image(PLACE).name).toBe('placed:latest');
});

describeImages('the judges agree', () => {
  it('on every name', async () => {
    const tree = await unpack(workspace.image('names').dir);
    for (const name of [...ODD_NAMES, COMPOSED, DECOMPOSED]) {
      expect(tree.read(`/func/${name}`).toString()).toBe(name);
    }
  });

  it('on every link', async () => {
    const tree = await unpack(workspace.image('links').dir);
    for (const [path, target] of Object.entries(LINKS)) {
      expect(tree.entry(`/func/${path}`)).toMatchObject({ type: 'link', target });
    }
  });
});

/** A socket that is there until the last test. */
async function listen(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  onCleanup(() => {
    server.close();
  });
}
