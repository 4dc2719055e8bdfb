import type { AccountState } from '../domain/account.ts';
import type { Identity } from '../identity.contract.ts';
import type { UsersService } from '../users-service.ts';

/** Who an account is and what its roles permit now. An account that is not active may do nothing. */
export async function identityOf(service: UsersService, account: AccountState): Promise<Identity> {
  const { id, email, name, status, roles, avatar, locale, timeZone, credentialsChangedAt, keptSessionId } = account;
  const permissions = status === 'active' ? await service.roleCache.permissionsOf(roles) : [];
  return { id, email, name, status, roles, permissions, avatar, locale, timeZone, credentialsChangedAt, keptSessionId };
}
