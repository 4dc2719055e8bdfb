import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { isUrl, type MongoServer, startMongo } from './helpers/mongo-server.ts';
import { describeWith } from './helpers/require-tool.ts';
import { type Site, startSite } from './helpers/site.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

interface Account {
  id: string;
  email: string;
  name: string;
  status: string;
  version: number;
}

interface List<T> {
  data: T[];
  meta: { nextCursor: string | null; total?: number };
}

describeWith('mongo', 'A site that keeps its data in MongoDB', (found) => {
  let server: MongoServer;
  let site: Site;
  let token: string;
  const namespace = `test-${process.pid}-${Date.now()}`;

  beforeAll(async () => {
    server = await startMongo(found, isUrl(found) ? undefined : temporaryFolder());
    site = await startSite({ env: { MONGO_URL: server.url, NAMESPACE: namespace } });
    token = await site.adminToken();
  });

  const create = (fields: object, headers: Record<string, string> = {}) =>
    site.request<Account & { code?: string }>('POST', '/api/v1/users', { token, body: fields, headers });
  const get = <T>(path: string) => site.request<T>('GET', path, { token });

  test('People register, log in, refresh and log out', async () => {
    const person = await site.register({ name: 'Grace' });
    const body = { email: person.user.email, password: person.password };
    expect((await site.request('POST', '/api/v1/auth/register', { body: { ...body, name: 'Again' } })).status).toBe(
      409,
    );
    const login = await site.login(person.user.email, person.password);
    const refreshed = await site.request<{ accessToken: string }>('POST', '/api/v1/auth/refresh', {
      body: { refreshToken: login.refreshToken },
    });
    expect(refreshed.status).toBe(200);
    const own = { token: refreshed.body.accessToken };
    expect((await site.request('GET', '/api/v1/auth/me', own)).status).toBe(200);
    expect((await site.request('POST', '/api/v1/auth/logout', own)).status).toBe(204);
    expect((await site.request('GET', '/api/v1/auth/me', own)).status).toBe(401);
  });

  test('Accounts are searched, filtered, sorted and paged', async () => {
    const made = await Promise.all(
      Array.from({ length: 7 }, (_, n) =>
        create({ email: `list-${n}@example.com`, name: `Lister ${n % 2 ? 'Ö' : 'A'}${n}` }),
      ),
    );
    expect(made.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 201));
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body }: { body: List<Account> } = await get<List<Account>>(
        `/api/v1/users?q=LISTER&sort=-name&limit=3&count=exact${more}`,
      );
      expect(body.meta.total).toBe(7);
      names.push(...body.data.map(({ name }) => name));
      cursor = body.meta.nextCursor;
    }
    const expected = [5, 3, 1].map((n) => `Lister Ö${n}`).concat([6, 4, 2, 0].map((n) => `Lister A${n}`));
    expect(names).toEqual(expected);
    const { body } = await get<List<Account>>(`/api/v1/users?filter[name][eq]=${encodeURIComponent('Lister Ö3')}`);
    expect(body.data.map(({ email }) => email)).toEqual(['list-3@example.com']);
    expect((await get('/api/v1/users?filter[$where][eq]=1')).status).toBe(422);
  });

  test('An account is changed, deleted and restored, an old version is refused, and its history says all of it', async () => {
    const { body: account } = await create({ email: 'changing@example.com', name: 'Before' });
    const path = `/api/v1/users/${account.id}`;
    const ifMatch = { 'if-match': `"${account.version}"` };
    const change = (name: string) => site.request('PATCH', path, { token, body: { name }, headers: ifMatch });
    expect((await change('After')).status).toBe(200);
    expect((await change('Too late')).status).toBe(412);
    expect((await site.request('DELETE', path, { token })).status).toBe(204);
    expect((await site.request('POST', `${path}/restore`, { token })).status).toBe(200);
    expect((await get<Account>(path)).body).toMatchObject({ name: 'After', status: 'active' });
    const { body: history } = await get<List<{ type: string }>>(`${path}/history`);
    expect(history.data.map(({ type }) => type)).toEqual([
      'account.restored',
      'account.deleted',
      'account.profileChanged',
      'account.created',
    ]);
  });

  test('Roles are made, given and held', async () => {
    const role = { name: 'reader', description: 'Reads accounts', permissions: ['users:read'] };
    expect((await site.request('POST', '/api/v1/roles', { token, body: role })).status).toBe(201);
    const { body: account } = await create({ email: 'reader@example.com', name: 'Reader', roles: ['reader'] });
    expect(account).toMatchObject({ roles: ['reader'] });
    expect((await site.request('DELETE', '/api/v1/roles/reader', { token })).status).toBe(409);
  });

  test('A POST with one key has one effect, and of parallel registrations of one address one succeeds', async () => {
    const body = { email: 'once@example.com', name: 'Once' };
    const first = await create(body, { 'idempotency-key': 'once' });
    const second = await create(body, { 'idempotency-key': 'once' });
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
    const racers = await Promise.all(
      Array.from({ length: 10 }, () => create({ email: 'race@example.com', name: 'Racer' })),
    );
    expect(racers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(racers.filter(({ status }) => status === 409)).toHaveLength(9);
  });

  (isUrl(found) ? describe.skip : describe)('whose server is killed and started again', () => {
    test('answers 503 while it is away and goes on afterwards; what was acknowledged is there', async () => {
      const acknowledged: string[] = [];
      let writing = true;
      const statuses = new Set<number>();
      const writer = (async () => {
        for (let n = 0; writing; n++) {
          const { status, body } = await create({ email: `kill-${n}@example.com`, name: 'Killed' });
          statuses.add(status);
          if (status === 201) acknowledged.push(body.id);
        }
      })();
      while (acknowledged.length < 10) await delay(20);
      await server.kill('SIGKILL');
      const start = Date.now();
      const away = await site.request('POST', '/api/v1/auth/register', {
        body: { email: 'away@example.com', password: 'correct horse battery', name: 'Away' },
      });
      expect([away.status, away.headers['retry-after'] !== undefined]).toEqual([503, true]);
      expect(Date.now() - start).toBeLessThan(10_000);
      await server.start();
      const deadline = Date.now() + 30_000;
      const before = acknowledged.length;
      while (acknowledged.length < before + 5 && Date.now() < deadline) await delay(50);
      writing = false;
      await writer;
      expect(acknowledged.length).toBeGreaterThanOrEqual(before + 5);
      expect([...statuses].filter((status) => ![201, 409, 503].includes(status))).toEqual([]);
      for (const id of acknowledged) expect((await get(`/api/v1/users/${id}`)).status).toBe(200);
      expect(site.log()).not.toMatch(/unhandled/i);
      expect((await get<{ status: string }>('/health')).body.status).toBe('ok');
    });
  });
});
