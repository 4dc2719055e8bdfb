import type { Service, ServiceBroker } from 'moleculer';
import { env } from '../../../lib/env.ts';
import { commonErrors, problemType } from '../../../lib/errors.ts';
import type { Principal } from '../../../lib/principal.ts';
import type { Store } from '../../../mixins/store/store.types.ts';
import { AnswerCache } from '../cache/answer-cache.ts';
import { AccessLog } from '../hooks/log-access.ts';
import type { StaticServer } from '../hooks/serve-static.ts';
import { createRateLimits } from '../limits/rate-limits.ts';
import type { Platform } from '../platform.ts';
import { AccessTokens } from './access-tokens.ts';
import { Drain } from './drain.ts';
import type { Gateway } from './http-handler.ts';
import { LoadShedder } from './load-shedder.ts';
import { OpenStreams } from './open-streams.ts';
import { Opening } from './opening.ts';
import { Router } from './router.ts';
import { Sessions } from './sessions.ts';

/** Milliseconds that the oauth service may take to say who asks. */
const PATIENCE = 2_000;

/** Puts together what the request path works with. */
export function createGateway(service: Service & { store: Store; serve: StaticServer; platform: Platform }): Gateway {
  const { broker, logger } = service;
  const tokens = new AccessTokens(async () => {
    const { keys } = await ask<{ keys: { kid: string }[] }>(broker, 'oauth.jwks', {});
    return keys;
  });
  const sessions = new Sessions(async ({ sid, sub }) => {
    const params = { sid, sub };
    const { active, user } = await ask<{ active: boolean; user: Principal | null }>(broker, 'oauth.session', params);
    return active ? user : null;
  });
  return {
    broker,
    store: service.store,
    router: new Router(),
    tokens,
    sessions,
    limits: createRateLimits((err) => logger.warn({ err }, 'Redis is away: this Console counts requests for itself')),
    load: new LoadShedder(env.MAX_REQUESTS),
    answers: new AnswerCache(),
    accessLog: new AccessLog((error) => logger.error({ err: error }, 'The access log cannot be written')),
    drain: new Drain(),
    streams: new OpenStreams(tokens, sessions),
    serve: service.serve,
    opening: new Opening(),
    notReady: () => service.platform.readiness.reasons(),
    observe: (...request) => service.platform.httpMetrics.observe(...request),
    logFault: (error, { requestId, path }) => logger.error({ err: error, requestId, path }, 'A request failed'),
  };
}

/** Without an answer nobody can tell who asks: that is an outage of ours and not a slow endpoint. */
async function ask<T>(broker: ServiceBroker, action: string, params: object): Promise<T> {
  try {
    return await broker.call(action, params as never, { timeout: PATIENCE });
  } catch (error) {
    if (problemType(error) === 'REQUEST_TIMEOUT') throw commonErrors.unavailable({ retryAfter: 2 });
    throw error;
  }
}
