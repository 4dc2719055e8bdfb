import { defineContract } from '../../lib/contract.ts';
import { type Static, Type } from '../../lib/schema.ts';
import { accountSchema, givenPasswordField, managedFields, passwordField, profileFields } from './account.schema.ts';
import { idParam } from './history.contract.ts';
import { usersErrors } from './users.errors.ts';

const closed = { additionalProperties: false };

/** Who an account is and what it may do: for the service that issues tokens. */
export const identitySchema = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  status: accountSchema.properties.status,
  roles: Type.Array(Type.String()),
  permissions: Type.Array(Type.String(), { description: 'Of all roles together.' }),
  avatar: profileFields.avatar,
  locale: profileFields.locale,
  timeZone: profileFields.timeZone,
  credentialsChangedAt: Type.String({ format: 'date-time', description: 'Sessions that began before it are void.' }),
  keptSessionId: Type.Union([Type.String(), Type.Null()], { description: 'All but this one: it set the password.' }),
});
export type Identity = Static<typeof identitySchema>;

/** What other services call; none of it can be reached over HTTP. */
export const identityContract = {
  register: defineContract({
    name: 'users.register',
    summary: 'Make an account for someone who registers',
    auth: 'internal',
    params: Type.Object(
      {
        email: managedFields.email,
        password: passwordField,
        name: profileFields.name,
        locale: Type.Optional(profileFields.locale),
      },
      closed,
    ),
    response: accountSchema,
    status: 201,
    errors: [usersErrors.emailTaken, usersErrors.weakPassword, usersErrors.busy],
  }),
  verifyPassword: defineContract({
    name: 'users.verifyPassword',
    summary: 'Check an email address and a password',
    description: 'Null in the same time for an unknown address, a wrong password and an account that is not active.',
    auth: 'internal',
    params: Type.Object({ email: Type.String({ maxLength: 1000 }), password: givenPasswordField }, closed),
    response: Type.Union([Type.Object({ account: identitySchema }), Type.Null()]),
    errors: [usersErrors.busy],
  }),
  principal: defineContract({
    name: 'users.principal',
    summary: 'Who an account is and what it may do now',
    auth: 'internal',
    idempotent: true,
    params: Type.Object({ id: idParam }, closed),
    response: Type.Union([identitySchema, Type.Null()]),
  }),
  count: defineContract({
    name: 'users.count',
    summary: 'How many accounts there are',
    auth: 'internal',
    idempotent: true,
    params: Type.Object({}, closed),
    response: Type.Object({
      total: Type.Integer({ description: 'Without the deleted ones.' }),
      active: Type.Integer(),
      disabled: Type.Integer(),
      deleted: Type.Integer(),
    }),
  }),
  purge: defineContract({
    name: 'users.purge',
    summary: 'Erase accounts whose time to be restored is over',
    auth: 'internal',
    params: Type.Object(
      {
        deletedBefore: Type.Optional(
          Type.String({ format: 'date-time', description: 'RESTORE_DAYS ago unless told.' }),
        ),
      },
      closed,
    ),
    response: Type.Object({ erased: Type.Integer() }),
  }),
};
