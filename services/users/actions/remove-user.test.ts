import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstAdmin, type Person, plainUser } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

let site: Site;
let admin: Person;
const at = ({ id }: { id: string }) => `/api/v1/users/${id}`;
const login = async ({ email, password }: Person) =>
  (await site.request('POST', '/api/v1/auth/login', { body: { email, password } })).status;

beforeAll(async () => {
  site = await startSite();
  admin = await firstAdmin(site);
}, 90_000);

describe('an account that is', () => {
  test('disabled cannot log in until it is enabled', async () => {
    const user = await plainUser(site);
    expect(await admin.send('POST', `${at(user)}/disable`)).toMatchObject({
      status: 200,
      body: { status: 'disabled' },
    });
    expect(await login(user)).toBe(401);
    expect(await admin.send('POST', `${at(user)}/enable`)).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(await login(user)).toBe(200);
  });

  test('deleted by its owner cannot log in until it is restored', async () => {
    const user = await plainUser(site);
    expect(await user.send('DELETE', at(user))).toMatchObject({ status: 204 });
    expect(await login(user)).toBe(401);
    expect(await admin.send('DELETE', at(user))).toMatchObject({ status: 204 });
    expect(await admin.send('PATCH', at(user), { name: 'x' })).toMatchObject({ status: 409 });
    expect(await admin.send('POST', `${at(user)}/restore`)).toMatchObject({ status: 200, body: { deletedAt: null } });
    expect(await login(user)).toBe(200);
  });

  test('restored is disabled when it was before', async () => {
    const user = await plainUser(site);
    await admin.send('POST', `${at(user)}/disable`);
    await admin.send('DELETE', at(user));
    expect(await admin.send('POST', `${at(user)}/restore`)).toMatchObject({ body: { status: 'disabled' } });
  });

  test('erased is nowhere any more, not even in its history', async () => {
    const user = await plainUser(site);
    expect(await admin.send('POST', `${at(user)}/erase`)).toMatchObject({ status: 204 });
    for (const path of ['', '/history']) {
      expect(await admin.send('GET', at(user) + path)).toMatchObject({ status: 404 });
    }
    for (const operation of ['restore', 'erase', 'disable', 'enable']) {
      expect(await admin.send('POST', `${at(user)}/${operation}`)).toMatchObject({ status: 404 });
    }
    expect(await login(user)).toBe(401);
    const found = await admin.send('GET', `/api/v1/users?filter[status][in]=active,deleted&q=${user.email}`);
    expect(found.body.data).toEqual([]);
  });

  test('erased is without a name in what it did', async () => {
    const [author, user] = [await plainUser(site), await plainUser(site)];
    await admin.send('PATCH', at(author), { roles: ['admin'] });
    const { accessToken } = await site.login(author.email, author.password);
    await site.request('PATCH', at(user), { token: accessToken, body: { labels: ['x'] } });
    await admin.send('POST', `${at(author)}/erase`);
    const { body } = await admin.send('GET', `${at(user)}/history?limit=1`);
    expect(body.data).toEqual([
      expect.objectContaining({ actor: author.id, actorName: null, text: 'Someone changed labels from nothing to x' }),
    ]);
    expect(body.data[0]).not.toHaveProperty('ip');
  });

  test('changed with an outdated If-Match stays as it is', async () => {
    const user = await plainUser(site);
    const etag = (await user.send('GET', at(user))).headers.etag as string;
    await user.send('PATCH', at(user), { name: 'Changed' });
    const requests: [string, string][] = [
      ['DELETE', ''],
      ['POST', '/disable'],
      ['POST', '/erase'],
    ];
    for (const [method, path] of requests) {
      const answer = await admin.send(method, at(user) + path, undefined, { 'If-Match': etag });
      expect(answer).toMatchObject({ status: 412, body: { code: 'common.versionConflict' } });
    }
    expect((await user.send('GET', at(user))).body).toMatchObject({ status: 'active', version: 2 });
  });
});
