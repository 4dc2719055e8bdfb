import type { ActionResult } from '../../../../../lib/contract.ts';
import type { oauthContract } from '../../../../../services/oauth/oauth.contract.ts';
import { call } from '../../../lib/api.ts';
import { type Pages, usePages } from '../../../lib/use-pages.ts';

export type Session = ActionResult<typeof oauthContract.listSessions>['data'][number];

export const sessionsRoute = 'GET /api/v1/auth/sessions';
export const sessionKeys = {
  all: ['sessions'] as const,
  of: (userId: string | undefined) => ['sessions', userId ?? 'own'],
};

/** Where an account is logged in; without an id the own one. */
export function useSessions(userId?: string): Pages<Session> {
  return usePages(sessionKeys.of(userId), (cursor, signal) =>
    call<typeof oauthContract.listSessions>(sessionsRoute, { userId, cursor }, { signal }),
  );
}
