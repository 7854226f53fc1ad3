/** What is wrong with the workspace or the machine, as a user sees it who runs one function. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  createWorkspace,
  describeImages,
  must,
  onCleanup,
  temporaryFolder,
  type Workspace,
} from './support';
import { expectOneError, goodFunction, itRefuses, type Says, taskOutput } from './support/refusals';
import { snapshot } from './support/snapshot';

const KEY = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n';
const OPTION = 'nx.json, plugin option certificates';
const NOT_HASHED = 'there is no such file among those that Nx hashes';
const TODO_HASHED =
  '  Name a PEM file of the workspace that git does not ignore, relative to its root.';

/** Plugin options for one function each. */
const CERTIFICATES = {
  'a-missing-file': 'none.pem',
  'an-ignored-file': 'tmp/ca.pem',
  'a-private-key': 'key.pem',
  'no-certificate-at-all': 'text.pem',
};

describe('the plugin option certificates is refused', () => {
  itRefuses(
    {
      'a missing file': { says: [`${OPTION}: none.pem: ${NOT_HASHED}`, TODO_HASHED] },
      'an ignored file': { says: [`${OPTION}: tmp/ca.pem: ${NOT_HASHED}`, TODO_HASHED] },
      'a private key': {
        says: [
          'key.pem:2: a private key among the certificates',
          '  Take it out: this file is made to be baked into every image. Only certificates belong in it.',
        ],
      },
      'no certificate at all': {
        says: [
          'text.pem: no certificate in this file',
          '  It must be PEM (-----BEGIN CERTIFICATE-----). From DER: openssl x509 -inform DER -in <file> -out <file>.',
        ],
      },
    },
    (workspace) => {
      const plugins = Object.entries(CERTIFICATES).map(([project, certificates]) => ({
        plugin: 'nx-func/plugin',
        include: [`fn/${project}/**`],
        options: { certificates },
      }));
      workspace.write({
        '.gitignore': 'node_modules\n.nx\n.func\ntmp\n',
        'tmp/ca.pem': 'ignored',
        'key.pem': `a comment\n${KEY}`,
        'text.pem': 'text\n',
        'nx.json': { analytics: false, plugins },
      });
    },
  );
});

/** A workspace with one image; of the build that made it nothing but the image is left. */
async function workspaceWithImage(): Promise<{ workspace: Workspace; programSize: number }> {
  const workspace = await createWorkspace({ files: goodFunction('fn') });
  await workspace.mustNx(['run', 'fn:containerize']);
  const [platform = ''] = readdirSync(workspace.path('fn/.func/go'));
  const programSize = statSync(workspace.path('fn/.func/go', platform, 'f')).size;
  workspace.remove('fn/.func/go');
  return { workspace, programSize };
}

/** Runs one function, which must fail with these lines and leave everything as it was. */
async function expectRefused(
  workspace: Workspace,
  args: readonly string[],
  says: Says,
  options: Parameters<Workspace['nx']>[1] = {},
): Promise<void> {
  const before = snapshot(workspace.root);
  const result = await workspace.nx(['run', ...args, '--skipNxCache'], options);
  expect(result.code).toBe(1);
  expect(Object.keys(result.tasks)).toEqual([args[0]]);
  const told = taskOutput(workspace, result, args[0] ?? '');
  expectOneError(told, says);
  // The user sees it once, without Nx's own trace of the failure.
  expect(result.output.split(told.trim())).toHaveLength(2);
  expect(result.output).not.toMatch(/^\s+at .*:\d+:\d+\)?$|node:internal/m);
  expect(snapshot(workspace.root)).toEqual(before);
}

describe('one function', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    ({ workspace } = await workspaceWithImage());
  });

  it('is refused where go is not in PATH', async () => {
    const says = [
      'the Go compiler is missing: go is not in PATH',
      '  Install Go 1.25 or later (https://go.dev/dl), or name the program in FUNC_GO.',
    ];
    const env = { PATH: pathWithoutGo() };
    await expectRefused(workspace, ['fn:containerize'], says, { env });
  });

  it('is refused with an option that there is not', async () => {
    const says = ["NX   'foo' is not found in schema"];
    await expectRefused(workspace, ['fn:containerize', '--foo'], says);
  });

  it('is refused without the task whose outputs it ships', async () => {
    workspace.write({
      'fn/project.json': {
        targets: {
          generate: {
            executor: 'nx:run-commands',
            outputs: ['{projectRoot}/generated'],
            options: { command: 'mkdir -p generated && echo g > generated/g.txt', cwd: 'fn' },
          },
          containerize: { dependsOn: ['generate'] },
        },
      },
    });
    const says = [
      'fn:containerize: the task fn:generate, whose outputs are part of the image, did not run',
      '  Run it without --excludeTaskDependencies.',
    ];
    await expectRefused(workspace, ['fn:containerize', '--excludeTaskDependencies'], says);
    workspace.remove('fn/project.json');
  });
});

describeImages('one function, on a disk that is full,', () => {
  let workspace: Workspace;
  let programSize: number;

  beforeAll(async () => {
    ({ workspace, programSize } = await workspaceWithImage());
  });

  it('is refused when Go writes its program', async () => {
    await smallDisk(workspace, 'for-go', programSize / 2);
    await expectRefused(
      workspace,
      ['for-go:containerize'],
      [
        'for-go: go build failed for <host>:',
        '# nx-func/wrapper',
        /.*no space left on device/,
        '  Free some space and build again.',
      ],
    );
  });

  it('is refused when the layer of the program is written', async () => {
    await smallDisk(workspace, 'for-layers', programSize + 1_000_000);
    await expectRefused(
      workspace,
      ['for-layers:containerize'],
      [
        'for-layers/.func/build/oci: cannot write the image: the disk is full',
        '  Free some space and build again.',
      ],
    );
  });
});

describeImages('one function, of another user than root,', () => {
  const nobody = { uid: 65534, gid: 65534 };
  let workspace: Workspace;

  beforeAll(async () => {
    ({ workspace } = await workspaceWithImage());
    await workspace.own(nobody.uid, nobody.gid);
  });

  it.each([
    ['a file', 'secret.txt', 'fn/secret.txt: cannot read the file: permission denied'],
    ['a folder', 'secret/a.txt', 'fn/secret: cannot read the folder: permission denied'],
  ])('is refused with %s that cannot be read', async (_, path, what) => {
    workspace.write({ [`fn/${path}`]: 'x' });
    const secret = workspace.path('fn', path.split('/')[0] ?? '');
    chmodSync(secret, 0o600);
    const says = [what, '  Let the user that runs the build read and write it.'];
    // Root's Go caches are not for all to read: Go would fail too, and perhaps first.
    const env = { FUNC_GO: slowGo() };
    await expectRefused(workspace, ['fn:containerize'], says, { ...nobody, env });
    workspace.remove(`fn/${path.split('/')[0] ?? ''}`);
  });
});

/** A folder with what Nx starts, and nothing else. */
function pathWithoutGo(): string {
  const folder = temporaryFolder('path');
  symlinkSync(process.execPath, join(folder, 'node'));
  symlinkSync('/bin/sh', join(folder, 'sh'));
  return folder;
}

/** Answers Nx, which hashes its version, at once, and the build never. */
function slowGo(): string {
  const folder = temporaryFolder('go');
  chmodSync(folder, 0o755);
  const path = join(folder, 'go');
  writeFileSync(path, '#!/bin/sh\ncase "$*" in "env -json"*) exec sleep 60;; esac\n');
  chmodSync(path, 0o755);
  return path;
}

/** A function whose `.func` is a disk of its own, with an image and so much space left. */
async function smallDisk(workspace: Workspace, name: string, space: number): Promise<void> {
  workspace.write(goodFunction(name));
  const folder = workspace.path(name, '.func');
  const size = 40_000_000;
  mkdirSync(folder);
  await must(['mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  onCleanup(async () => {
    await must(['umount', folder]);
  });
  cpSync(workspace.path('fn/.func/build'), join(folder, 'build'), {
    recursive: true,
    preserveTimestamps: true,
  });
  const { stdout } = await must(['df', '--output=avail', '--block-size=1', folder]);
  const free = Number(stdout.split('\n')[1]);
  writeFileSync(join(folder, 'filler'), Buffer.alloc(free - Math.round(space)));
}
