import type { Role } from '../../../../../services/users/users.contract.ts';
import type { FieldChecks } from '../../../ui/form/use-record-form.ts';

export interface RoleValues {
  name: string;
  description: string;
  permissions: string[];
}

export const roleFieldLabels: Record<keyof RoleValues, string> = {
  name: 'Name',
  description: 'Description',
  permissions: 'Permissions',
};

export function toRoleValues(role: Role | undefined): RoleValues {
  return { name: role?.id ?? '', description: role?.description ?? '', permissions: role?.permissions ?? [] };
}

export const roleChecks: FieldChecks<RoleValues> = {
  name: (name) =>
    /^[a-z][a-z0-9-]*[a-z0-9]$/.test(name) ? null : 'Small letters, digits and hyphens, such as support-team',
};
