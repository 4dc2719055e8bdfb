import { beforeAll, describe, expect, test } from '@jest/globals';
import { startMongo } from '../helpers/mongo-server.ts';
import { firstAdmin, type Person, plainUser, tally, userWho } from '../helpers/people.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { type Site, startSite } from '../helpers/site.ts';

// What one process is tested for at length, once more where each request comes to another Console and is worked on by another
// process than the one before. All of it: `TEST_TOPOLOGY=cluster npm test -- <files>`.
describeWith('redis', 'Two Consoles, two users and one oauth', () => {
  describe('over SQLite', () => flows(async () => ({})));

  describeWith('mongo', 'over MongoDB', (found) =>
    flows(async () => ({ MONGO_URL: (await startMongo(found)).url, NAMESPACE: `flows-${process.pid}-${Date.now()}` })),
  );
});

function flows(environment: () => Promise<Record<string, string>>): void {
  let site: Site;
  let admin: Person;

  beforeAll(async () => {
    site = await startSite({ topology: 'cluster', env: await environment() });
    admin = await firstAdmin(site);
  }, 120_000);

  test('People register, log in, refresh and are known at both Consoles', async () => {
    const { user, password } = await site.register();
    const { refreshToken } = await site.login(user.email, password);
    const refresh = () =>
      site.request<{ accessToken: string }>('POST', '/api/v1/auth/refresh', { body: { refreshToken } });
    const refreshed = await refresh();
    expect(refreshed.status).toBe(200);
    const { accessToken: token } = refreshed.body;
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => site.request<{ user: { id: string } }>('GET', '/api/v1/auth/me', { token })),
    );
    expect(tally(answers)).toEqual({ 200: 4 });
    expect(new Set(answers.map(({ body }) => body.user.id))).toEqual(new Set([user.id]));
    const wrong = await site.request('POST', '/api/v1/auth/login', { body: { email: user.email, password: 'wrong' } });
    expect(wrong.status).toBe(401);
  });

  test('Accounts are made here and listed there, page by page', async () => {
    const names = Array.from({ length: 6 }, (_, n) => `Lister ${n}`);
    for (const [n, name] of names.entries()) {
      const made = await admin.send('POST', '/api/v1/users', { email: `lister-${n}@example.com`, name });
      expect(made.status).toBe(201);
    }
    const listed: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await admin.send('GET', `/api/v1/users?q=Lister&sort=name&limit=2&count=exact${more}`);
      expect(body.meta.total).toBe(6);
      listed.push(...body.data.map(({ name }) => name));
      cursor = body.meta.nextCursor;
    }
    expect(listed).toEqual(names);
  });

  test('A role counts everywhere as soon as it is given, and no longer when it is changed', async () => {
    const reader = await userWho(site, admin, 'users:read');
    const read = () => Promise.all(Array.from({ length: 4 }, () => reader.send('GET', `/api/v1/users/${admin.id}`)));
    expect(tally(await read())).toEqual({ 200: 4 });
    const { body } = await reader.send<{ user: { roles: string[] } }>('GET', '/api/v1/auth/me');
    const role = body.user.roles.find((name) => name.startsWith('test-role'));
    expect((await admin.send('PATCH', `/api/v1/roles/${role}`, { permissions: [] })).status).toBe(200);
    let last = await read();
    for (const deadline = Date.now() + 3_000; tally(last)[404] !== 4 && Date.now() < deadline; ) last = await read();
    expect(tally(last)).toEqual({ 404: 4 });
  });

  test('Of parallel changes of one version one wins, and the history has it once', async () => {
    const person = await plainUser(site);
    const path = `/api/v1/users/${person.id}`;
    const changes = Array.from({ length: 6 }, (_, n) =>
      person.send('PATCH', path, { name: `Changed ${n}` }, { 'if-match': '"1"' }),
    );
    expect(tally(await Promise.all(changes))).toEqual({ 200: 1, 412: 5 });
    const { body } = await person.send('GET', `${path}/history`);
    expect(body.data.map(({ type }) => type)).toEqual(['account.profileChanged', 'account.created']);
  });

  test('A session that is revoked at one Console ends at the other', async () => {
    const { user, password } = await site.register();
    const [kept, ended] = [await site.login(user.email, password), await site.login(user.email, password)];
    const sessions = await site.request<{ data: { id: string; current: boolean }[] }>('GET', '/api/v1/auth/sessions', {
      token: kept.accessToken,
    });
    expect(sessions.body.data).toHaveLength(3);
    const revoked = await site.request('POST', '/api/v1/auth/logout', { token: ended.accessToken });
    expect(revoked.status).toBe(204);
    const me = (token: string) => site.request('GET', '/api/v1/auth/me', { token });
    let statuses: number[] = [];
    for (const deadline = Date.now() + 3_000; statuses.join() !== '401,401' && Date.now() < deadline; ) {
      statuses = [(await me(ended.accessToken)).status, (await me(ended.accessToken)).status];
    }
    expect(statuses).toEqual([401, 401]);
    expect(tally([await me(kept.accessToken), await me(kept.accessToken)])).toEqual({ 200: 2 });
  });

  test('A POST with one key has one effect, whichever Console it comes to', async () => {
    const body = { email: 'once@example.com', name: 'Once' };
    const key = { 'idempotency-key': 'once' };
    const racers = await Promise.all(Array.from({ length: 20 }, () => admin.send('POST', '/api/v1/users', body, key)));
    expect(Object.keys(tally(racers)).filter((status) => !['201', '409'].includes(status))).toEqual([]);
    const again = [
      await admin.send('POST', '/api/v1/users', body, key),
      await admin.send('POST', '/api/v1/users', body, key),
    ];
    expect(again.map(({ status, headers }) => [status, headers['idempotency-replayed']])).toEqual([
      [201, 'true'],
      [201, 'true'],
    ]);
    const made = racers.filter(({ status }) => status === 201);
    expect(new Set([...made, ...again].map(({ body: account }) => account.id)).size).toBe(1);
  });
}
