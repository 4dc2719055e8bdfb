import { beforeAll, describe, expect, test } from '@jest/globals';
import { tally } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

const LINK = /\/setup#token=([\w-]+)/;
const account = { email: 'first@example.com', password: 'a good long password', name: 'First' };
let site: Site;

beforeAll(async () => {
  site = await startSite({ env: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' } });
}, 90_000);

const printedToken = async () => (await site.waitForLog(LINK))[1] as string;
const complete = (body: Record<string, unknown>) => site.request('POST', '/api/v1/setup', { body });
const isNeeded = async () => (await site.request('GET', '/api/v1/setup')).body.needed;

describe('the set-up link', () => {
  test('is printed as long as there is no admin, the same at each start', async () => {
    expect(await isNeeded()).toBe(true);
    const token = await printedToken();
    await site.restart();
    expect(await printedToken()).toBe(token);
  });

  test('is worth nothing with another token or a weak password', async () => {
    const token = await printedToken();
    for (const wrong of ['x', token.slice(1), `${token}x`, 'é'.repeat(21)]) {
      expect(await complete({ ...account, token: wrong })).toMatchObject({
        status: 403,
        body: { code: 'users.wrongSetupToken' },
      });
    }
    expect(await complete({ ...account, token, password: 'Password123' })).toMatchObject({ status: 422 });
    expect(await complete(account)).toMatchObject({ status: 422 });
    expect(await isNeeded()).toBe(true);
  });

  test('makes one admin, however many use it at once, and then is void', async () => {
    const token = await printedToken();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => complete({ ...account, email: `first${n}@example.com`, token })),
    );
    expect(tally(answers)).toEqual({ 201: 1, 404: 9 });
    const { email, roles } = answers.find(({ status }) => status === 201)?.body ?? {};
    expect(roles).toEqual(['admin']);
    const { user } = await site.login(email as string, account.password);
    expect(user.permissions).toEqual(['*']);
    expect(await isNeeded()).toBe(false);
    expect(await complete({ ...account, token })).toMatchObject({ status: 404 });
    await site.restart();
    expect(site.log()).not.toMatch(LINK);
  });
});
