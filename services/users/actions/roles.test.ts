import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstAdmin, type Person, tally } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

let site: Site;
let admin: Person;

beforeAll(async () => {
  site = await startSite();
  admin = await firstAdmin(site);
}, 90_000);

const make = (name: string, permissions = ['users:read']) =>
  admin.send('POST', '/api/v1/roles', { name, description: 'Test', permissions });

describe('a role', () => {
  test('is made, read, changed, listed and removed', async () => {
    const made = await make('editor');
    expect(made).toMatchObject({
      status: 201,
      headers: { location: '/api/v1/roles/editor' },
      body: { id: 'editor', permissions: ['users:read'], builtIn: false, version: 1 },
    });
    const change = { permissions: ['users:*', '*'], description: 'More' };
    const changed = await admin.send('PATCH', '/api/v1/roles/editor', change);
    expect(changed.body).toMatchObject({ ...change, version: 2 });
    expect((await admin.send('GET', '/api/v1/roles/editor')).body).toEqual(changed.body);
    const found = await admin.send('GET', '/api/v1/roles?q=more&fields=description');
    expect(found.body.data).toEqual([{ id: 'editor', description: 'More' }]);
    expect(await admin.send('DELETE', '/api/v1/roles/editor')).toMatchObject({ status: 204 });
    expect(await admin.send('GET', '/api/v1/roles/editor')).toMatchObject({ status: 404 });
  });

  test('keeps its history when it is removed and made again', async () => {
    await make('phoenix');
    await admin.send('PATCH', '/api/v1/roles/phoenix', { permissions: [] });
    await admin.send('DELETE', '/api/v1/roles/phoenix');
    expect(await make('phoenix')).toMatchObject({ status: 201, body: { version: 4 } });
    const { body } = await admin.send('GET', '/api/v1/roles/phoenix/history');
    expect(body.data.map(({ text }) => text)).toEqual([
      'admin made the role',
      'admin removed the role',
      'admin changed permissions from users:read to nothing',
      'admin made the role',
    ]);
  });

  test('made twenty times at once exists once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => make('twin')));
    expect(tally(answers)).toEqual({ 201: 1, 409: 19 });
  });

  test('of twenty writers with the same If-Match one changes it', async () => {
    const etag = (await make('contested')).headers.etag as string;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        admin.send('PATCH', '/api/v1/roles/contested', { description: `${n}` }, { 'If-Match': etag }),
      ),
    );
    expect(tally(answers)).toEqual({ 200: 1, 412: 19 });
  });

  test('that somebody holds stays, also when it is only a deleted account', async () => {
    await make('held');
    const { id } = (await admin.send('POST', '/api/v1/users', { email: 'holder@example.com', roles: ['held'] })).body;
    const refused = { status: 409, body: { code: 'users.roleHeld' } };
    expect(await admin.send('DELETE', '/api/v1/roles/held')).toMatchObject(refused);
    await admin.send('DELETE', `/api/v1/users/${id}`);
    expect(await admin.send('DELETE', '/api/v1/roles/held')).toMatchObject(refused);
    await admin.send('POST', `/api/v1/users/${id}/erase`);
    expect(await admin.send('DELETE', '/api/v1/roles/held')).toMatchObject({ status: 204 });
  });

  test('that is removed while it is given is held by nobody, or stays', async () => {
    for (let round = 0; round < 5; round++) {
      const role = `fleeting${round}`;
      await make(role);
      const [removal, ...given] = await Promise.all([
        admin.send('DELETE', `/api/v1/roles/${role}`),
        ...Array.from({ length: 4 }, (_, n) =>
          admin.send('POST', '/api/v1/users', { email: `f${round}-${n}@example.com`, roles: [role] }),
        ),
      ]);
      const { body } = await admin.send('GET', `/api/v1/users?filter[roles]=${role}`);
      const made = given.filter(({ status }) => status === 201).length;
      expect(body.data).toHaveLength(made);
      expect([removal?.status, made > 0]).toEqual(made > 0 ? [409, true] : [204, false]);
      expect(given.every(({ status }) => [201, 409, 422].includes(status))).toBe(true);
    }
  });

  test.each(['admin', 'user'])('%s is built in and stays as it is', async (role) => {
    const refused = { status: 409, body: { code: 'users.roleBuiltIn' } };
    expect(await admin.send('PATCH', `/api/v1/roles/${role}`, { permissions: [] })).toMatchObject(refused);
    expect(await admin.send('DELETE', `/api/v1/roles/${role}`)).toMatchObject(refused);
    expect(await make(role)).toMatchObject({ status: 409, body: { code: 'users.roleExists' } });
  });

  test.each([
    [{ name: 'Upper', permissions: [] }, 'name'],
    [{ name: 'x', permissions: [] }, 'name'],
    [{ name: '../etc', permissions: [] }, 'name'],
    [{ name: 'a'.repeat(33), permissions: [] }, 'name'],
    [{ name: 'fine', permissions: ['users:raed'] }, 'permissions'],
    [{ name: 'fine', permissions: ['nothing:*'] }, 'permissions'],
    [{ name: 'fine', permissions: ['users:read', 'users:read'] }, 'permissions'],
    [{ name: 'fine', permissions: ['*:*'] }, 'permissions.0'],
    [{ name: 'fine' }, 'permissions'],
    [{ name: 'fine', permissions: [], builtIn: true }, 'builtIn'],
  ])('%j is refused', async (body, field) => {
    const answer = await admin.send('POST', '/api/v1/roles', body);
    expect([answer.status, answer.body.errors[0]?.field]).toEqual([422, field]);
  });

  test('that does not exist cannot be given, read, changed or removed', async () => {
    const account = { email: 'none@example.com', roles: ['none'] };
    expect(await admin.send('POST', '/api/v1/users', account)).toMatchObject({
      status: 422,
      body: { code: 'users.unknownRole', errors: [{ field: 'roles' }] },
    });
    expect(await admin.send('GET', '/api/v1/roles/none')).toMatchObject({ status: 404 });
    expect(await admin.send('PATCH', '/api/v1/roles/none', { description: '' })).toMatchObject({ status: 404 });
    expect(await admin.send('DELETE', '/api/v1/roles/none')).toMatchObject({ status: 404 });
    expect(await admin.send('GET', '/api/v1/roles/none/history')).toMatchObject({ status: 404 });
  });
});

test('all permissions that services declare are listed with what they are for', async () => {
  const { body } = await admin.send('GET', '/api/v1/permissions');
  expect(body.data).toContainEqual({
    id: 'roles:write',
    service: 'users',
    description: 'Make, change and remove roles',
  });
  expect(body.data.map(({ service }) => service)).toContain('oauth');
});
