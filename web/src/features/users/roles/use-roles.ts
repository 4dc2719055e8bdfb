import { useQuery } from '@tanstack/react-query';
import type { Role, usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { roleKeys } from './role-keys.ts';

export const rolesRoute = 'GET /api/v1/roles';

async function fetchAllRoles(signal: AbortSignal): Promise<Role[]> {
  const roles: Role[] = [];
  let cursor: string | undefined;
  do {
    const page = await call<typeof usersContract.roles.list>(rolesRoute, { limit: 100, cursor }, { signal });
    roles.push(...page.data);
    cursor = page.meta.nextCursor ?? undefined;
  } while (cursor);
  return roles;
}

/** All roles: there are few, and choices need them whole. */
export function useRoles() {
  return useQuery({ queryKey: roleKeys.list, queryFn: ({ signal }) => fetchAllRoles(signal) });
}
