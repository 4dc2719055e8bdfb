import { defineContract } from '../../lib/contract.ts';
import { commonErrors } from '../../lib/errors.ts';
import { choiceFilter, listOf, listParams, textFilter, timeFilter } from '../../lib/list-contract.ts';
import { type Static, Type } from '../../lib/schema.ts';
import { PLAIN_TEXT } from './account.schema.ts';
import { historyPage, historyParams, idParam } from './history.contract.ts';
import { usersErrors } from './users.errors.ts';

const closed = { additionalProperties: false };
const tags = ['roles'];

/** Shorter than a UUID, so that no role has the id of an account. */
const slug = Type.String({ minLength: 2, maxLength: 32, pattern: '^[a-z][a-z0-9-]*[a-z0-9]$' });
const description = Type.String({ maxLength: 300, pattern: PLAIN_TEXT });
const permissions = Type.Array(
  Type.String({ maxLength: 100, pattern: '^(\\*|[a-z][a-z0-9-]*:(\\*|[A-Za-z0-9-]+))$' }),
  {
    maxItems: 200,
    uniqueItems: true,
    description: '"users:read", "users:*" for all of a service, "*" for everything.',
  },
);

export const roleSchema = Type.Object({
  id: slug,
  description,
  permissions,
  builtIn: Type.Boolean({ description: 'Exists from the start; cannot be changed or removed.' }),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
  version: Type.Integer(),
});
export type Role = Static<typeof roleSchema>;

export const permissionSchema = Type.Object({
  id: Type.String(),
  service: Type.String(),
  description: Type.String(),
});
export type Permission = Static<typeof permissionSchema>;

export const roleListOptions = {
  item: roleSchema,
  sortable: ['id', 'createdAt', 'updatedAt'],
  defaultSort: ['id'],
  filterable: { id: textFilter(), permissions: choiceFilter(), createdAt: timeFilter() },
  searchable: ['id', 'description'],
};

export const rolesContract = {
  list: defineContract({
    name: 'users.roles.list',
    summary: 'List roles',
    rest: 'GET /api/v1/roles',
    auth: 'users:read',
    params: listParams(roleListOptions),
    response: listOf(roleSchema),
    cache: { seconds: 5, vary: 'public', invalidatedBy: ['users.events.appended'] },
    tags,
  }),
  create: defineContract({
    name: 'users.roles.create',
    summary: 'Make a role',
    rest: 'POST /api/v1/roles',
    auth: 'roles:write',
    params: Type.Object({ name: slug, description: Type.Optional(description), permissions }, closed),
    response: roleSchema,
    status: 201,
    errors: [usersErrors.roleExists, usersErrors.unknownPermission, usersErrors.privilegeEscalation],
    tags,
  }),
  get: defineContract({
    name: 'users.roles.get',
    summary: 'Read a role',
    rest: 'GET /api/v1/roles/:id',
    auth: 'users:read',
    params: Type.Object({ id: idParam }, closed),
    response: roleSchema,
    errors: [commonErrors.notFound],
    tags,
  }),
  update: defineContract({
    name: 'users.roles.update',
    summary: 'Change a role',
    rest: 'PATCH /api/v1/roles/:id',
    auth: 'roles:write',
    params: Type.Object(
      { id: idParam, description: Type.Optional(description), permissions: Type.Optional(permissions) },
      closed,
    ),
    response: roleSchema,
    errors: [
      commonErrors.notFound,
      commonErrors.versionConflict,
      usersErrors.roleBuiltIn,
      usersErrors.unknownPermission,
      usersErrors.privilegeEscalation,
    ],
    tags,
  }),
  remove: defineContract({
    name: 'users.roles.remove',
    summary: 'Remove a role that nobody holds',
    rest: 'DELETE /api/v1/roles/:id',
    auth: 'roles:write',
    params: Type.Object({ id: idParam }, closed),
    response: Type.Null(),
    status: 204,
    errors: [
      commonErrors.notFound,
      commonErrors.versionConflict,
      usersErrors.roleBuiltIn,
      usersErrors.roleHeld,
      usersErrors.privilegeEscalation,
    ],
    tags,
  }),
  history: defineContract({
    name: 'users.roles.history',
    summary: 'Who changed what of a role, and when',
    rest: 'GET /api/v1/roles/:id/history',
    auth: 'users:read',
    params: historyParams,
    response: historyPage,
    errors: [commonErrors.notFound],
    tags,
  }),
  permissions: defineContract({
    name: 'users.permissions.list',
    summary: 'All permissions that the running services know',
    rest: 'GET /api/v1/permissions',
    auth: 'users:read',
    params: Type.Object({}, closed),
    response: Type.Object({ data: Type.Array(permissionSchema), meta: Type.Object({ nextCursor: Type.Null() }) }),
    cache: { seconds: 2, vary: 'public' },
    tags,
  }),
};
