import { type Static, Type } from '../../lib/schema.ts';

/** fastify's serialiser decides "A or null" fastest when it is written so. */
const nullableText = Type.Unsafe<string | null>({ type: ['string', 'null'] });

/** The same record as the site's, in the hand of someone who writes one service for it. */
export const account = Type.Object({
  id: Type.String(),
  email: Type.String(),
  roles: Type.Array(Type.String()),
  labels: Type.Array(Type.String()),
  emailVerified: Type.Boolean(),
  name: Type.String(),
  avatar: nullableText,
  locale: nullableText,
  timeZone: nullableText,
  preferences: Type.Object({}, { additionalProperties: true }),
  status: Type.String(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  deletedAt: nullableText,
  version: Type.Integer(),
});
export type Account = Static<typeof account>;

export const accountParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });
export const listQuery = Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }) });

export const accountPage = Type.Object({
  data: Type.Array(account),
  meta: Type.Object({ nextCursor: nullableText }),
});
export type AccountPage = Static<typeof accountPage>;

export const role = Type.Object({
  id: Type.String(),
  description: Type.String(),
  permissions: Type.Array(Type.String()),
  builtIn: Type.Boolean(),
  createdAt: Type.String(),
  updatedAt: Type.String(),
  version: Type.Integer(),
});
export type Role = Static<typeof role>;

export const rolePage = Type.Object({ data: Type.Array(role), meta: Type.Object({ nextCursor: nullableText }) });
export type RolePage = Static<typeof rolePage>;
