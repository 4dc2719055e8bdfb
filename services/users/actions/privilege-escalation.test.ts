import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstAdmin, type Person, plainUser, userWho } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

const PASSWORD = 'a good long password';
let site: Site;
let admin: Person;
/** May do everything to accounts and roles, but nothing else on the platform. */
let manager: Person;

beforeAll(async () => {
  site = await startSite();
  admin = await firstAdmin(site);
  manager = await userWho(site, admin, 'users:*', 'roles:write');
  const strong = { name: 'strong', permissions: ['sessions:read'] };
  expect(await admin.send('POST', '/api/v1/roles', strong)).toMatchObject({ status: 201 });
}, 90_000);

const refusal = { status: 403, body: { code: 'users.privilegeEscalation' } };

describe('nobody hands out or takes over more than they hold', () => {
  test.each([
    ['PATCH', '', { email: 'mine@example.com' }],
    ['PATCH', '', { name: 'Renamed' }],
    ['PATCH', '', { roles: ['user'] }],
    ['PUT', '/password', { newPassword: PASSWORD }],
    ['POST', '/disable', undefined],
    ['POST', '/enable', undefined],
    ['POST', '/erase', undefined],
    ['DELETE', '', undefined],
  ])('%s …%s %j of an admin', async (method, path, body) => {
    const before = (await admin.send('GET', `/api/v1/users/${admin.id}`)).body;
    expect(await manager.send(method, `/api/v1/users/${admin.id}${path}`, body)).toMatchObject(refusal);
    expect((await admin.send('GET', `/api/v1/users/${admin.id}`)).body).toEqual(before);
  });

  test('not the role admin or another stronger one, to oneself or to others', async () => {
    const user = await plainUser(site);
    for (const role of ['admin', 'strong']) {
      const roles = ['user', role];
      expect(await manager.send('PATCH', `/api/v1/users/${manager.id}`, { roles })).toMatchObject(refusal);
      expect(await manager.send('PATCH', `/api/v1/users/${user.id}`, { roles })).toMatchObject(refusal);
      const account = { email: 'made@example.com', roles };
      expect(await manager.send('POST', '/api/v1/users', account)).toMatchObject(refusal);
      const bulk = { operation: 'addRole', role, ids: [user.id, manager.id] };
      expect(await manager.send('POST', '/api/v1/users/bulk', bulk)).toMatchObject(refusal);
    }
    expect((await user.send('GET', `/api/v1/users/${user.id}`)).body.roles).toEqual(['user']);
  });

  test('not by a role of their own making', async () => {
    for (const permissions of [['*'], ['sessions:*'], ['users:read', 'platform:read'], ['roles:*']]) {
      const role = { name: 'mighty', permissions };
      expect(await manager.send('POST', '/api/v1/roles', role)).toMatchObject(refusal);
    }
    const modest = { name: 'modest', permissions: ['users:read', 'roles:write'] };
    expect(await manager.send('POST', '/api/v1/roles', modest)).toMatchObject({ status: 201 });
    const more = { permissions: ['users:read', 'keys:rotate'] };
    expect(await manager.send('PATCH', '/api/v1/roles/modest', more)).toMatchObject(refusal);
  });

  test('not by weakening or removing a role that holds more', async () => {
    expect(await manager.send('PATCH', '/api/v1/roles/strong', { permissions: [] })).toMatchObject(refusal);
    expect(await manager.send('PATCH', '/api/v1/roles/strong', { description: 'x' })).toMatchObject(refusal);
    expect(await manager.send('DELETE', '/api/v1/roles/strong')).toMatchObject(refusal);
  });

  test('in bulk the stronger account is left out and said so', async () => {
    const user = await plainUser(site);
    const body = { operation: 'disable', ids: [admin.id, user.id] };
    expect((await manager.send('POST', '/api/v1/users/bulk', body)).body.results).toEqual([
      { id: admin.id, ok: false, code: 'users.privilegeEscalation' },
      { id: user.id, ok: true },
    ]);
  });

  test('a deleted admin is not theirs to restore', async () => {
    const second = await plainUser(site);
    await admin.send('PATCH', `/api/v1/users/${second.id}`, { roles: ['admin'] });
    await admin.send('DELETE', `/api/v1/users/${second.id}`);
    expect(await manager.send('POST', `/api/v1/users/${second.id}/restore`)).toMatchObject(refusal);
  });
});

describe('a permission is needed for', () => {
  test.each([
    ['making accounts', 'POST', '/api/v1/users', { email: 'x@example.com' }, 'users:write'],
    ['bulk changes', 'POST', '/api/v1/users/bulk', { operation: 'disable', ids: ['x'] }, 'users:write'],
    ['bulk deletion', 'POST', '/api/v1/users/bulk', { operation: 'delete', ids: ['x'] }, 'users:delete'],
    ['bulk roles', 'POST', '/api/v1/users/bulk', { operation: 'addRole', role: 'user', ids: ['x'] }, 'users:roles'],
    ['making roles', 'POST', '/api/v1/roles', { name: 'mine', permissions: [] }, 'roles:write'],
    ['changing roles', 'PATCH', '/api/v1/roles/strong', { description: 'x' }, 'roles:write'],
    ['removing roles', 'DELETE', '/api/v1/roles/strong', undefined, 'roles:write'],
    ['seeing roles', 'GET', '/api/v1/roles', undefined, 'users:read'],
    ['seeing permissions', 'GET', '/api/v1/permissions', undefined, 'users:read'],
  ])('%s', async (_, method, path, body, needed) => {
    const others = ['users:read', 'users:write', 'users:delete', 'users:roles', 'roles:write'];
    const person = await userWho(site, admin, ...others.filter((permission) => permission !== needed));
    expect(await person.send(method, path, body)).toMatchObject({ status: 403, body: { code: 'common.forbidden' } });
  });

  test('roles other than the plain one, when an account is made', async () => {
    const writer = await userWho(site, admin, 'users:write');
    const account = { email: 'with-role@example.com', roles: ['user', 'strong'] };
    expect(await writer.send('POST', '/api/v1/users', account)).toMatchObject(refusal);
  });
});
