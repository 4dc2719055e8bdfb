import type { Context, ServiceBroker } from 'moleculer';
import type { Meta } from '../../../lib/contract.ts';
import { etagOf, JSON_WANTED, JsonText, writeJson } from '../../../lib/json-text.ts';
import type { Answer, Exchange } from '../gateway/exchange.ts';
import type { Route } from '../gateway/router.ts';

/** Forwards the request, with the proven identity, to the service behind the route. */
export async function callAction(exchange: Exchange, broker: ServiceBroker): Promise<Answer> {
  const route = exchange.route as Route;
  const meta: Meta & { traceparent: string } = {
    user: exchange.principal,
    client: { ip: exchange.ip, userAgent: exchange.req.headers['user-agent']?.slice(0, 512) },
    ifMatch: exchange.ifMatch,
    traceparent: exchange.traceparent,
  };
  const call = broker.call(route.action, exchange.params, {
    meta,
    headers: JSON_WANTED,
    requestID: exchange.requestId,
  });
  const result: unknown = await call;
  // What the action says about its answer; who the caller is was decided here and is not read back.
  const answered = (call as unknown as { ctx: Context<unknown, Meta> }).ctx.meta;
  return toAnswer(route, result, answered);
}

function toAnswer(route: Route, result: unknown, meta: Meta): Answer {
  const status = meta.$statusCode ?? route.contract.status;
  const headers: Record<string, string> = {};
  for (const name in meta.$responseHeaders) headers[name.toLowerCase()] = meta.$responseHeaders[name] as string;
  if (meta.$location !== undefined) headers.location = meta.$location;
  if (status === 204 || result === null || result === undefined) return { status, headers, body: null };
  if (isStream(result)) {
    headers['content-type'] = meta.$responseType ?? route.contract.responseType ?? 'application/octet-stream';
    return { status, headers, body: result };
  }
  if (typeof result === 'string' && route.contract.responseType !== undefined) {
    headers['content-type'] = route.contract.responseType;
    headers.etag = etagOf(result, null);
    return { status, headers, body: result };
  }
  headers['content-type'] = 'application/json; charset=utf-8';
  // Another node has written it already, by the same schema.
  const { text, etag } = result instanceof JsonText ? result : writeJson(route.serialize, result);
  headers.etag = etag;
  return { status, headers, body: text };
}

function isStream(value: unknown): value is NodeJS.ReadableStream {
  return typeof (value as { pipe?: unknown }).pipe === 'function';
}
