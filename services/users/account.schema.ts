import { type Static, type TSchema, Type } from '../../lib/schema.ts';

export const ACCOUNT_STATUSES = ['active', 'disabled', 'deleted'] as const;

/**
 * Text without control characters, halves of surrogate pairs and marks that turn the direction of what follows (which can
 * make a name look like another).
 */
export const PLAIN_TEXT = '^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff\\u202a-\\u202e\\u2066-\\u2069]*$';

const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** What the owner of an account may change. */
export const profileFields = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: PLAIN_TEXT }),
  avatar: nullable(
    Type.String({
      maxLength: 500,
      pattern: '^(https://[^\\s"<>]+|/[^/\\s"<>][^\\s"<>]*|[A-Za-z0-9-]{1,64})$',
      description: 'Id of an image, a path on this server or an https address.',
    }),
  ),
  locale: nullable(Type.String({ minLength: 2, maxLength: 35, description: 'BCP 47, such as "en-GB".' })),
  timeZone: nullable(Type.String({ minLength: 1, maxLength: 64, description: 'IANA name, such as "Europe/Berlin".' })),
  preferences: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$' }), Type.Unknown(), {
    additionalProperties: false,
    maxProperties: 100,
    description: 'Whatever the interfaces of this person want to keep: at most 16 KB of JSON.',
  }),
};

/** What only those who manage accounts may change. */
export const managedFields = {
  email: Type.String({ minLength: 3, maxLength: 254, description: 'Compared in lower case.' }),
  roles: Type.Array(Type.String({ minLength: 1, maxLength: 32 }), { maxItems: 20, uniqueItems: true }),
  labels: Type.Array(Type.String({ minLength: 1, maxLength: 40, pattern: PLAIN_TEXT }), {
    maxItems: 20,
    uniqueItems: true,
  }),
};

export const passwordField = Type.String({
  minLength: 10,
  maxLength: 128,
  description: 'At least 10 characters, not a common password and not the email address.',
});

/** A password that is tried, not set: its rules may have been others when it was. */
export const givenPasswordField = Type.String({ minLength: 1, maxLength: 128 });

export const accountSchema = Type.Object({
  id: Type.String(),
  ...managedFields,
  emailVerified: Type.Boolean(),
  ...profileFields,
  status: Type.Enum([...ACCOUNT_STATUSES]),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
  deletedAt: nullable(Type.String({ format: 'date-time' })),
  version: Type.Integer(),
});
export type Account = Static<typeof accountSchema>;
