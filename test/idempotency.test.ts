import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite } from './helpers/site.ts';

let site: Site;
let token: string;

beforeAll(async () => {
  site = await startSite();
  token = await site.adminToken();
});

function create(key: string, body: unknown, headers: Record<string, string> = {}) {
  return site.request('POST', '/api/v1/users', { token, body, headers: { 'idempotency-key': key, ...headers } });
}

async function accountsNamed(name: string): Promise<number> {
  const query = `filter[name][eq]=${encodeURIComponent(name)}&count=exact`;
  const { body } = await site.request<{ meta: { total: number } }>('GET', `/api/v1/users?${query}`, { token });
  return body.meta.total;
}

describe('a POST with an Idempotency-Key', () => {
  test('has one effect when it arrives 50 times at once', async () => {
    const account = (n: number) => ({ email: `fifty-${n}@example.com`, name: 'Fifty' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => create('fifty', account(1))));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
    expect(await accountsNamed('Fifty')).toBe(1);
    const made = answers.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    for (const { status, body, headers } of answers) {
      if (status !== 409) continue;
      expect(body.code).toBe('console.idempotencyInFlight');
      expect(headers['retry-after']).toBeDefined();
    }
  });

  test('is answered again as it was answered first, and says so', async () => {
    const body = { email: 'again@example.com', name: 'Again' };
    const first = await create('again', body);
    const second = await create('again', body);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(second.headers.location).toBe(first.headers.location);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  test('is refused with another body', async () => {
    await create('other-body', { email: 'first@example.com', name: 'First' });
    const { status, body } = await create('other-body', { email: 'second@example.com', name: 'Second' });
    expect([status, body.code]).toEqual([422, 'console.idempotencyMismatch']);
    expect(await accountsNamed('Second')).toBe(0);
  });

  test('does not see the answers of other callers', async () => {
    const one = await site.register();
    const two = await site.register();
    const logout = (account: { accessToken: string }) =>
      site.request('POST', '/api/v1/auth/logout', {
        token: account.accessToken,
        headers: { 'idempotency-key': 'same-for-both' },
      });
    expect((await logout(one)).status).toBe(204);
    expect((await logout(two)).headers['idempotency-replayed']).toBeUndefined();
    for (const account of [one, two]) {
      expect((await site.request('GET', '/api/v1/auth/me', { token: account.accessToken })).status).toBe(401);
    }
  });

  test('keeps a refusal as well', async () => {
    const body = { email: site.env.ADMIN_EMAIL, name: 'Taken' };
    const first = await create('refused', body);
    const second = await create('refused', body);
    expect([first.status, second.status]).toEqual([409, 409]);
    expect(second.body.code).toBe('users.emailTaken');
  });

  test('is remembered through a restart', async () => {
    const body = { email: 'restart@example.com', name: 'Restart' };
    const first = await create('restart', body);
    await site.restart();
    const second = await create('restart', body);
    expect([second.status, second.body]).toEqual([201, first.body]);
  });

  test.each([
    ['empty', ''],
    ['too long', 'x'.repeat(300)],
    ['not visible ASCII', 'caf\u00e9'],
    ['with a space in it', 'two words'],
  ])('is refused when the key is %s', async (_what, key) => {
    const { status, body } = await create(key, { email: 'bad-key@example.com', name: 'Bad key' });
    expect([status, body.code]).toEqual([400, 'console.malformedIdempotencyKey']);
  });
});
