import { randomFillSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { ConfigurationError, env } from '../../../lib/env.ts';
import { newId } from '../../../lib/ids.ts';
import type { Exchange } from '../gateway/exchange.ts';
import { apiHeaders } from './security-headers.ts';

/**
 * Path and query of a request target (RFC 9112, section 3.2), also of an absolute one ("GET http://host/path"): guards that look
 * at the path must see the one that the router matches, which skips scheme and authority and ends at a fragment.
 */
const TARGET = /^(?:https?:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i;
/** Longer or stranger ids are replaced: they would end up in logs and headers of every service behind us. */
const REQUEST_ID = /^[\w.:-]{1,64}$/;
/** https://www.w3.org/TR/trace-context/#traceparent-header, version 00. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;

const trustedProxies = env.TRUST_PROXY.split(',')
  .map((range) => range.trim())
  .filter((range) => range !== '')
  .map(parseRange);

function parseRange(range: string): ReturnType<typeof ipaddr.parseCIDR> {
  try {
    return ipaddr.parseCIDR(range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`);
  } catch {
    throw new ConfigurationError(`TRUST_PROXY: "${range}" is neither an address nor a CIDR range.`);
  }
}

/** Begins an exchange: who asks from where, and under which ids it is known in logs and traces. */
export function identifyRequest(req: IncomingMessage, res: ServerResponse): Exchange {
  const startedAt = performance.now();
  const [, path, queryString = ''] = TARGET.exec(req.url ?? '') ?? [];
  const sentId = req.headers['x-request-id'];
  const requestId = typeof sentId === 'string' && REQUEST_ID.test(sentId) ? sentId : newId();
  const traceparent = nextTraceparent(req.headers.traceparent);
  return {
    req,
    res,
    headers: { ...apiHeaders, 'x-request-id': requestId, traceparent },
    startedAt,
    requestId,
    traceparent,
    path: path || '/',
    queryString,
    ip: clientAddress(req),
    pathParams: {},
    principal: null,
    bodyText: '',
    body: {},
    params: {},
  };
}

/** Stays in the caller's trace when it sent a valid one; this hop is a span of its own. */
function nextTraceparent(sent: string | string[] | undefined): string {
  const match = typeof sent === 'string' ? TRACEPARENT.exec(sent) : null;
  const fresh = randomHex(24);
  return `00-${match?.[1] ?? fresh.slice(0, 32)}-${fresh.slice(32)}-${match?.[2] ?? '00'}`;
}

const pool = Buffer.alloc(12_288);
let used = pool.length;

/** From a pool: asking the system for a few random bytes at a time costs more than the rest of this step. */
function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}

/**
 * X-Forwarded-For is believed only as far as trusted proxies wrote it: read from the right, the first address that is not
 * such a proxy is the client. Everything to the left of it can be forged.
 */
function clientAddress(req: IncomingMessage): string {
  let address = normalize(req.socket.remoteAddress ?? '');
  if (trustedProxies.length === 0 || !isTrusted(address)) return address;
  const forwarded = String(req.headers['x-forwarded-for'] ?? '').split(',');
  for (const hop of forwarded.reverse()) {
    const candidate = normalize(hop.trim());
    if (candidate === '') break;
    address = candidate;
    if (!isTrusted(address)) break;
  }
  return address;
}

const normalized = new LRUCache<string, string>({ max: 10_000 });

/** IPv4 addresses also when they come mapped into IPv6; empty for what is no address. */
function normalize(address: string): string {
  let known = normalized.get(address);
  if (known === undefined) {
    known = ipaddr.isValid(address) ? ipaddr.process(address).toString() : '';
    normalized.set(address, known);
  }
  return known;
}

function isTrusted(address: string): boolean {
  if (address === '') return false;
  const parsed = ipaddr.parse(address);
  return trustedProxies.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits));
}
