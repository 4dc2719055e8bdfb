import { env } from '../../../lib/env.ts';
import { consoleErrors } from '../console.errors.ts';
import type { Exchange } from '../gateway/exchange.ts';
import type { Router } from '../gateway/router.ts';

/** Compared whole: moleculer-web's own check takes "https://app.example" as part of "https://app.example.evil". */
const allowedOrigins = new Set(env.CORS_ORIGINS.split(',').map((origin) => origin.trim()));
allowedOrigins.delete('');

const EXPOSED =
  'ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, API-Version, Idempotency-Replayed';

/**
 * CORS, and OPTIONS as a whole: an OPTIONS request never reaches an action.
 * @returns true when it was a preflight or OPTIONS and is answered.
 */
export function answerCors(exchange: Exchange, router: Router): boolean {
  const { req, res, headers } = exchange;
  const { origin } = req.headers;
  if (allowedOrigins.size > 0) headers.vary = 'Origin';
  const isAllowed = origin !== undefined && allowedOrigins.has(origin);
  if (isAllowed) {
    headers['access-control-allow-origin'] = origin;
    headers['access-control-expose-headers'] = EXPOSED;
  }
  if (req.method !== 'OPTIONS') return false;
  const isPreflight = origin !== undefined && req.headers['access-control-request-method'] !== undefined;
  if (isPreflight && !isAllowed) throw consoleErrors.originNotAllowed();
  const methods = router.methodsOf(exchange.path);
  const allow = [...methods, 'OPTIONS'].join(', ');
  if (isPreflight) {
    headers['access-control-allow-methods'] = allow;
    headers['access-control-allow-headers'] =
      'Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, API-Version, X-Request-Id, traceparent';
    headers['access-control-max-age'] = '600';
  } else {
    headers.allow = allow;
  }
  res.writeHead(204, headers).end();
  return true;
}
