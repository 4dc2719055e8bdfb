import type { Context } from 'moleculer';
import type { Meta } from '../../lib/contract.ts';
import type { Identity } from '../users/identity.contract.ts';
import type { User } from './oauth.contract.ts';

type Call = Pick<Context<unknown, Meta>, 'call'>;

/** The account as it is now; null unless it may use the platform. */
export async function activeAccount(ctx: Call, id: string): Promise<Identity | null> {
  const identity = await ctx.call<Identity | null, { id: string }>('users.principal', { id });
  return identity?.status === 'active' ? identity : null;
}

export function toUser(identity: Identity): User {
  const { id, email, name, roles, permissions, avatar, locale, timeZone } = identity;
  return { id, email, name, roles, permissions, avatar, locale, timeZone };
}
