import type { OAuthService } from '../oauth-service.ts';

/** Tells every Console at once to forget what it remembers of these sessions. A hint: each asks again within a second anyway. */
export function announceEnded(service: OAuthService, sessionIds: string[]): void {
  if (sessionIds.length > 0) service.broker.broadcast('oauth.sessions.changed', { sessionIds });
}

/** The same for all sessions of accounts whose roles or state changed. */
export function announceAccountsChanged(service: OAuthService, userIds: string[]): void {
  service.broker.broadcast('oauth.sessions.changed', { userIds });
}
