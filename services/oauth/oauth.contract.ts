import { defineContract } from '../../lib/contract.ts';
import { type ListOptions, listOf, listParams, timeFilter } from '../../lib/list-contract.ts';
import { type Static, Type } from '../../lib/schema.ts';
import { resealContract } from '../../mixins/reseal.contract.ts';
import { identityContract, identitySchema } from '../users/identity.contract.ts';
import { publicJwkSchema } from './keys/signing-key.ts';
import { oauthErrors } from './oauth.errors.ts';
import { sessionSchema } from './sessions/session.ts';

const closed = { additionalProperties: false };
const nothing = Type.Object({}, closed);
const time = Type.String({ format: 'date-time' });

const deviceName = Type.Optional(
  Type.String({ minLength: 1, maxLength: 64, description: 'What the client calls itself in the list of sessions.' }),
);

export const userSchema = Type.Pick(identitySchema, [
  'id',
  'email',
  'name',
  'roles',
  'permissions',
  'avatar',
  'locale',
  'timeZone',
]);
export type User = Static<typeof userSchema>;

export const tokenAnswerSchema = Type.Object({
  accessToken: Type.String({ description: 'JWT (RFC 9068) for the Authorization header.' }),
  refreshToken: Type.String({ description: 'For one call of /auth/refresh, which answers the next one.' }),
  tokenType: Type.Literal('Bearer'),
  expiresIn: Type.Integer({ description: 'Seconds for which the access token holds.' }),
  user: userSchema,
});
export type TokenAnswer = Static<typeof tokenAnswerSchema>;

export const signingKeySchema = Type.Object({
  kid: Type.String(),
  state: Type.Enum(['next', 'current', 'retiring']),
  createdAt: time,
  activatedAt: Type.Optional(time),
  retiredAt: Type.Optional(time),
  removeAt: Type.Optional(time),
});

export const sessionList: ListOptions = {
  item: sessionSchema,
  sortable: ['createdAt', 'lastUsedAt'],
  defaultSort: ['-lastUsedAt'],
  filterable: { createdAt: timeFilter(), lastUsedAt: timeFilter() },
};

export const oauthContract = {
  register: defineContract({
    name: 'oauth.register',
    rest: 'POST /api/v1/auth/register',
    summary: 'Make an account and log in',
    auth: 'public',
    rateLimit: 'credentials',
    params: Type.Object({ ...identityContract.register.params.properties, device: deviceName }, closed),
    response: tokenAnswerSchema,
    status: 201,
    errors: [oauthErrors.registrationClosed, ...(identityContract.register.errors ?? [])],
  }),
  login: defineContract({
    name: 'oauth.login',
    rest: 'POST /api/v1/auth/login',
    summary: 'Log in with email address and password',
    auth: 'public',
    rateLimit: 'credentials',
    params: Type.Object({ ...identityContract.verifyPassword.params.properties, device: deviceName }, closed),
    response: tokenAnswerSchema,
    errors: [
      oauthErrors.invalidCredentials,
      oauthErrors.tooManyAttempts,
      ...(identityContract.verifyPassword.errors ?? []),
    ],
  }),
  refresh: defineContract({
    name: 'oauth.refresh',
    rest: 'POST /api/v1/auth/refresh',
    summary: 'Exchange a refresh token for new tokens',
    description:
      'Each refresh token is for one use. The same refresh repeated within 10 seconds (a lost answer, a double click) gets the same answer again; later it counts as theft and ends the session.',
    auth: 'public',
    rateLimit: 'credentials',
    idempotent: true,
    params: Type.Object({ refreshToken: Type.String({ minLength: 1, maxLength: 200 }) }, closed),
    response: tokenAnswerSchema,
    errors: [oauthErrors.invalidRefreshToken],
  }),
  logout: defineContract({
    name: 'oauth.logout',
    rest: 'POST /api/v1/auth/logout',
    summary: 'End this session',
    auth: 'authenticated',
    idempotent: true,
    params: nothing,
    response: Type.Null(),
    status: 204,
  }),
  me: defineContract({
    name: 'oauth.me',
    rest: 'GET /api/v1/auth/me',
    summary: 'Who is logged in, and in which session',
    auth: 'authenticated',
    params: nothing,
    response: Type.Object({ user: userSchema, session: Type.Union([sessionSchema, Type.Null()]) }),
  }),
  listSessions: defineContract({
    name: 'oauth.sessions.list',
    rest: 'GET /api/v1/auth/sessions',
    summary: 'Where an account is logged in',
    auth: 'authenticated',
    params: listParams(sessionList, {
      userId: Type.Optional(
        Type.String({ minLength: 1, maxLength: 64, description: "Another account's; needs sessions:read." }),
      ),
    }),
    response: listOf(sessionSchema),
  }),
  revokeSession: defineContract({
    name: 'oauth.sessions.revoke',
    rest: 'DELETE /api/v1/auth/sessions/:id',
    summary: 'End one session',
    auth: 'authenticated',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, closed),
    response: Type.Null(),
    status: 204,
  }),
  revokeOtherSessions: defineContract({
    name: 'oauth.sessions.revokeOthers',
    rest: 'DELETE /api/v1/auth/sessions',
    summary: 'End all own sessions but this one',
    auth: 'authenticated',
    params: nothing,
    response: Type.Null(),
    status: 204,
  }),
  session: defineContract({
    name: 'oauth.session',
    summary: 'Whether the session of an access token is still alive, and what its account may do now',
    auth: 'internal',
    idempotent: true,
    params: Type.Object({ sid: Type.String({ maxLength: 64 }), sub: Type.String({ maxLength: 64 }) }, closed),
    response: Type.Object({
      active: Type.Boolean(),
      user: Type.Union([
        Type.Object({
          id: Type.String(),
          sessionId: Type.String(),
          roles: Type.Array(Type.String()),
          permissions: Type.Array(Type.String()),
        }),
        Type.Null(),
      ]),
    }),
  }),
  issueForAccount: defineContract({
    name: 'oauth.issueForAccount',
    summary: 'An access token without a password, for the platform itself (the REPL)',
    auth: 'internal',
    params: Type.Object({ userId: Type.String({ minLength: 1, maxLength: 64 }) }, closed),
    response: Type.Pick(tokenAnswerSchema, ['accessToken', 'expiresIn']),
  }),
  jwks: defineContract({
    name: 'oauth.jwks',
    rest: ['GET /.well-known/jwks.json', 'GET /oauth/jwks'],
    summary: 'Public keys that access tokens are verified with (RFC 7517)',
    auth: 'public',
    params: nothing,
    response: Type.Object({ keys: Type.Array(publicJwkSchema) }),
    // The Console itself does not read them this way; a key is published for days before it signs.
    cache: { seconds: 5, vary: 'public', invalidatedBy: ['oauth.keys.changed'] },
  }),
  listKeys: defineContract({
    name: 'oauth.keys.list',
    rest: 'GET /api/v1/auth/keys',
    summary: 'The signing keys and their states',
    auth: 'keys:rotate',
    params: nothing,
    response: Type.Object({ data: Type.Array(signingKeySchema), meta: Type.Object({ nextCursor: Type.Null() }) }),
  }),
  rotateKeys: defineContract({
    name: 'oauth.keys.rotate',
    rest: 'POST /api/v1/auth/keys/rotate',
    summary: 'Take the next signing key into use',
    auth: 'keys:rotate',
    params: nothing,
    response: Type.Object({
      kid: Type.String({ description: 'The key that signs now.' }),
      rotated: Type.Boolean({ description: 'False when another process rotated at the same moment.' }),
      nextKid: Type.String({ description: 'Published from now on, signs after the next rotation.' }),
      retiredKid: Type.Union([Type.String(), Type.Null()], {
        description: 'Signs no more; its tokens stay valid until they expire.',
      }),
      retiredUntil: Type.Union([time, Type.Null()], { description: 'Until then it stays published.' }),
    }),
  }),
  resealKeys: resealContract('oauth'),
};
