/**
 * Runs an unpacked image under runc, as root, in namespaces of its own: the network one too, so that
 * the function listens where its image says ([::]:8080), and no two containers compete for a port.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onCleanup, temporaryFolder } from './cleanup';
import { bridgeInto, type Bridge } from './network-bridge';
import { HttpClient, type HttpResponse } from './http-client';
import { run, start, type RunResult, type Started } from './run';
import type { Tree } from './tree';

const START_SECONDS = 30;
const STOP_SECONDS = 10;

export interface ContainerOptions {
  /** Added to the image's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The path that must answer below 500 before the start is done; false for what does not listen. */
  readonly ready?: string | false;
}

export interface Stopped {
  readonly seconds: number;
  readonly exitCode: number;
}

interface RuntimeConfig {
  process: { terminal: boolean; env: string[] };
  annotations?: Record<string, string>;
}

/** Starts the image's own command and waits until it answers. Stopped when the test ends. */
export async function startContainer(
  tree: Tree,
  options: ContainerOptions = {},
): Promise<Container> {
  const config = prepareConfig(tree.bundle, options.env ?? {});
  const container = new Container(tree.bundle, config);
  onCleanup(() => container.remove());
  await container.ready(options.ready ?? '/');
  return container;
}

export class Container {
  readonly #id = `nx-func-e2e-${randomUUID()}`;
  readonly #folder = temporaryFolder('container');
  readonly #config: RuntimeConfig;
  readonly #runc: Started;
  #output = '';
  #ended: RunResult | undefined;
  #bridge: Bridge | undefined;
  #client: HttpClient | undefined;

  constructor(bundle: string, config: RuntimeConfig) {
    this.#config = config;
    this.#runc = start([
      ...this.#command('run'),
      ...['--bundle', bundle, '--pid-file', join(this.#folder, 'pid'), this.#id],
    ]);
    const { stdout, stderr } = this.#runc.process;
    for (const stream of [stdout, stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString('utf8');
      });
    }
    void this.#runc.result.then((result) => {
      this.#ended = result;
    });
  }

  /** What the function wrote until now, to stdout and stderr. */
  logs(): string {
    return this.#output;
  }

  get running(): boolean {
    return this.#ended === undefined;
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<HttpResponse> {
    return this.#http().request('GET', path, headers);
  }

  async post(
    path: string,
    body: string | Buffer,
    headers: Record<string, string> = {},
  ): Promise<HttpResponse> {
    return this.#http().request('POST', path, headers, body);
  }

  /** Waits for the end of a function that ends by itself. */
  async ended(): Promise<{ exitCode: number }> {
    return { exitCode: (await this.#runc.result).code };
  }

  /** Sends the image's StopSignal (SIGTERM when it names none) and waits; SIGKILL after ten seconds. */
  async stop(): Promise<Stopped> {
    const signal = this.#config.annotations?.['org.opencontainers.image.stopSignal'];
    const since = Date.now();
    await run([
      ...this.#command('kill'),
      this.#id,
      signal === undefined || signal === '' ? 'SIGTERM' : signal,
    ]);
    const late = sleep(STOP_SECONDS * 1000, undefined, { ref: false });
    await Promise.race([this.#runc.result, late]);
    if (this.running) {
      await run([...this.#command('kill'), this.#id, 'SIGKILL']);
    }
    const { code } = await this.#runc.result;
    return { seconds: (Date.now() - since) / 1000, exitCode: code };
  }

  /** Ends whatever is left; harmless when all is gone. */
  async remove(): Promise<void> {
    this.#bridge?.close();
    await run([...this.#command('delete'), '--force', this.#id]);
    await this.#runc.result;
  }

  /** Waits until the process is there, and (unless false) until it answers on a path. */
  async ready(path: string | false): Promise<void> {
    const pidFile = join(this.#folder, 'pid');
    await this.#waitFor('to start', () => Promise.resolve(existsSync(pidFile)));
    if (path === false) {
      return;
    }
    const socket = join(this.#folder, 'http.sock');
    const pid = readFileSync(pidFile, 'utf8');
    this.#bridge = bridgeInto({ pid, socket, ...listenAddress(this.#config.process.env) });
    this.#client = new HttpClient(socket);
    await this.#waitFor(`to answer on ${path}`, async () => {
      const response = await this.#http()
        .request('GET', path)
        .catch(() => undefined);
      return response !== undefined && response.status < 500;
    });
  }

  #http(): HttpClient {
    if (this.#client === undefined) {
      throw new Error('this container was started with ready: false');
    }
    return this.#client;
  }

  async #waitFor(what: string, condition: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + START_SECONDS * 1000;
    while (!(await condition())) {
      if (!this.running) {
        throw new Error(
          `the container ended (exit code ${this.#ended?.code ?? 0}):\n${this.logs()}`,
        );
      }
      if (Date.now() > deadline) {
        throw new Error(`waited ${START_SECONDS} s for the container ${what}:\n${this.logs()}`);
      }
      await sleep(20);
    }
  }

  /** State in a folder of the test: nothing of it is seen by, or sees, another runc. */
  #command(verb: string): string[] {
    return ['runc', '--root', join(this.#folder, 'state'), verb];
  }
}

/** umoci's config.json is the image's config; it asks for a terminal, which a test has not. */
function prepareConfig(bundle: string, env: Readonly<Record<string, string>>): RuntimeConfig {
  const path = join(bundle, 'config.json');
  const config = JSON.parse(readFileSync(path, 'utf8')) as RuntimeConfig;
  config.process.terminal = false;
  const names = Object.keys(env);
  config.process.env = [
    ...config.process.env.filter((line) => !names.includes(line.replace(/=.*/s, ''))),
    ...names.map((name) => `${name}=${env[name] ?? ''}`),
  ];
  writeFileSync(path, JSON.stringify(config));
  return config;
}

/** Where the function listens: LISTEN_ADDRESS (`[::]:8080`, `127.0.0.1:8080`, `:8080`), else port 8080. */
function listenAddress(env: readonly string[]): { host: string; port: string } {
  const address = env.find((line) => line.startsWith('LISTEN_ADDRESS='))?.split('=')[1] ?? '';
  const port = /:(\d+)$/.exec(address)?.[1] ?? '8080';
  return { host: address.startsWith('[') ? '::1' : '127.0.0.1', port };
}
