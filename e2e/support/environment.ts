/**
 * The environment of a story's programs: a list of what passes, not of what is taken out, so that
 * neither the outer Nx (NX_*), nor npm (npm_*), nor CI or a terminal changes what they do.
 */
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PASSED_ON = [
  'PATH',
  'TMPDIR',
  'GOROOT',
  'GOTOOLCHAIN',
  'GOPRIVATE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
];

interface HostGo {
  readonly GOCACHE: string;
  readonly GOMODCACHE: string;
  readonly GOPROXY: string;
  readonly GOSUMDB: string;
}

/** Folders of one workspace: siblings of its root, so that none of them is in the workspace. */
export interface Places {
  readonly home: string;
  readonly root: string;
  /** Own Go caches too: what two clones that are to agree must not share. */
  readonly isolated: boolean;
}

export function storyEnvironment({ home, root, isolated }: Places): NodeJS.ProcessEnv {
  return {
    ...passedOn(),
    ...goEnvironment(home, isolated),
    HOME: home,
    // npm of a story still asks the registry that this machine is set up for, and its cache.
    npm_config_userconfig: join(homedir(), '.npmrc'),
    npm_config_cache: join(homedir(), '.npm'),
    GIT_CONFIG_NOSYSTEM: '1',
    NO_COLOR: '1',
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
    // By default Nx 24 keeps its cache in the user's home, where clones of a repository share it.
    NX_CACHE_DIRECTORY: join(root, '.nx', 'cache'),
    NX_FUNC_CACHE: join(home, 'nx-func-cache'),
  };
}

function passedOn(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    PASSED_ON.filter((name) => process.env[name] !== undefined).map((name) => [
      name,
      process.env[name],
    ]),
  );
}

function goEnvironment(home: string, isolated: boolean): NodeJS.ProcessEnv {
  const host = hostGo();
  if (host === undefined) {
    return {};
  }
  if (!isolated) {
    return { ...host };
  }
  return {
    GOCACHE: join(home, 'go-build'),
    GOMODCACHE: join(home, 'go-mod'),
    // The host's module cache is a proxy too: offline and fast, and nothing but downloads is shared.
    GOPROXY: `file://${host.GOMODCACHE}/cache/download,${host.GOPROXY}`,
    GOSUMDB: host.GOSUMDB,
  };
}

let knownHostGo: HostGo | undefined;

function hostGo(): HostGo | undefined {
  if (knownHostGo === undefined) {
    const go = spawnSync('go', ['env', '-json', 'GOCACHE', 'GOMODCACHE', 'GOPROXY', 'GOSUMDB'], {
      encoding: 'utf8',
    });
    if (go.status === 0) {
      knownHostGo = JSON.parse(go.stdout) as HostGo;
    }
  }
  return knownHostGo;
}
