import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstAdmin, type Person, plainUser, tally, userWho } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

let site: Site;
let admin: Person;
const at = ({ id }: { id: string }) => `/api/v1/users/${id}`;

beforeAll(async () => {
  site = await startSite();
  admin = await firstAdmin(site);
}, 90_000);

describe('own account', () => {
  test('its profile is changed by its owner, and stored in one spelling', async () => {
    const user = await plainUser(site);
    const profile = {
      name: ' Zoe ',
      avatar: '/a.png',
      locale: 'de-at',
      timeZone: 'europe/vienna',
      preferences: { a: [1] },
    };
    const answer = await user.send('PATCH', at(user), profile);
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toMatchObject({
      ...profile,
      name: 'Zoe',
      locale: 'de-AT',
      timeZone: 'Europe/Vienna',
      version: 2,
    });
    expect((await user.send('GET', at(user))).body).toEqual(answer.body);
  });

  test('nothing that tells of the password is ever answered', async () => {
    const user = await plainUser(site);
    expect(Object.keys((await user.send('GET', at(user))).body).sort()).toEqual(
      [
        'avatar',
        'createdAt',
        'deletedAt',
        'email',
        'emailVerified',
        'id',
        'labels',
        'locale',
        'name',
        'preferences',
        'roles',
        'status',
        'timeZone',
        'updatedAt',
        'version',
      ].sort(),
    );
  });

  test.each([{ roles: ['admin'] }, { labels: ['vip'] }, { email: 'other@example.com' }, { name: 'x', roles: [] }])(
    '%j is not for its owner to change',
    async (change) => {
      const user = await plainUser(site);
      expect(await user.send('PATCH', at(user), change)).toMatchObject({ status: 403 });
      expect((await user.send('GET', at(user))).body.version).toBe(1);
    },
  );

  test.each([
    [{ status: 'active' }, 'status'],
    [{ version: 7 }, 'version'],
    [{ emailVerified: true }, 'emailVerified'],
    [{ permissions: ['*'] }, 'permissions'],
    [{ name: '' }, 'name'],
    [{ name: '   ' }, 'name'],
    [{ name: 'Kim\u202eLee' }, 'name'],
    [{ name: 'Kim\nLee' }, 'name'],
    [{ name: 7 }, 'name'],
    [{ avatar: 'javascript:alert(1)' }, 'avatar'],
    [{ avatar: '//evil.example/x' }, 'avatar'],
    [{ locale: 'en_US' }, 'locale'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ preferences: [] }, 'preferences'],
    [{ preferences: { a: { $set: 1 } } }, 'preferences'],
    [{ preferences: { a: 'x'.repeat(17_000) } }, 'preferences'],
  ])('%j is refused', async (change, field) => {
    const user = await plainUser(site);
    const answer = await user.send('PATCH', at(user), change);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.some((error) => error.field.startsWith(field))).toBe(true);
  });

  test.each(['{"preferences":{"a":{"__proto__":{"isAdmin":true}}}}', '{"__proto__":{"roles":["admin"]}}'])(
    '%s changes nothing',
    async (raw) => {
      const user = await plainUser(site);
      const { accessToken: token } = await site.login(user.email, user.password);
      const headers = { 'content-type': 'application/json' };
      const answer = await site.request('PATCH', at(user), { token, raw, headers });
      expect([400, 422]).toContain(answer.status);
    },
  );

  test('a change to what it is already is none', async () => {
    const user = await plainUser(site);
    await user.send('PATCH', at(user), { name: 'Kim' });
    const answer = await user.send('PATCH', at(user), { name: 'Kim ' });
    expect(answer).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await user.send('PATCH', at(user), {})).toMatchObject({ status: 200, body: { version: 2 } });
  });
});

describe('parallel writers', () => {
  test('of a hundred with the same If-Match one wins', async () => {
    const user = await plainUser(site);
    const etag = (await user.send('GET', at(user))).headers.etag as string;
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => admin.send('PATCH', at(user), { name: `N${n}` }, { 'If-Match': etag })),
    );
    expect(tally(answers)).toEqual({ 200: 1, 412: 99 });
    expect((await user.send('GET', at(user))).body.version).toBe(2);
  });

  test('without If-Match all succeed, one after the other', async () => {
    const user = await plainUser(site);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => admin.send('PATCH', at(user), { name: `N${n}` })),
    );
    expect(tally(answers)).toEqual({ 200: 50 });
    expect((await user.send('GET', at(user))).body.version).toBe(51);
  });
});

describe("somebody else's account", () => {
  const requests: [string, string, unknown][] = [
    ['GET', '', undefined],
    ['PATCH', '', { name: 'Mine' }],
    ['DELETE', '', undefined],
    ['PUT', '/password', { newPassword: 'a good long password', currentPassword: 'whatever it is' }],
    ['GET', '/history', undefined],
  ];

  test.each(requests)('%s …%s is answered as if it did not exist', async (method, path, body) => {
    const [mine, theirs] = [await plainUser(site), await plainUser(site)];
    const answer = await mine.send(method, at(theirs) + path, body);
    const none = await mine.send(method, at({ id: '01990000-0000-7000-8000-000000000000' }) + path, body);
    const { requestId: _, ...problem } = answer.body;
    const { requestId: __, ...noProblem } = none.body;
    expect(problem).toMatchObject({ status: 404, code: 'common.notFound' });
    expect(problem).toEqual(noProblem);
    expect((await theirs.send('GET', at(theirs))).body.version).toBe(1);
  });

  test.each(['disable', 'enable', 'restore', 'erase'])('POST …/%s is not for plain users', async (operation) => {
    const [mine, theirs] = [await plainUser(site), await plainUser(site)];
    expect(await mine.send('POST', `${at(theirs)}/${operation}`)).toMatchObject({ status: 403 });
  });

  test('who may only read it is told so', async () => {
    const [reader, theirs] = [await userWho(site, admin, 'users:read'), await plainUser(site)];
    expect(await reader.send('GET', at(theirs))).toMatchObject({ status: 200 });
    expect(await reader.send('PATCH', at(theirs), { name: 'x' })).toMatchObject({ status: 403 });
    expect(await reader.send('DELETE', at(theirs))).toMatchObject({ status: 403 });
  });

  test('who manages accounts changes email and labels, but not roles', async () => {
    const [writer, theirs] = [await userWho(site, admin, 'users:read', 'users:write'), await plainUser(site)];
    const change = { email: 'Moved@Example.com', labels: ['moved', ' moved '] };
    expect(await writer.send('PATCH', at(theirs), change)).toMatchObject({
      status: 200,
      body: { email: 'moved@example.com', emailVerified: false, labels: ['moved'] },
    });
    expect(await writer.send('PATCH', at(theirs), { roles: [] })).toMatchObject({ status: 403 });
    expect(await writer.send('PATCH', at(theirs), { email: admin.email })).toMatchObject({
      status: 409,
      body: { code: 'users.emailTaken' },
    });
  });
});

describe('the history', () => {
  test('says who changed what, when, from what to what', async () => {
    const user = await plainUser(site);
    await user.send('PATCH', at(user), { name: 'Kim' });
    const before = new Date().toISOString();
    await admin.send('PATCH', at(user), { name: 'Kim Lee', labels: ['vip'] });
    await admin.send('PATCH', at(user), { roles: ['user', 'admin'] });
    const { body } = await admin.send('GET', `${at(user)}/history?limit=3`);
    expect(body.data).toEqual([
      {
        version: 4,
        type: 'account.rolesChanged',
        at: expect.any(String),
        actor: admin.id,
        actorName: 'admin',
        ip: '127.0.0.1',
        text: 'admin changed roles from user to user, admin',
        changes: [{ field: 'roles', from: ['user'], to: ['user', 'admin'] }],
      },
      expect.objectContaining({
        actorName: 'admin',
        text: 'admin changed name from "Kim" to "Kim Lee", changed labels from nothing to vip',
        changes: [
          { field: 'name', from: 'Kim', to: 'Kim Lee' },
          { field: 'labels', from: [], to: ['vip'] },
        ],
      }),
      expect.objectContaining({ actor: user.id, actorName: 'Kim Lee', version: 2 }),
    ]);
    expect((body.data[0] as { at: string }).at >= before).toBe(true);
    const rest = await admin.send('GET', `${at(user)}/history?limit=3&cursor=${body.meta.nextCursor}`);
    expect(rest.body.data.map(({ type }) => type)).toEqual(['account.created']);
    expect(rest.body.meta.nextCursor).toBeNull();
  });

  test('does not tell its owner where an admin sits', async () => {
    const user = await plainUser(site);
    await admin.send('PATCH', at(user), { labels: ['vip'] });
    const { body } = await user.send('GET', `${at(user)}/history`);
    expect(body.data.map(({ actor, ip }) => [actor, ip])).toEqual([
      [admin.id, undefined],
      [user.id, '127.0.0.1'],
    ]);
  });
});
