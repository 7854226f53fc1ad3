import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mainGo } from './main-go';
import { GoWorkspace } from './testing/go-workspace';

const IMPORTS = `package function

import (
	"context"
	"errors"
	"net/http"
)

var _ = context.Background
var errNone = errors.New("no database")
`;

const OLD_INSTANCE = `
type instance struct{ started bool }

func (i *instance) Handle(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	if ctx == r.Context() && i.started {
		w.WriteHeader(201)
	}
}
func (i *instance) Start(ctx context.Context, cfg map[string]string) error {
	i.started = cfg["GREETING"] == "hello"
	return nil
}
func (i *instance) Ready(ctx context.Context) (bool, error) { return i.started, nil }
func (i *instance) Alive(ctx context.Context) (bool, error) { return false, nil }
func (i *instance) Stop(ctx context.Context) error          { return errNone }
`;

const HTTP: Readonly<Record<string, string>> = {
  static: 'func Handle(w http.ResponseWriter, r *http.Request) { w.WriteHeader(202) }',
  results: 'func Handle(w http.ResponseWriter, r *http.Request) (int, error) { return 0, nil }',
  context:
    'func Handle(ctx context.Context, w http.ResponseWriter, r *http.Request) {}\nfunc main() {}',
  instanced:
    'type F struct{}\nfunc New() *F { return nil }\nfunc (f *F) Handle(w http.ResponseWriter, r *http.Request) {}',
  value:
    'type F struct{}\nfunc New(a ...int) F { return F{} }\nfunc (f F) Handle(w http.ResponseWriter, r *http.Request) {}',
  iface:
    'type F interface{ Handle(http.ResponseWriter, *http.Request) }\nfunc New() F { return nil }',
  embedded:
    'type B struct{}\nfunc (B) Handle(http.ResponseWriter, *http.Request) {}\ntype F struct{ B }\nfunc New() F { return F{} }',
  fallible:
    'type F struct{}\nfunc New() (*F, error) { return nil, errNone }\nfunc (f *F) Handle(w http.ResponseWriter, r *http.Request) {}',
  old: `func New() *instance { return &instance{} }${OLD_INSTANCE}`,
  fallibleold: `func New() (*instance, error) { return &instance{}, nil }${OLD_INSTANCE}`,
};

describe('main.go for HTTP', () => {
  const workspace = new GoWorkspace('http');

  beforeAll(() => {
    for (const [name, source] of Object.entries(HTTP)) workspace.add(name, IMPORTS + source);
    // What nearly every function is called.
    workspace.add('plain', IMPORTS + (HTTP['static'] ?? ''), 'function');
    workspace.go('go', 'build', `-o=${join(workspace.folder, 'bin')}/`, './...');
  });

  afterAll(() => {
    workspace.remove();
  });

  it('is as gofmt has it, and passes vet', () => {
    expect(workspace.go('gofmt', '-l', '.')).toBe('');
    expect(workspace.go('go', 'vet', './...')).toBe('');
  });

  it('serves a function', async () => {
    const server = await Program.start(join(workspace.folder, 'bin/plain'));
    expect(await server.status('/')).toBe(202);
    expect(await server.status('/health/readiness')).toBe(200);
    expect(await server.stop()).toEqual({ code: 0, stderr: expect.any(String) as string });
  });

  it.each(['old', 'fallibleold'])('passes on all methods of an instance (%s)', async (name) => {
    const server = await Program.start(join(workspace.folder, 'bin', name));
    expect(await server.status('/')).toBe(201);
    expect(await server.status('/health/readiness')).toBe(200);
    expect(await server.status('/health/liveness')).toBe(503);
    const { code, stderr } = await server.stop();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^no database$/m);
  });

  it('ends with the error of New', async () => {
    const program = new Program(join(workspace.folder, 'bin/fallible'), 0);
    expect(await program.ended).toEqual({ code: 1, stderr: 'no database\n' });
  });
});

describe('main.go for CloudEvents', () => {
  const workspace = new GoWorkspace('cloudevent');
  const head = 'package function\n\nimport "github.com/cloudevents/sdk-go/v2/event"\n';
  const require = 'require github.com/cloudevents/sdk-go/v2 v2.15.2\n';

  beforeAll(() => {
    const handle = 'Handle(e event.Event) (*event.Event, error) { return &e, nil }';
    const sources = {
      static: `func ${handle}`,
      instanced: `type F struct{}\nfunc New() *F { return &F{} }\nfunc (f *F) ${handle}`,
      fallible: `type F struct{}\nfunc New() (*F, error) { return &F{}, nil }\nfunc (f *F) ${handle}`,
      dynamic: `type F struct{}\nfunc New() any { return F{} }\nfunc (f F) ${handle}`,
    };
    for (const [name, source] of Object.entries(sources)) {
      workspace.add(name, `${head}\n${source}\n`, undefined, require);
    }
    workspace.go('go', 'build', `-o=${join(workspace.folder, 'bin')}/`, './...');
  });

  afterAll(() => {
    workspace.remove();
  });

  it('is as gofmt has it, and passes vet', () => {
    expect(workspace.go('gofmt', '-l', '.')).toBe('');
    expect(workspace.go('go', 'vet', './...')).toBe('');
  });

  it.each(['static', 'instanced', 'fallible', 'dynamic'])(
    'serves a function (%s)',
    async (name) => {
      const server = await Program.start(join(workspace.folder, 'bin', name));
      const response = await server.fetch('/', {
        method: 'POST',
        headers: { 'ce-specversion': '1.0', 'ce-type': 't', 'ce-source': 's', 'ce-id': 'echo' },
      });
      expect(response.headers.get('ce-id')).toBe('echo');
      expect((await server.stop()).code).toBe(0);
    },
  );

  it('listens to Kafka when it is told to', async () => {
    const program = new Program(join(workspace.folder, 'bin/static'), 0, {
      FUNC_TRANSPORT: 'kafka',
    });
    const { code, stderr } = await program.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('KAFKA_');
  });
});

it('begins as generated code does (https://go.dev/s/generatedcode)', () => {
  const text = mainGo(
    {
      kind: 'function',
      packageName: 'function',
      style: 'instanced',
      invoke: 'http',
      withContext: false,
      newHasError: false,
      warnings: [],
    },
    'example.com/mine',
  );
  expect(text).toBe(`// Code generated by nx-func. DO NOT EDIT.

package main

import (
	"fmt"
	"os"

	fn "knative.dev/func-go/http"

	f "example.com/mine"
)

func main() {
	if err := start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func start() error {
	return fn.Start(f.New())
}
`);
});

/** A function that runs. */
class Program {
  readonly ended: Promise<{ code: number | null; stderr: string }>;
  readonly #child;
  readonly #port: number;

  constructor(path: string, port: number, env: Record<string, string> = {}) {
    this.#port = port;
    this.#child = spawn(path, {
      env: { LISTEN_ADDRESS: `127.0.0.1:${port}`, GREETING: 'hello', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    this.ended = once(this.#child, 'close').then(([code]) => ({
      code: code as number | null,
      stderr,
    }));
  }

  /** Starts it and waits until it answers. */
  static async start(path: string): Promise<Program> {
    const program = new Program(path, await freePort());
    for (let turn = 0; turn < 200; turn++) {
      try {
        if ((await program.status('/health/readiness')) === 200) return program;
      } catch {
        // Not yet.
      }
      await sleep(50);
    }
    throw new Error(`no answer: ${(await program.stop()).stderr}`);
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#port}${path}`, init);
  }

  async status(path: string): Promise<number> {
    const response = await this.fetch(path, { headers: { connection: 'close' } });
    await response.arrayBuffer();
    return response.status;
  }

  stop(): Promise<{ code: number | null; stderr: string }> {
    this.#child.kill('SIGTERM');
    return this.ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
