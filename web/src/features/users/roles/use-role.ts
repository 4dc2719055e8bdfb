import { useQuery } from '@tanstack/react-query';
import type { Role, usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { roleKeys } from './role-keys.ts';

export const roleRoute = 'GET /api/v1/roles/:id';

export function fetchRole(id: string, signal?: AbortSignal): Promise<Role> {
  return call<typeof usersContract.roles.get>(roleRoute, { id }, { signal });
}

export function useRole(id: string) {
  return useQuery({ queryKey: roleKeys.one(id), queryFn: ({ signal }) => fetchRole(id, signal) });
}
