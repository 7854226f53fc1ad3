/** Every kind of Go function that func takes, and what is found in the wild: built at once, run one by one. */
import { createWorkspace, describeImages, type Workspace } from './support';
import {
  expectAnswersEvents,
  expectHealthy,
  expectImage,
  expectServes,
  startImage,
} from './support/expect';
import {
  EVENT_HANDLE,
  EVENT_NEW,
  HTTP_HANDLE_CONTEXT,
  HTTP_NEW,
  INVOKE_CLOUDEVENT,
  REQUIRE_CLOUDEVENTS,
  SERVER,
  goFunction,
  httpHandle,
} from './support/functions';
import type { NxResult } from './support/nx-result';
import type { Files } from './support/workspace';

const UUID = 'require github.com/google/uuid v1.6.0\n';
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

const KINDS: Files = {
  ...goFunction('functions/http-new', HTTP_NEW),
  ...goFunction('functions/http-handle', httpHandle('"handle"')),
  ...goFunction('functions/event-new', EVENT_NEW, {
    yaml: INVOKE_CLOUDEVENT,
    goMod: REQUIRE_CLOUDEVENTS,
  }),
  ...goFunction('functions/event-handle', EVENT_HANDLE, {
    yaml: INVOKE_CLOUDEVENT,
    goMod: REQUIRE_CLOUDEVENTS,
  }),
  ...goFunction('functions/server', SERVER),
};

const IN_THE_WILD: Files = {
  ...goFunction('functions/old-handle', HTTP_HANDLE_CONTEXT),
  ...goFunction('functions/event-unsaid', EVENT_HANDLE, { goMod: REQUIRE_CLOUDEVENTS }),
  ...goFunction('functions/stray-main', `${httpHandle('"stray"')}\nfunc main() {}\n`),
  ...goFunction('functions/no-sum', httpHandle('uuid.Nil', ['github.com/google/uuid']), {
    goMod: UUID,
  }),
  ...goFunction('functions/vendored', httpHandle('uuid.Nil', ['github.com/google/uuid']), {
    goMod: UUID,
    files: {
      'vendor/modules.txt':
        '# github.com/google/uuid v1.6.0\n## explicit\ngithub.com/google/uuid\n',
      'vendor/github.com/google/uuid/uuid.go': 'package uuid\n\nvar Nil = "from vendor"\n',
    },
  }),
};

/** A function of two files, of which a build tag takes one. */
function tagged(root: string, flags: string): Files {
  return goFunction(root, httpHandle('special'), {
    yaml: `build:\n  buildEnvs:\n    - name: GOFLAGS\n      value: ${flags}\n`,
    files: {
      'on.go': '//go:build special\n\npackage function\n\nconst special = "special"\n',
      'off.go': '//go:build !special\n\npackage function\n\nconst special = "plain"\n',
    },
  });
}

const CONFIGURED: Files = {
  ...tagged('functions/flags-literal', '-tags=special'),
  ...tagged('functions/flags-reference', '"{{ env:STORY_FLAGS }}"'),
  ...goFunction('functions/configured', httpHandle('os.Getenv("GREETING")', ['os']), {
    yaml: `run:
  envs:
    - name: GREETING
      value: from func.yaml
    - name: PASSWORD
      value: "{{ secret:story:password }}"
    - name: HOST_USER
      value: "{{ env:STORY_USER }}"
    - value: "{{ configMap:story }}"
    - name: EMPTY
      value: ""
  volumes:
    - secret: story
      path: /etc/story
    - configMap: other
      path: /etc/other
`,
    files: {
      'project.json': {
        name: 'configured',
        targets: {
          containerize: {
            options: {
              labels: { team: 'stories', 'org.opencontainers.image.title': 'a "title"' },
              env: { GREETING: 'from project.json', LEVEL: 'a=b c' },
            },
          },
        },
      },
    },
  }),
};

/** The environment of the build: `-mod` is meant for other builds, the rest is for a function. */
const ENVIRONMENT = {
  GOFLAGS: '-mod=mod',
  STORY_FLAGS: '-tags=special',
  STORY_USER: 'nobody-must-see-this',
};

describeImages('Go functions', () => {
  let workspace: Workspace;
  let build: NxResult;

  const layout = (name: string): string => workspace.path('functions', name, '.func/build/oci');

  beforeAll(async () => {
    workspace = await createWorkspace({ files: { ...KINDS, ...IN_THE_WILD, ...CONFIGURED } });
    // Another style shows the output of failed tasks alone.
    const command = ['run-many', '-t', 'containerize', '--output-style=static'];
    build = await workspace.mustNx(command, { env: ENVIRONMENT });
  });

  it('are all built, and leave nothing but their images', async () => {
    expect(Object.values(build.tasks).map(({ status }) => status)).toEqual(Array(13).fill(0));
    expect((await workspace.run(['git', 'status', '--porcelain'])).stdout).toBe('');
    for (const id of Object.keys(build.tasks)) {
      await expectImage(layout(id.replace(/:.*/, '')));
    }
  });

  it.each([
    ['http-new', 'new, started true'],
    ['http-handle', 'handle'],
    ['old-handle', 'old, context true'],
    ['stray-main', 'stray'],
    ['no-sum', NIL_UUID],
    ['vendored', NIL_UUID],
    ['flags-literal', 'special'],
    ['flags-reference', 'special'],
    ['configured', 'from project.json'],
  ])('%s serves HTTP', async (name, body) => {
    await expectServes(layout(name), body);
  });

  it.each([
    ['event-new', 'new.response'],
    ['event-handle', 'handle.response'],
    ['event-unsaid', 'handle.response'],
  ])('%s answers events', async (name, type) => {
    await expectAnswersEvents(layout(name), type);
  });

  it('server is run as it is written, with certificates and a /tmp', async () => {
    const container = await startImage(layout('server'));
    expect(await container.get('/')).toMatchObject({
      status: 200,
      body: 'main in /func as 1000, certificates true',
    });
    // It does not catch the signal: as PID 1 it would not see it, but for Go's runtime.
    expect((await container.stop()).seconds).toBeLessThan(2);
  });

  it('the instance is told to stop', async () => {
    const container = await startImage(layout('http-new'));
    await expectHealthy(container);
    await container.stop();
    expect(container.logs()).toContain('stopped by Stop');
  });

  it('is built anew where a variable that it names has changed', async () => {
    const command = ['run-many', '-t', 'containerize', '-p', 'flags-literal,flags-reference'];
    const env = { ...ENVIRONMENT, STORY_FLAGS: '' };
    expect((await workspace.mustNx(command, { env })).tasks).toMatchObject({
      'flags-literal:containerize': { cached: true },
      'flags-reference:containerize': { cached: false },
    });
    await expectServes(layout('flags-reference'), 'plain');
  });

  it('warns of what another tool would do otherwise', () => {
    const warnings = build.output.split('\n').filter((line) => line.includes('warning:'));
    expect(warnings).toHaveLength(2);
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /functions\/event-unsaid\/func\.yaml.*handle\.go:5.*"invoke: cloudevent"/,
      ),
    );
    expect(warnings).toContainEqual(expect.stringMatching(/functions\/vendored\/vendor/));
  });

  it('bakes literals, and no reference', () => {
    const { config } = workspace.image('functions/configured').platform();
    expect(config.config.Env).toEqual([
      'FUNC_CREATED=1970-01-01T00:00:00Z',
      'GREETING=from project.json',
      'EMPTY=',
      'LEVEL=a=b c',
      'LISTEN_ADDRESS=[::]:8080',
    ]);
    expect(config.config.Labels).toEqual({
      'middleware-version': 'v0.22.0',
      team: 'stories',
      'org.opencontainers.image.title': 'a "title"',
    });
    expect(config.config.Volumes).toEqual({ '/etc/story': {}, '/etc/other': {} });
    expect(build.output).not.toContain(ENVIRONMENT.STORY_USER);
  });
});
