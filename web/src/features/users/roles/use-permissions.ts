import { useQuery } from '@tanstack/react-query';
import type { usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { roleKeys } from './role-keys.ts';

/** All permissions that the running services know. */
export function usePermissions() {
  return useQuery({
    queryKey: roleKeys.permissions,
    queryFn: async ({ signal }) => {
      const route = 'GET /api/v1/permissions';
      return (await call<typeof usersContract.roles.permissions>(route, {}, { signal })).data;
    },
  });
}
