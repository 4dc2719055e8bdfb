import { grants, type Principal } from '../../lib/principal.ts';
import type { Session } from './sessions/session.ts';

/** Permissions that this service checks, as the Console shows them. */
export const oauthPermissions = {
  'sessions:read': 'See where other accounts are logged in',
  'sessions:write': 'End sessions of other accounts',
  'keys:rotate': 'See the signing keys and take a new one into use',
};

export function canListSessionsOf(principal: Principal, userId: string): boolean {
  return principal.id === userId || grants(principal.permissions, 'sessions:read');
}

export function canRevokeSession(principal: Principal, session: Pick<Session, 'userId'>): boolean {
  return principal.id === session.userId || grants(principal.permissions, 'sessions:write');
}
