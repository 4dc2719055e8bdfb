import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite, type TokenAnswer } from '../../../test/helpers/site.ts';

// What list-sessions, revoke-session, revoke-other-sessions, logout and refresh do together, and what ends sessions from outside.

interface Session {
  id: string;
  userId: string;
  current: boolean;
  device: { name: string | null; browser: string | null };
  ip: string;
}

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

const loginFrom = async ({ user, password }: Person, userAgent: string, device?: string) => {
  const body = { email: user.email, password, ...(device !== undefined && { device }) };
  return (await site.request<TokenAnswer>('POST', '/api/v1/auth/login', { body, headers: { 'user-agent': userAgent } }))
    .body;
};

type Person = Awaited<ReturnType<Site['register']>>;

const sessionsOf = async (token: string, query = '') =>
  (await site.request<{ data: Session[] }>('GET', `/api/v1/auth/sessions${query}`, { token })).body.data;

const statusOf = async (token: string) => (await site.request('GET', '/api/v1/auth/me', { token })).status;

const refresh = (refreshToken: string) =>
  site.request<TokenAnswer>('POST', '/api/v1/auth/refresh', { body: { refreshToken } });

/** Milliseconds until the access token is refused. */
async function timeToRefusal(token: string): Promise<number> {
  const start = performance.now();
  while ((await statusOf(token)) !== 401) {
    if (performance.now() - start > 5_000) throw new Error('The access token is still accepted.');
  }
  return performance.now() - start;
}

describe('The list of sessions', () => {
  test('shows where the account is logged in, and which one this is', async () => {
    const person = await site.register();
    const phone = await loginFrom(person, iPhone, 'My phone');
    const sessions = await sessionsOf(phone.accessToken);
    expect(sessions).toHaveLength(2);
    expect(sessions.find(({ current }) => current)).toMatchObject({
      userId: person.user.id,
      ip: '127.0.0.1',
      device: { name: 'My phone', browser: 'Safari 18', os: 'iOS 18.1', type: 'mobile' },
    });
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
  });

  test('is read page by page', async () => {
    const person = await site.register();
    await loginFrom(person, iPhone);
    await loginFrom(person, iPhone);
    const first = await site.request<{ data: Session[]; meta: { nextCursor: string; total: number } }>(
      'GET',
      '/api/v1/auth/sessions?limit=2&count=exact&sort=createdAt',
      { token: person.accessToken },
    );
    expect(first.body).toMatchObject({ meta: { total: 3 }, data: [{ current: true }, { current: false }] });
    const second = await sessionsOf(
      person.accessToken,
      `?limit=2&sort=createdAt&cursor=${encodeURIComponent(first.body.meta.nextCursor)}`,
    );
    expect(second).toHaveLength(1);
    expect(first.body.data.map(({ id }) => id)).not.toContain(second[0]?.id);
  });

  test('of another account is for those who hold sessions:read', async () => {
    const person = await site.register();
    const other = await site.register();
    const path = `/api/v1/auth/sessions?userId=${person.user.id}`;
    expect(await site.request('GET', path, { token: other.accessToken })).toMatchObject({ status: 403 });
    const seen = await site.request<{ data: Session[] }>('GET', path, { token: await site.adminToken() });
    expect(seen.body.data).toMatchObject([{ userId: person.user.id, current: false }]);
  });
});

describe('A session that its account ends', () => {
  test('by logging out is refused within a second, its refresh token too', async () => {
    const { accessToken, refreshToken } = await site.register();
    expect(await statusOf(accessToken)).toBe(200);
    const logout = await site.request('POST', '/api/v1/auth/logout', { token: accessToken });
    expect(logout.status).toBe(204);
    expect(await timeToRefusal(accessToken)).toBeLessThan(1_000);
    expect(await refresh(refreshToken)).toMatchObject({ status: 401, body: { code: 'oauth.invalidRefreshToken' } });
  });

  test('from another device is refused within a second', async () => {
    const person = await site.register();
    const phone = await loginFrom(person, iPhone);
    const id = (await sessionsOf(phone.accessToken)).find(({ current }) => current)?.id;
    const answer = await site.request('DELETE', `/api/v1/auth/sessions/${id}`, { token: person.accessToken });
    expect(answer.status).toBe(204);
    expect(await timeToRefusal(phone.accessToken)).toBeLessThan(1_000);
    expect(await statusOf(person.accessToken)).toBe(200);
  });

  test('with all others leaves the one that did it', async () => {
    const person = await site.register();
    const others = [await loginFrom(person, iPhone), await loginFrom(person, 'curl/8')];
    await site.request('DELETE', '/api/v1/auth/sessions', { token: person.accessToken });
    for (const { accessToken } of others) expect(await timeToRefusal(accessToken)).toBeLessThan(1_000);
    expect(await sessionsOf(person.accessToken)).toMatchObject([{ current: true }]);
  });
});

describe("Someone else's session", () => {
  test('does not exist for a plain user, and ends for who holds sessions:write', async () => {
    const person = await site.register();
    const other = await site.register();
    const path = `/api/v1/auth/sessions/${(await sessionsOf(person.accessToken))[0]?.id}`;
    expect(await site.request('DELETE', path, { token: other.accessToken })).toMatchObject({ status: 404 });
    expect(await statusOf(person.accessToken)).toBe(200);
    expect(await site.request('DELETE', path, { token: await site.adminToken() })).toMatchObject({ status: 204 });
    expect(await timeToRefusal(person.accessToken)).toBeLessThan(1_000);
  });
});

describe('What happens to an account ends its sessions:', () => {
  test('a changed password all but the one that changed it', async () => {
    const person = await site.register();
    const phone = await loginFrom(person, iPhone);
    const answer = await site.request('PUT', `/api/v1/users/${person.user.id}/password`, {
      token: person.accessToken,
      body: { currentPassword: person.password, newPassword: 'another long pass phrase' },
    });
    expect(answer.status).toBe(204);
    expect(await timeToRefusal(phone.accessToken)).toBeLessThan(1_000);
    expect(await refresh(phone.refreshToken)).toMatchObject({ status: 401 });
    expect(await sessionsOf(person.accessToken)).toMatchObject([{ current: true }]);
    await expect(site.login(person.user.email, 'another long pass phrase')).resolves.toBeDefined();
  });

  test.each([
    ['disabled', 'POST', '/disable'],
    ['deleted', 'DELETE', ''],
    ['erased', 'POST', '/erase'],
  ])('an account that is %s loses them within a second', async (_state, method, path) => {
    const person = await site.register();
    expect(await statusOf(person.accessToken)).toBe(200);
    const token = await site.adminToken();
    const answer = await site.request(method, `/api/v1/users/${person.user.id}${path}`, { token });
    expect(answer.status).toBeLessThan(300);
    expect(await timeToRefusal(person.accessToken)).toBeLessThan(1_000);
    expect(await refresh(person.refreshToken)).toMatchObject({ status: 401 });
  });

  test('an account that is enabled again has to log in anew', async () => {
    const person = await site.register();
    const token = await site.adminToken();
    await site.request('POST', `/api/v1/users/${person.user.id}/disable`, { token });
    await timeToRefusal(person.accessToken);
    await site.request('POST', `/api/v1/users/${person.user.id}/enable`, { token });
    expect(await statusOf(person.accessToken)).toBe(401);
    const { accessToken } = await site.login(person.user.email, person.password);
    expect(await statusOf(accessToken)).toBe(200);
  });

  test('a role that is given counts within a second, in the sessions that are open', async () => {
    const person = await site.register();
    const canList = async () => (await site.request('GET', '/api/v1/users', { token: person.accessToken })).status;
    expect(await canList()).toBe(403);
    const { status } = await site.request('PATCH', `/api/v1/users/${person.user.id}`, {
      token: await site.adminToken(),
      body: { roles: ['admin'] },
    });
    expect(status).toBe(200);
    const start = performance.now();
    while ((await canList()) !== 200) expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('Parallel refreshes', () => {
  test('of one token, 50 at once, all get the same answer and one successor exists', async () => {
    const { refreshToken } = await site.register();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(refreshToken)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const different = new Set(answers.map(({ body }) => JSON.stringify(body)));
    expect(different.size).toBe(1);
    const [answer] = answers;
    expect(await refresh(answer?.body.refreshToken ?? '')).toMatchObject({ status: 200 });
  });

  test.each([[''], ['x'], [`018f0000-0000-7000-8000-000000000000.${'A'.repeat(43)}`]])(
    'of %j, which is no token, are refused',
    async (refreshToken) => {
      const { status } = await refresh(refreshToken);
      expect(status).toBe(refreshToken === '' ? 422 : 401);
    },
  );
});
