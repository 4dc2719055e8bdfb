import { env } from '../../../lib/env.ts';
import { type Static, Type } from '../../../lib/schema.ts';
import type { Document } from '../../../mixins/store/store.types.ts';
import type { Identity } from '../../users/identity.contract.ts';
import { type Device, deviceSchema } from './device.ts';

/** One login of one account: the family of all refresh tokens that descend from it. */
export interface Session extends Document {
  userId: string;
  device: Device;
  ip: string | null;
  /** When the login began, before the password was checked: a password changed after this moment ends the session. */
  createdAt: string;
  lastUsedAt: string;
  /** End of the unused session; moves at each refresh, never beyond `endsAt`. */
  expiresAt: string;
  /** End of the session however much it is used. */
  endsAt: string;
}

export const sessionSchema = Type.Object({
  id: Type.String(),
  userId: Type.String(),
  current: Type.Boolean({ description: 'Whether this request was made in this session.' }),
  device: deviceSchema,
  ip: Type.Union([Type.String(), Type.Null()], { description: 'Address of the last use.' }),
  createdAt: Type.String({ format: 'date-time' }),
  lastUsedAt: Type.String({ format: 'date-time' }),
  expiresAt: Type.String({ format: 'date-time' }),
});

export type PublicSession = Static<typeof sessionSchema>;

export function toPublicSession(session: Session, currentId: string | undefined): PublicSession {
  const { id, userId, device, ip, createdAt, lastUsedAt, expiresAt } = session;
  return { id, userId, current: id === currentId, device, ip, createdAt, lastUsedAt, expiresAt };
}

export function isAlive(session: Session, now: number): boolean {
  return Date.parse(session.expiresAt) > now;
}

/**
 * Whether the account's password is the one that the session began with, or was set in it. Looked at with each use, as the log of the
 * users service, by which such sessions are ended for good, may be read late.
 */
export function outlivesPassword(
  { id, createdAt }: Session,
  { credentialsChangedAt, keptSessionId }: Pick<Identity, 'credentialsChangedAt' | 'keptSessionId'>,
): boolean {
  return createdAt >= credentialsChangedAt || id === keptSessionId;
}

/** When a session that is used now ends if it is not used again. */
export function idleEnd(now: number, endsAt: string): string {
  return new Date(Math.min(now + env.REFRESH_TOKEN_TTL * 1000, Date.parse(endsAt))).toISOString();
}
