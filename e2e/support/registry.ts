/** Debian's docker-registry (CNCF distribution) on a loopback port, and crane to speak with it. */
import { writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onCleanup, temporaryFolder } from './cleanup';
import { must, start, type Started } from './run';
import { verdict } from './verdict';

const START_SECONDS = 20;

/** An empty registry; it and what is in it are gone when the test (or the file) ends. */
export async function startRegistry(): Promise<Registry> {
  const folder = temporaryFolder('registry');
  const host = `127.0.0.1:${await freePort()}`;
  const config = join(folder, 'config.yml');
  // JSON is YAML.
  writeFileSync(
    config,
    JSON.stringify({
      version: 0.1,
      log: { level: 'error', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(folder, 'storage') } },
      http: { addr: host },
    }),
  );
  const registry = new Registry(host, folder, start(['docker-registry', 'serve', config]));
  onCleanup(() => registry.stop());
  await registry.ready();
  return registry;
}

export class Registry {
  /** `127.0.0.1:<port>`; plain HTTP. */
  readonly host: string;
  readonly #server: Started;
  readonly #env: NodeJS.ProcessEnv;

  constructor(host: string, folder: string, server: Started) {
    this.host = host;
    this.#server = server;
    // The credentials of whoever runs the tests are none of crane's business here.
    this.#env = { ...process.env, DOCKER_CONFIG: folder };
  }

  /** `crane push` of a layout folder under `name[:tag]`; the digest that the registry holds then. */
  async push(layoutDir: string, name: string): Promise<string> {
    await this.#crane('push', layoutDir, this.#reference(name));
    return this.digest(name);
  }

  async digest(name: string): Promise<string> {
    return (await this.#crane('digest', this.#reference(name))).trim();
  }

  /** `crane validate`: pulls everything and holds digests, sizes and diff_ids against the bytes. */
  async validate(name: string): Promise<void> {
    await this.#crane('validate', '--remote', this.#reference(name));
  }

  async stop(): Promise<void> {
    this.#server.process.kill('SIGKILL');
    await this.#server.result;
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + START_SECONDS * 1000;
    while (!(await this.#answers())) {
      if (this.#server.process.exitCode !== null || Date.now() > deadline) {
        this.#server.process.kill('SIGKILL');
        throw new Error(`docker-registry does not answer: ${(await this.#server.result).stderr}`);
      }
      await sleep(20);
    }
  }

  async #answers(): Promise<boolean> {
    return fetch(`http://${this.host}/v2/`).then(
      (response) => response.ok,
      () => false,
    );
  }

  #reference(name: string): string {
    return `${this.host}/${name}`;
  }

  async #crane(...args: string[]): Promise<string> {
    return (await must([verdict('crane'), ...args], { env: this.#env })).stdout;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
