/** Who makes a call: proven by the Console from the access token, checked again by the service that is called. */
export interface Principal {
  /** Account id, or "system" for the platform itself (REPL, first start, timers). */
  id: string;
  /** Session that the access token belongs to; absent for the system. */
  sessionId?: string;
  roles: string[];
  /** Permissions such as "users:read"; "users:*" and "*" hold all of a service or of everything. */
  permissions: string[];
}

/** The platform itself. Never made from anything that a client sent. */
export const systemPrincipal: Principal = Object.freeze({ id: 'system', roles: [], permissions: ['*'] });

/** Whether a list of held permissions grants `wanted` ("users:read"), counting "users:*" and "*". */
export function grants(held: readonly string[], wanted: string): boolean {
  const service = wanted.slice(0, wanted.indexOf(':'));
  return held.includes(wanted) || held.includes('*') || held.includes(`${service}:*`);
}

/** Whether everything that `wanted` grants is granted by `held` too: nobody can hand out more than they hold. */
export function grantsAll(held: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((permission) => grants(held, permission));
}
