import type { Service } from 'moleculer';
import type { Principal } from '../../../lib/principal.ts';
import type { Store } from '../../../mixins/store/store.types.ts';
import { AccessLog } from '../hooks/log-access.ts';
import type { StaticServer } from '../hooks/serve-static.ts';
import type { Platform } from '../platform.ts';
import { AccessTokens } from './access-tokens.ts';
import { Drain } from './drain.ts';
import type { Gateway } from './http-handler.ts';
import { OpenStreams } from './open-streams.ts';
import { Router } from './router.ts';
import { Sessions } from './sessions.ts';

/** Puts together what the request path works with. */
export function createGateway(service: Service & { store: Store; serve: StaticServer; platform: Platform }): Gateway {
  const { broker, logger } = service;
  const tokens = new AccessTokens(async () => {
    const jwks: { keys: { kid: string }[] } = await broker.call('oauth.jwks');
    return jwks.keys;
  });
  const sessions = new Sessions(async ({ sid, sub }) => {
    const session: { active: boolean; user: Principal | null } = await broker.call('oauth.session', { sid, sub });
    return session.active ? session.user : null;
  });
  return {
    broker,
    store: service.store,
    router: new Router(),
    tokens,
    sessions,
    accessLog: new AccessLog((error) => logger.error({ err: error }, 'The access log cannot be written')),
    drain: new Drain(),
    streams: new OpenStreams(tokens, sessions),
    serve: service.serve,
    isRouted: () => service.platform.readiness.isRouted(),
    observe: (...request) => service.platform.httpMetrics.observe(...request),
    logFault: (error, { requestId, path }) => logger.error({ err: error, requestId, path }, 'A request failed'),
  };
}
