import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const TIMEOUT_SECONDS = 20;

/** HTTP over a Unix socket, one connection a request. */
export class HttpClient {
  readonly #socketPath: string;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  async request(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: string | Buffer,
  ): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const outgoing = request(
        {
          socketPath: this.#socketPath,
          host: 'localhost',
          method,
          path,
          headers: { ...length, ...headers },
          agent: false,
          timeout: TIMEOUT_SECONDS * 1000,
        },
        (response) => {
          text(response).then((answer) => {
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer });
          }, reject);
        },
      );
      outgoing.once('timeout', () => outgoing.destroy(new Error(`${method} ${path}: no answer`)));
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }
}
