import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface RequestOptions {
  /** Access token, sent as a bearer token. */
  token?: string;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string | string[]>;
  /** Sent as it is, instead of `body`. */
  raw?: string | Buffer;
}

export interface Answer<T> {
  status: number;
  headers: IncomingHttpHeaders;
  /** Parsed JSON, or the text of anything else. */
  body: T;
}

/**
 * One request on a connection of its own, below what `fetch` would tidy up: any method, header and path arrive as written.
 * Certificates made for a test are believed.
 * @throws when the connection breaks before an answer, or nothing comes for 30 seconds.
 */
export async function send<T = Record<string, unknown>>(
  origin: string,
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<Answer<T>> {
  const payload = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const headers: Record<string, string | string[]> = {};
  if (payload !== undefined) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = String(Buffer.byteLength(payload));
  }
  if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name.toLowerCase()] = value;
  const { hostname, port, protocol } = new URL(origin);
  const ask = protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = ask(
      { hostname, port, method, path, headers, agent: false, timeout: 30_000, rejectUnauthorized: false },
      (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = /\bjson\b/.test(response.headers['content-type'] ?? '') && text !== '';
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: (isJson ? JSON.parse(text) : text) as T,
          });
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer for 30 s`)));
    request.on('error', reject);
    request.end(payload);
  });
}
