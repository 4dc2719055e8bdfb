import type { EventOrigin, OriginContext } from './event-store.types.ts';

/** Who makes this call and from where, as events record it. */
export function originOf(ctx: OriginContext): EventOrigin {
  const origin: EventOrigin = { actor: ctx.meta.user?.id ?? 'system' };
  if (ctx.meta.client?.ip) origin.ip = ctx.meta.client.ip;
  if (ctx.requestID) origin.requestId = ctx.requestID;
  return origin;
}
