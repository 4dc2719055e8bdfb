import { useSyncExternalStore } from 'react';
import { grants } from '../../../../lib/principal.ts';
import { getSession, subscribeSession } from './session.ts';
import type { SessionState, SessionUser } from './session.types.ts';

export function useSession(): SessionState {
  return useSyncExternalStore(subscribeSession, getSession);
}

/** The logged-in account. Only below the session gate, where there is one. */
export function useMe(): SessionUser {
  const session = useSession();
  if (session.status === 'active' || session.status === 'expired') return session.user;
  throw new Error('useMe needs a session');
}

/** Whether the logged-in account holds a permission. It only decides what is offered: the server decides what is done. */
export function useCan(): (permission: string) => boolean {
  const { permissions } = useMe();
  return (permission) => grants(permissions, permission);
}

/** The time zone that the account chose; undefined for the browser's. */
export function useTimeZone(): string | undefined {
  const session = useSession();
  const user = session.status === 'active' || session.status === 'expired' ? session.user : undefined;
  return user?.timeZone ?? undefined;
}
