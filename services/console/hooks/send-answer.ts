import { pipeline, type Readable } from 'node:stream';
import type { Answer, Exchange } from '../gateway/exchange.ts';

/** Sends an answer, or 304 where the client has it already. */
export function sendAnswer(exchange: Exchange, answer: Answer): void {
  const { req, res } = exchange;
  const { status, body } = answer;
  if (res.headersSent || res.destroyed) return;
  // A copy: should Node refuse what a service named a header, the problem that says so must not hold it too.
  const headers = { ...exchange.headers, ...answer.headers };
  const isCacheable = status === 200 && typeof body === 'string' && (req.method === 'GET' || req.method === 'HEAD');
  headers['cache-control'] ??= isCacheable ? 'private, no-cache' : 'no-store';
  if (!headers['cache-control'].startsWith('public')) {
    headers.vary = headers.vary === undefined ? 'Authorization' : `${headers.vary}, Authorization`;
  }
  if (isCacheable && isFresh(req.headers['if-none-match'], headers.etag)) {
    delete headers['content-type'];
    res.writeHead(304, headers).end();
  } else if (typeof body === 'string') {
    const length = Buffer.byteLength(body);
    headers['content-length'] = String(length);
    // As many bytes as characters: all ASCII. Node writes that without measuring and encoding it once more.
    res.writeHead(status, headers).end(body, length === body.length ? 'latin1' : 'utf8');
  } else if (body === null) {
    res.writeHead(status, headers).end();
  } else if (req.method === 'HEAD') {
    // Nobody will read it, and the answer would last as long as the stream does.
    (body as Readable).destroy();
    res.writeHead(status, headers).end();
  } else {
    res.writeHead(status, headers);
    pipeline(body, res, () => undefined);
  }
}

/** If-None-Match compares weakly (RFC 9110, section 13.1.2). */
function isFresh(header: string | undefined, etag: string | undefined): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
