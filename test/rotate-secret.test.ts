import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startProcess } from './helpers/server-process.ts';
import { type Site, startSite } from './helpers/site.ts';

const former = 'former secret of the installation 0001';
const present = 'present secret of the installation 002';

/** What is sealed or signed with the installation's secret: all of it has to outlive a rotation. */
async function use(site: Site) {
  const ada = await site.register({ name: 'Ada' });
  const asAdmin = { token: await site.adminToken() };
  await site.request('PATCH', `/api/v1/users/${ada.user.id}`, { ...asAdmin, body: { name: 'Ada Lovelace' } });
  const page = await site.request<{ meta: { nextCursor: string } }>('GET', '/api/v1/users?limit=1', asAdmin);
  const once = {
    body: { email: 'grace@example.com', name: 'Grace', password: 'a pass phrase of Grace' },
    headers: { 'Idempotency-Key': 'once' },
  };
  const first = await site.request('POST', '/api/v1/auth/register', once);
  expect(first.status).toBe(201);
  return { ada, cursor: page.body.meta.nextCursor, once, first: first.body };
}

async function expectNothingLost(site: Site, { ada, cursor, once, first }: Awaited<ReturnType<typeof use>>) {
  const again = await site.request('POST', '/api/v1/auth/register', once);
  expect(again.body).toEqual(first);
  const asAdmin = { token: await site.adminToken() };
  expect((await site.request('GET', `/api/v1/users?limit=1&cursor=${cursor}`, asAdmin)).status).toBe(200);
  await expectKeysOpen(site, ada);
}

/** A token from before, and the personal values in the log of events. */
async function expectKeysOpen(site: Site, ada: Awaited<ReturnType<typeof use>>['ada']) {
  expect((await site.request('GET', '/api/v1/auth/me', { token: ada.accessToken })).status).toBe(200);
  const history = await site.request('GET', `/api/v1/users/${ada.user.id}/history`, { token: await site.adminToken() });
  expect(JSON.stringify(history.body)).toContain('Ada Lovelace');
}

/** "secrets reseal" in the operator's prompt. @returns what it printed. */
async function reseal(site: Site): Promise<string> {
  const repl = startProcess([process.execPath, join(import.meta.dirname, '../scripts/repl.ts')], { ...site.env });
  await repl.waitForLog(/Type "help"/);
  repl.type('secrets reseal');
  await repl.waitForLog(/users\.secrets\.reseal +\d+/);
  repl.type('exit');
  await repl.exited;
  return repl.log();
}

test('The secret is rotated without losing anything, and after a reseal the former one can be dropped', async () => {
  const site = await startSite({ env: { SITE11_SECRET: former } });
  const used = await use(site);
  await site.restart({ SITE11_SECRET: former, SITE11_SECRET_OTHER: present });
  await expectNothingLost(site, used);
  await site.restart({ SITE11_SECRET: present, SITE11_SECRET_OTHER: former });
  await expectNothingLost(site, used);
  const printed = await reseal(site);
  const counted = (action: string, count: string) => expect.stringMatching(new RegExp(`${action} +${count}\\n`));
  expect(printed).toEqual(counted('oauth.secrets.reseal', '[12]'));
  expect(printed).toEqual(counted('users.secrets.reseal', '3'));
  expect(await reseal(site)).toEqual(counted('users.secrets.reseal', '0'));
  await site.restart({ SITE11_SECRET_OTHER: '' });
  await expectKeysOpen(site, used.ada);
});
