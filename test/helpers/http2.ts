import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import type { TLSSocket } from 'node:tls';

export interface Http2Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  json<T = Record<string, unknown>>(): T;
}

export interface Http2Request {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: string | Buffer;
}

export interface Http2Client {
  session: ClientHttp2Session;
  /** What both sides agreed on, such as "h2" and "TLSv1.3". */
  protocol: { alpn: string | false | null; tls: string | null };
  request(path: string, options?: Http2Request): Promise<Http2Answer>;
}

/** One HTTP/2 connection; certificates made for a test are believed. */
export async function connectHttp2(origin: string): Promise<Http2Client> {
  const session = connect(origin, { rejectUnauthorized: false });
  await once(session, 'connect');
  const socket = session.socket as TLSSocket;
  return {
    session,
    protocol: { alpn: socket.alpnProtocol, tls: socket.getProtocol() },
    async request(path, { method = 'GET', headers = {}, body, raw } = {}) {
      const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const type = payload === undefined ? {} : { 'content-type': 'application/json' };
      const stream = session.request(
        { ':method': method, ':path': path, ...type, ...headers },
        { endStream: payload === undefined },
      );
      const answered = once(stream, 'response') as Promise<[IncomingHttpHeaders & { ':status'?: number }]>;
      if (payload !== undefined) stream.end(payload);
      const [answer] = await answered;
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const bytes = Buffer.concat(chunks);
      return { status: answer[':status'] ?? 0, headers: answer, body: bytes, json: () => JSON.parse(bytes.toString()) };
    },
  };
}
