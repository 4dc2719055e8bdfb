import type { Account } from '../../services/users/users.contract.ts';
import type { ApiClient } from './api-client.ts';

const LABELS = ['beta', 'press', 'newsletter', 'berlin office', 'vip', 'workshop 2026'];

/** What an admin does to one account over time; `index` decides what. */
export async function liveThrough(admin: ApiClient, account: Account, index: number): Promise<void> {
  const path = `/api/v1/users/${account.id}`;
  if (index % 3 !== 0) await admin.send('PATCH', path, { labels: pick(index) });
  if (index % 7 === 2) await admin.send('PATCH', path, { roles: ['user', 'support'] });
  if (index % 11 === 4) {
    // Changed and corrected: the address that this account was made with stays its own, so that seeding again finds it.
    await admin.send('PATCH', path, { email: account.email.replace('@', '+wrong@') });
    await admin.send('PATCH', path, { email: account.email });
  }
  if (index % 9 === 5) await admin.send('POST', `${path}/disable`);
  if (index % 18 === 5) await admin.send('POST', `${path}/enable`);
  if (index % 23 === 7) await admin.send('DELETE', path);
  if (index % 46 === 7) await admin.send('POST', `${path}/restore`);
}

/** Roles that a real installation would have beside the built-in ones. */
export async function makeRoles(admin: ApiClient): Promise<void> {
  const roles = [
    { name: 'support', description: 'Helps people with their accounts', permissions: ['users:read', 'sessions:read'] },
    { name: 'editor', description: 'Keeps accounts tidy', permissions: ['users:read', 'users:write'] },
  ];
  for (const role of roles) await admin.send('POST', '/api/v1/roles', role);
}

function pick(index: number): string[] {
  const first = LABELS[index % LABELS.length] as string;
  return index % 4 === 0 ? [first, LABELS[(index + 2) % LABELS.length] as string] : [first];
}
