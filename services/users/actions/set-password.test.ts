import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstAdmin, type Person, plainUser, tally } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

const NEW = 'an entirely new password';
let site: Site;
let admin: Person;

beforeAll(async () => {
  site = await startSite();
  admin = await firstAdmin(site);
}, 90_000);

const set = (by: Person, { id }: { id: string }, body: Record<string, unknown>) =>
  by.send('PUT', `/api/v1/users/${id}/password`, body);
const login = async (email: string, password: string) =>
  (await site.request('POST', '/api/v1/auth/login', { body: { email, password } })).status;

describe('own password', () => {
  test('is changed with the current one, and only the new one is good for logging in', async () => {
    const user = await plainUser(site);
    const answer = await set(user, user, { newPassword: NEW, currentPassword: user.password });
    expect(answer.status).toBe(204);
    expect(await login(user.email, user.password)).toBe(401);
    expect(await login(user.email, NEW)).toBe(200);
    const { body } = await user.send('GET', `/api/v1/users/${user.id}/history?limit=1`);
    expect(body.data).toEqual([expect.objectContaining({ type: 'account.passwordChanged', changes: [] })]);
    expect(JSON.stringify(body)).not.toContain('argon2');
  });

  test.each([
    [{ newPassword: NEW, currentPassword: 'something else' }, 'users.wrongPassword', 'currentPassword'],
    [{ newPassword: NEW }, 'common.invalid', 'currentPassword'],
    [{ newPassword: 'too short', currentPassword: 'x' }, 'common.invalid', 'newPassword'],
    [{ newPassword: 'Password1234', currentPassword: 'x' }, 'users.weakPassword', 'newPassword'],
  ])('%j is refused at its field', async (body, code, field) => {
    const user = await plainUser(site);
    const answer = await set(user, user, body);
    expect(answer).toMatchObject({ status: 422, body: { code, errors: [{ field }] } });
    expect(await login(user.email, user.password)).toBe(200);
  });

  test('an admin needs the current one too, for the own account', async () => {
    expect(await set(admin, admin, { newPassword: NEW })).toMatchObject({ status: 422 });
  });

  test('of two changes at once from the same password one takes place', async () => {
    const user = await plainUser(site);
    const answers = await Promise.all(
      [1, 2].map((n) => set(user, user, { newPassword: `${NEW} ${n}`, currentPassword: user.password })),
    );
    expect(tally(answers)).toEqual({ 204: 1, 422: 1 });
  });
});

test('who manages accounts sets the password of another without knowing it', async () => {
  const user = await plainUser(site);
  expect(await set(admin, user, { newPassword: user.email })).toMatchObject({ status: 422 });
  expect(await set(admin, user, { newPassword: NEW })).toMatchObject({ status: 204 });
  expect(await login(user.email, NEW)).toBe(200);
});

test('an account that was made without a password is open to nobody until one is set', async () => {
  const email = 'without@example.com';
  const { body } = await admin.send('POST', '/api/v1/users', { email });
  expect(await login(email, 'anything at all')).toBe(401);
  expect(await set(admin, { id: body.id }, { newPassword: NEW })).toMatchObject({ status: 204 });
  expect(await login(email, NEW)).toBe(200);
});

test('a deleted account has no password to set', async () => {
  const user = await plainUser(site);
  await admin.send('DELETE', `/api/v1/users/${user.id}`);
  expect(await set(admin, user, { newPassword: NEW })).toMatchObject({
    status: 409,
    body: { code: 'users.accountDeleted' },
  });
});
