import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstAdmin, type Person } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

let site: Site;
let admin: Person;
const ids: string[] = [];

beforeAll(async () => {
  site = await startSite();
  admin = await firstAdmin(site);
  for (const name of ['a', 'b', 'c']) {
    const { body } = await admin.send('POST', '/api/v1/users', { email: `${name}@example.com` });
    ids.push(body.id);
  }
}, 90_000);

const bulk = (body: Record<string, unknown>) => admin.send('POST', '/api/v1/users/bulk', { ids, ...body });
const accounts = async () => {
  const { body } = await admin.send(
    'GET',
    '/api/v1/users?filter[email][contains]=@example.com&sort=email&filter[roles]=user',
  );
  return body.data;
};

describe('a bulk operation', () => {
  test('does the same with each account and answers each by itself', async () => {
    const answer = await bulk({ operation: 'disable', ids: [...ids, 'unknown'] });
    expect(answer.body).toEqual({
      results: [...ids.map((id) => ({ id, ok: true })), { id: 'unknown', ok: false, code: 'common.notFound' }],
    });
    expect((await accounts()).map(({ status }) => status)).toEqual(['disabled', 'disabled', 'disabled']);
  });

  test('that is done already succeeds and is not recorded again', async () => {
    await bulk({ operation: 'enable' });
    const before = (await accounts()).map(({ version }) => version);
    expect((await bulk({ operation: 'enable' })).body.results).toEqual(ids.map((id) => ({ id, ok: true })));
    expect((await accounts()).map(({ version }) => version)).toEqual(before);
  });

  test('adds and removes labels and roles', async () => {
    await admin.send('POST', '/api/v1/roles', { name: 'editor', permissions: [] });
    await bulk({ operation: 'addLabel', label: 'vip' });
    await bulk({ operation: 'addRole', role: 'editor' });
    expect((await accounts())[0]).toMatchObject({ labels: ['vip'], roles: ['user', 'editor'] });
    await bulk({ operation: 'removeLabel', label: 'vip' });
    await bulk({ operation: 'removeRole', role: 'editor' });
    expect((await accounts())[0]).toMatchObject({ labels: [], roles: ['user'] });
  });

  test('deletes and restores; what is deleted cannot be disabled', async () => {
    await bulk({ operation: 'delete' });
    expect(await accounts()).toEqual([]);
    const disabled = await bulk({ operation: 'disable' });
    expect(disabled.body.results).toEqual(ids.map((id) => ({ id, ok: false, code: 'users.accountDeleted' })));
    await bulk({ operation: 'restore' });
    expect((await accounts()).map(({ status }) => status)).toEqual(['active', 'active', 'active']);
  });

  test.each([
    [{ operation: 'erase' }, 'operation'],
    [{ operation: 'addLabel' }, 'label'],
    [{ operation: 'addRole' }, 'role'],
    [{ operation: 'addRole', role: 'nobody' }, 'role'],
    [{ operation: 'disable', ids: [] }, 'ids'],
    [{ operation: 'disable', ids: ['x', 'x'] }, 'ids'],
    [{ operation: 'disable', ids: Array.from({ length: 101 }, (_, n) => `id${n}`) }, 'ids'],
    [{ operation: 'disable', force: true }, 'force'],
  ])('%j is refused', async (body, field) => {
    const answer = await bulk(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0]?.field).toBe(field);
  });
});
