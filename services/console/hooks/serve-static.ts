import type { IncomingMessage, ServerResponse } from 'node:http';
import { commonErrors } from '../../../lib/errors.ts';
import { consoleErrors } from '../console.errors.ts';
import type { Exchange } from '../gateway/exchange.ts';
import type { Router } from '../gateway/router.ts';
import { pageHeaders } from './security-headers.ts';

export type StaticServer = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

interface StaticSource {
  router: Router;
  serve: StaticServer;
}

/** Paths of the API: what is unknown below them is a problem and never the admin page. */
const API_PATH = /^\/(api|oauth|\.well-known|health|metrics)(\/|$)/;

/**
 * What no route answers: files of the admin page, and its index for every path that the page itself routes.
 * @throws common.notFound, console.methodNotAllowed (405 with Allow).
 */
export async function serveStatic(exchange: Exchange, { router, serve }: StaticSource): Promise<void> {
  const { req, path, headers } = exchange;
  const methods = router.methodsOf(path);
  if (methods.length > 0) {
    headers.allow = [...methods, 'OPTIONS'].join(', ');
    throw consoleErrors.methodNotAllowed();
  }
  if (API_PATH.test(path)) throw commonErrors.notFound();
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    headers.allow = 'GET, HEAD, OPTIONS';
    throw consoleErrors.methodNotAllowed();
  }
  if (await isServed(serve, exchange)) return;
  // A missing file is a 404, and so is what cannot be decoded; a page of the admin UI has no extension.
  if (/\.[a-z0-9]+$/i.test(path) || !isDecodable(path)) throw commonErrors.notFound();
  req.url = '/index.html';
  if (await isServed(serve, exchange)) return;
  throw commonErrors.notFound({ detail: 'The admin page is not built. Run: npm run build' });
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Whether the static server found the file; resolves when it is sent. */
export function isServed(serve: StaticServer, { req, res, headers }: Exchange): Promise<boolean> {
  for (const [name, value] of Object.entries({ ...headers, ...pageHeaders })) res.setHeader(name, value);
  return new Promise((resolve) => {
    res.once('close', () => resolve(true));
    serve(req, res, () => resolve(false));
  });
}

/** Files with a hash in their name never change; everything else is asked for again and mostly answered 304. */
export function setStaticHeaders(res: ServerResponse, file: string): void {
  const isImmutable = /[\\/]assets[\\/]/.test(file);
  res.setHeader('Cache-Control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
}
