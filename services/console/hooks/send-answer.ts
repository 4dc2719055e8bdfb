import { hash } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import type { Answer, Exchange } from '../gateway/exchange.ts';

/** Sends an answer, or 304 where the client has it already. */
export function sendAnswer({ req, res }: Exchange, answer: Answer): void {
  const { status, headers, body } = answer;
  if (res.headersSent || res.destroyed) return;
  const isCacheable = status === 200 && typeof body === 'string' && (req.method === 'GET' || req.method === 'HEAD');
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (typeof body === 'string' && status < 400) res.setHeader('ETag', answer.etag ?? etagOf(body, headers.ETag));
  if (!res.hasHeader('Cache-Control')) res.setHeader('Cache-Control', isCacheable ? 'private, no-cache' : 'no-store');
  if (!headers['Cache-Control']?.startsWith('public')) res.appendHeader('Vary', 'Authorization');
  if (isCacheable && isFresh(req.headers['if-none-match'], String(res.getHeader('ETag')))) {
    res.removeHeader('Content-Type');
    res.writeHead(304).end();
  } else if (typeof body === 'string') {
    res.setHeader('Content-Length', Buffer.byteLength(body));
    res.writeHead(status).end(body);
  } else if (body === null) {
    res.writeHead(status).end();
  } else if (req.method === 'HEAD') {
    // Nobody will read it, and the answer would last as long as the stream does.
    (body as Readable).destroy();
    res.writeHead(status).end();
  } else {
    res.writeHead(status);
    pipeline(body, res, () => undefined);
  }
}

/**
 * The hash alone tells whether a client's copy is current; the version before it, of a single resource, is what If-Match
 * compares, so that two callers who see different fields of it can still write on what they read.
 */
export function etagOf(body: string, versionTag: string | undefined): string {
  return `${versionTag === undefined ? '"' : `${versionTag}-`}${hash('sha1', body, 'base64url')}"`;
}

/** If-None-Match compares weakly (RFC 9110, section 13.1.2). */
function isFresh(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
