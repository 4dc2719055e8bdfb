import type { Readable } from 'node:stream';
import { defineContract } from '../../lib/contract.ts';
import { commonErrors } from '../../lib/errors.ts';
import { choiceFilter, listOf, listParams, textFilter, timeFilter } from '../../lib/list-contract.ts';
import { type Static, Type } from '../../lib/schema.ts';
import {
  ACCOUNT_STATUSES,
  accountSchema,
  givenPasswordField,
  managedFields,
  passwordField,
  profileFields,
} from './account.schema.ts';
import { normalizeEmailPart } from './domain/email.ts';
import { historyPage, historyParams, idParam } from './history.contract.ts';
import { usersErrors } from './users.errors.ts';

const closed = { additionalProperties: false };
const onlyId = Type.Object({ id: idParam }, closed);

export const accountListOptions = {
  item: accountSchema,
  sortable: ['createdAt', 'updatedAt', 'email', 'name'],
  defaultSort: ['-createdAt'],
  filterable: {
    status: choiceFilter(ACCOUNT_STATUSES),
    roles: choiceFilter(),
    labels: choiceFilter(),
    email: textFilter(normalizeEmailPart),
    name: textFilter(),
    createdAt: timeFilter(),
    updatedAt: timeFilter(),
  },
  searchable: ['email', 'name'],
};

const changeErrors = [
  commonErrors.notFound,
  commonErrors.versionConflict,
  usersErrors.privilegeEscalation,
  usersErrors.lastAdmin,
];

const { name, avatar, locale, timeZone, preferences } = profileFields;
const { email, roles, labels } = managedFields;

export const BULK_OPERATIONS = [
  'disable',
  'enable',
  'delete',
  'restore',
  'addRole',
  'removeRole',
  'addLabel',
  'removeLabel',
] as const;
export type BulkOperation = (typeof BULK_OPERATIONS)[number];

const bulkResult = Type.Object({
  id: Type.String(),
  ok: Type.Boolean(),
  code: Type.Optional(Type.String({ description: 'Code of the problem, such as "users.lastAdmin".' })),
});
export type BulkResult = Static<typeof bulkResult>;

export const accountsContract = {
  list: defineContract({
    name: 'users.list',
    summary: 'List accounts',
    description: 'Deleted accounts are left out unless filter[status] asks for them.',
    rest: 'GET /api/v1/users',
    auth: 'users:read',
    params: listParams(accountListOptions),
    response: listOf(accountSchema),
  }),
  export: defineContract({
    name: 'users.export',
    summary: 'All accounts, as one stream',
    description:
      'One account a line (application/x-ndjson), oldest first, read while it is sent: accounts that change meanwhile are in it as ' +
      'before or as after. An answer that is not complete is broken off without a regular end. Deleted accounts are left out unless ' +
      'filter[status] asks for them.',
    rest: 'GET /api/v1/users/export',
    auth: 'users:read',
    params: Type.Object({ filter: listParams(accountListOptions).properties.filter }, closed),
    response: Type.Unsafe<Readable>({ type: 'string', description: 'An Account a line.' }),
    responseType: 'application/x-ndjson',
  }),
  create: defineContract({
    name: 'users.create',
    summary: 'Make an account',
    description: 'Without a password nobody can log in until one is set. Roles other than "user" need users:roles.',
    rest: 'POST /api/v1/users',
    auth: 'users:write',
    params: Type.Object(
      {
        email,
        password: Type.Optional(passwordField),
        name: Type.Optional(name),
        avatar: Type.Optional(avatar),
        locale: Type.Optional(locale),
        timeZone: Type.Optional(timeZone),
        preferences: Type.Optional(preferences),
        roles: Type.Optional(roles),
        labels: Type.Optional(labels),
      },
      closed,
    ),
    response: accountSchema,
    status: 201,
    errors: [
      usersErrors.emailTaken,
      usersErrors.weakPassword,
      usersErrors.unknownRole,
      usersErrors.privilegeEscalation,
      usersErrors.busy,
    ],
  }),
  get: defineContract({
    name: 'users.get',
    summary: 'Read an account',
    description: 'Own account, or any with users:read.',
    rest: 'GET /api/v1/users/:id',
    auth: 'authenticated',
    params: onlyId,
    response: accountSchema,
    errors: [commonErrors.notFound],
  }),
  update: defineContract({
    name: 'users.update',
    summary: 'Change an account',
    description:
      'Own account: name, avatar, locale, timeZone, preferences. With users:write those of others, and email and labels. ' +
      'Roles need users:roles as well.',
    rest: 'PATCH /api/v1/users/:id',
    auth: 'authenticated',
    params: Type.Object(
      {
        id: idParam,
        name: Type.Optional(name),
        avatar: Type.Optional(avatar),
        locale: Type.Optional(locale),
        timeZone: Type.Optional(timeZone),
        preferences: Type.Optional(preferences),
        email: Type.Optional(email),
        roles: Type.Optional(roles),
        labels: Type.Optional(labels),
      },
      closed,
    ),
    response: accountSchema,
    errors: [...changeErrors, usersErrors.emailTaken, usersErrors.unknownRole, usersErrors.accountDeleted],
  }),
  disable: defineContract({
    name: 'users.disable',
    summary: 'Disable an account: it cannot log in and its sessions end',
    rest: 'POST /api/v1/users/:id/disable',
    auth: 'users:write',
    idempotent: true,
    params: onlyId,
    response: accountSchema,
    errors: [...changeErrors, usersErrors.accountDeleted],
  }),
  enable: defineContract({
    name: 'users.enable',
    summary: 'Enable an account that was disabled',
    rest: 'POST /api/v1/users/:id/enable',
    auth: 'users:write',
    idempotent: true,
    params: onlyId,
    response: accountSchema,
    errors: [...changeErrors, usersErrors.accountDeleted],
  }),
  remove: defineContract({
    name: 'users.remove',
    summary: 'Delete an account',
    description: 'Own account, or any with users:delete. It can be restored for RESTORE_DAYS; after that it is erased.',
    rest: 'DELETE /api/v1/users/:id',
    auth: 'authenticated',
    idempotent: true,
    params: onlyId,
    response: Type.Null(),
    status: 204,
    errors: changeErrors,
  }),
  restore: defineContract({
    name: 'users.restore',
    summary: 'Restore a deleted account',
    rest: 'POST /api/v1/users/:id/restore',
    auth: 'users:delete',
    idempotent: true,
    params: onlyId,
    response: accountSchema,
    errors: [...changeErrors, usersErrors.restoreExpired],
  }),
  erase: defineContract({
    name: 'users.erase',
    summary: 'Erase an account and everything personal of it now, for ever',
    rest: 'POST /api/v1/users/:id/erase',
    auth: 'users:delete',
    params: onlyId,
    response: Type.Null(),
    status: 204,
    errors: changeErrors,
  }),
  setPassword: defineContract({
    name: 'users.setPassword',
    summary: 'Set the password of an account',
    description: 'Own account: with the current password. Others: with users:write. All other sessions of it end.',
    rest: 'PUT /api/v1/users/:id/password',
    auth: 'authenticated',
    rateLimit: 'credentials',
    params: Type.Object(
      { id: idParam, newPassword: passwordField, currentPassword: Type.Optional(givenPasswordField) },
      closed,
    ),
    response: Type.Null(),
    status: 204,
    errors: [
      ...changeErrors,
      usersErrors.weakPassword,
      usersErrors.wrongPassword,
      usersErrors.accountDeleted,
      usersErrors.busy,
    ],
  }),
  bulk: defineContract({
    name: 'users.bulk',
    summary: 'Do the same with up to 100 accounts',
    description: 'Answers each account by itself: what cannot be done with one does not stop the others.',
    rest: 'POST /api/v1/users/bulk',
    auth: 'users:write',
    params: Type.Object(
      {
        operation: Type.Enum([...BULK_OPERATIONS]),
        ids: Type.Array(idParam, { minItems: 1, maxItems: 100, uniqueItems: true }),
        role: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
        label: Type.Optional(managedFields.labels.items),
      },
      closed,
    ),
    response: Type.Object({ results: Type.Array(bulkResult) }),
    errors: [usersErrors.unknownRole, usersErrors.privilegeEscalation],
  }),
  history: defineContract({
    name: 'users.history',
    summary: 'Who changed what of an account, and when',
    description: 'Own account, or any with users:read. Newest first.',
    rest: 'GET /api/v1/users/:id/history',
    auth: 'authenticated',
    params: historyParams,
    response: historyPage,
    errors: [commonErrors.notFound],
  }),
};
