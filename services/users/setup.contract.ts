import { defineContract } from '../../lib/contract.ts';
import { commonErrors } from '../../lib/errors.ts';
import { Type } from '../../lib/schema.ts';
import { accountSchema, managedFields, passwordField, profileFields } from './account.schema.ts';
import { usersErrors } from './users.errors.ts';

const closed = { additionalProperties: false };

/** First start: the one-time link that makes the first admin. */
export const setupContract = {
  status: defineContract({
    name: 'users.setup.status',
    summary: 'Whether the first admin has still to be made',
    rest: 'GET /api/v1/setup',
    auth: 'public',
    params: Type.Object({}, closed),
    response: Type.Object({ needed: Type.Boolean() }),
    tags: ['setup'],
  }),
  complete: defineContract({
    name: 'users.setup.complete',
    summary: 'Make the first admin, with the token that the server printed',
    rest: 'POST /api/v1/setup',
    auth: 'public',
    rateLimit: 'credentials',
    params: Type.Object(
      {
        token: Type.String({ minLength: 1, maxLength: 200 }),
        email: managedFields.email,
        password: passwordField,
        name: profileFields.name,
      },
      closed,
    ),
    response: accountSchema,
    status: 201,
    errors: [
      commonErrors.notFound,
      usersErrors.wrongSetupToken,
      usersErrors.emailTaken,
      usersErrors.weakPassword,
      usersErrors.busy,
    ],
    tags: ['setup'],
  }),
};
