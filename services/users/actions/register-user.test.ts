import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Answered, firstAdmin, type Person, tally } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

let site: Site;
let admin: Person;

beforeAll(async () => {
  site = await startSite();
  admin = await firstAdmin(site);
}, 90_000);

const register = (email: string, password = 'a good long password') =>
  site.request<Answered>('POST', '/api/v1/auth/register', { body: { email, password, name: 'Kim' } });

describe('registering', () => {
  test('the same address a hundred times at once makes one account', async () => {
    const spellings = ['race@example.com', 'RACE@example.com', 'Race@Example.com', 'ｒａｃｅ@example.com'];
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => register(spellings[n % 4] as string)));
    expect(tally(answers)).toEqual({ 201: 1, 409: 99 });
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'users.emailTaken',
      errors: [{ field: 'email', code: 'taken' }],
    });
    const found = await admin.send('GET', '/api/v1/users?filter[email]=RACE@example.com&count=exact');
    expect(found.body.meta.total).toBe(1);
  });

  test('with the domain in Unicode or in ASCII is the same address', async () => {
    expect(await register('kim@bücher.example')).toMatchObject({ status: 201 });
    expect(await register('kim@xn--bcher-kva.example')).toMatchObject({ status: 409 });
  });

  test.each(['аdmin@example.com', 'kim@localhost', 'kim', 'ki\u200bm@example.com'])('%j is refused', async (email) => {
    const answer = await register(email);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ field: 'email' }));
  });

  test.each([
    ['short', 'password'],
    ['password1234', 'password'],
    ['weak@example.com', 'password'],
    ['x'.repeat(129), 'password'],
  ])('with the password %j is refused at the field', async (password, field) => {
    const answer = await register('weak@example.com', password);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ field }));
  });

  test('gives the role user and nothing else, whatever is asked for', async () => {
    const body = { email: 'greedy@example.com', password: 'a good long password', name: 'G' };
    const greedy = { ...body, roles: ['admin'] };
    expect(await site.request('POST', '/api/v1/auth/register', { body: greedy })).toMatchObject({ status: 422 });
    const answer = await site.request<{ user: { roles: string[]; permissions: string[] } }>(
      'POST',
      '/api/v1/auth/register',
      { body },
    );
    expect(answer.body.user).toMatchObject({ roles: ['user'], permissions: [] });
  });
});

test('the address of a deleted account is free only when the account is erased', async () => {
  const body = { email: 'again@example.com' };
  const { id } = (await admin.send('POST', '/api/v1/users', body)).body;
  expect(await admin.send('DELETE', `/api/v1/users/${id}`)).toMatchObject({ status: 204 });
  expect(await admin.send('POST', '/api/v1/users', body)).toMatchObject({ status: 409 });
  expect(await admin.send('POST', `/api/v1/users/${id}/erase`)).toMatchObject({ status: 204 });
  expect(await admin.send('POST', '/api/v1/users', body)).toMatchObject({ status: 201 });
});
