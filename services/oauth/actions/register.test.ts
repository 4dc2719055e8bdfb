import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite, type TokenAnswer } from '../../../test/helpers/site.ts';

const account = { email: 'kim@example.com', password: 'a long pass phrase', name: 'Kim', locale: 'en-GB' };

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

const register = (body: object) =>
  site.request<TokenAnswer & { code: string; errors: { field: string }[] }>('POST', '/api/v1/auth/register', { body });

describe('Registering', () => {
  test('makes an account and logs in to it', async () => {
    const { status, headers, body } = await register(account);
    expect({ status, headers, body }).toMatchObject({
      status: 201,
      headers: { 'cache-control': 'no-store', location: `/api/v1/users/${body.user.id}` },
      body: { user: { email: 'kim@example.com', name: 'Kim', locale: 'en-GB', roles: ['user'], permissions: [] } },
    });
    expect(await site.request('GET', '/api/v1/auth/me', { token: body.accessToken })).toMatchObject({ status: 200 });
  });

  test('one address at the same time from everywhere makes one account', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => register({ ...account, email: 'many@example.com' })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers) {
      if (status !== 201) expect({ status, code: body.code }).toEqual({ status: 409, code: 'users.emailTaken' });
    }
  });

  test.each([
    [{ password: 'short' }, 'password'],
    [{ email: 'nowhere' }, 'email'],
    [{ name: '' }, 'name'],
    [{ roles: ['admin'] }, 'roles'],
    [{ status: 'active' }, 'status'],
  ])('with %j is a 422 that names the field', async (change, field) => {
    const { status, body } = await register({ ...account, email: 'other@example.com', ...change });
    expect({ status, fields: body.errors.map((error) => error.field) }).toEqual({ status: 422, fields: [field] });
  });
});

describe('Where registration is closed', () => {
  beforeAll(() => site.restart({ REGISTRATION: 'closed' }));
  afterAll(() => site.restart({ REGISTRATION: 'open' }));

  test('nobody registers, and those who have an account log in', async () => {
    const { status, body } = await register({ ...account, email: 'late@example.com' });
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'oauth.registrationClosed' });
    expect(await site.adminToken()).toEqual(expect.any(String));
  });
});
