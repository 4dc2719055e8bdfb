import type { ActionParams } from '../../../../../lib/contract.ts';
import type { Role, usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { queryClient } from '../../../lib/query-client.ts';
import { roleKeys } from './role-keys.ts';

type Contracts = typeof usersContract.roles;
type Changes = Omit<ActionParams<Contracts['update']>, 'id'>;

export async function createRole(role: ActionParams<Contracts['create']>): Promise<Role> {
  const created = await call<Contracts['create']>('POST /api/v1/roles', role);
  await roleChanged(created);
  return created;
}

export async function updateRole(id: string, changes: Changes, version: number | undefined): Promise<Role> {
  const params = { id, ...changes };
  const role = await call<Contracts['update']>('PATCH /api/v1/roles/:id', params, { ifMatch: version });
  await roleChanged(role);
  return role;
}

export async function removeRole(id: string): Promise<void> {
  await call<Contracts['remove']>('DELETE /api/v1/roles/:id', { id });
  queryClient.removeQueries({ queryKey: roleKeys.one(id) });
  await queryClient.invalidateQueries({ queryKey: roleKeys.list });
}

async function roleChanged(role: Role): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: roleKeys.all });
  queryClient.setQueryData(roleKeys.one(role.id), role);
}
