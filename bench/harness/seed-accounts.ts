import type { Account } from '../baseline/accounts.schema.ts';
import { ask } from './site.ts';

const LANES = 8;
const TIME_ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', null];

/** Makes accounts through the API, a few at a time, and reads them back as the API answers them. */
export async function seedAccounts(url: string, token: string, count: number): Promise<Account[]> {
  const numbers = Array.from({ length: count }, (_, index) => index).values();
  const lane = async () => {
    for (const number of numbers) await ask(url, 'POST', '/api/v1/users', { token, body: newAccount(number) });
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return readAccounts(url, token);
}

function newAccount(number: number) {
  return {
    email: `person-${number}@example.com`,
    name: `Person Number ${number}`,
    locale: number % 2 === 0 ? 'en-GB' : 'de',
    timeZone: TIME_ZONES[number % TIME_ZONES.length],
    preferences: { theme: 'dark', pageSize: 50 },
    labels: number % 3 === 0 ? ['customer', `group-${number % 10}`] : [],
  };
}

async function readAccounts(url: string, token: string): Promise<Account[]> {
  const accounts: Account[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ limit: '100', ...(cursor !== '' && { cursor }) });
    const page = await ask<{ data: Account[]; meta: { nextCursor: string | null } }>(
      url,
      'GET',
      `/api/v1/users?${query}`,
      { token },
    );
    accounts.push(...page.data);
    cursor = page.meta.nextCursor;
  }
  return accounts;
}
