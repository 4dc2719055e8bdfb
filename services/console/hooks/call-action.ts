import type { Context, ServiceBroker } from 'moleculer';
import type { Meta } from '../../../lib/contract.ts';
import { JSON_WANTED, JsonText } from '../../../lib/json-text.ts';
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
  const headers: Record<string, string> = { ...meta.$responseHeaders };
  if (meta.$location !== undefined) headers.Location = meta.$location;
  if (status === 204 || result === null || result === undefined) return { status, headers, body: null };
  if (isStream(result)) {
    headers['Content-Type'] = meta.$responseType ?? route.contract.responseType ?? 'application/octet-stream';
    return { status, headers, body: result };
  }
  if (typeof result === 'string' && route.contract.responseType !== undefined) {
    headers['Content-Type'] = route.contract.responseType;
    return { status, headers, body: result };
  }
  headers['Content-Type'] = 'application/json; charset=utf-8';
  const { version } = result as { version?: unknown };
  if (typeof version === 'number') headers.ETag = `"${version}`;
  // Another node has written it already, by the same schema.
  return { status, headers, body: result instanceof JsonText ? result.text : route.serialize(result) };
}

function isStream(value: unknown): value is NodeJS.ReadableStream {
  return typeof (value as { pipe?: unknown }).pipe === 'function';
}
