import { start } from './run';

/** A way into a network namespace. */
export interface Bridge {
  close(): void;
}

export interface BridgeOptions {
  /** A process that is in the namespace. */
  readonly pid: string;
  /** A Unix socket to make: those cross network namespaces. */
  readonly socket: string;
  readonly host: string;
  readonly port: string;
}

/** Runs as `node -e`, inside the namespace: each connection to the socket goes on to host and port. */
const PROGRAM = `
const net = require('node:net');
const [socket, host, port] = process.argv.slice(1);
net.createServer((client) => {
  const server = net.connect(Number(port), host);
  server.on('error', () => client.destroy());
  client.on('error', () => server.destroy());
  client.pipe(server).pipe(client);
}).listen(socket);
`;

/** Carries connections to a Unix socket into the network namespace of a process, until closed. */
export function bridgeInto({ pid, socket, host, port }: BridgeOptions): Bridge {
  const program = [process.execPath, '-e', PROGRAM, socket, host, port];
  const bridge = start(['nsenter', '--target', pid.trim(), '--net', '--', ...program]);
  return {
    close: () => {
      bridge.process.kill('SIGKILL');
    },
  };
}
