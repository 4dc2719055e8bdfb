import { beforeAll, describe, expect, test } from '@jest/globals';
import { firstAdmin, type Person, plainUser } from '../../../test/helpers/people.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';

let site: Site;
let admin: Person;
const list = (query: string) => admin.send('GET', `/api/v1/users?${query}`);
const names = async (query: string) => {
  const answer = await list(query);
  expect(answer.status).toBe(200);
  return answer.body.data.map(({ name }) => name);
};

beforeAll(async () => {
  site = await startSite();
  admin = await firstAdmin(site);
  for (const [name, labels] of [
    ['Ada', ['staff', 'math']],
    ['Bob', ['staff']],
    ['Cleo', []],
    ['Dora', ['math']],
  ] as const) {
    const body = { name, email: `${name}@people.example`, labels };
    expect(await admin.send('POST', '/api/v1/users', body)).toMatchObject({ status: 201 });
  }
}, 90_000);

describe('the list of accounts', () => {
  test.each([
    ['filter[email]=ADA@People.Example', ['Ada']],
    ['filter[email][prefix]=CLE', ['Cleo']],
    ['filter[labels]=staff&sort=name', ['Ada', 'Bob']],
    ['filter[labels][in]=staff,math&sort=-name', ['Dora', 'Bob', 'Ada']],
    ['filter[name][contains]=o&sort=name', ['Bob', 'Cleo', 'Dora']],
    ['filter[roles]=admin', ['admin']],
    ['filter[roles]=user&filter[labels]=math&sort=email', ['Ada', 'Dora']],
    ['q=PEOPLE.EXAMPLE&sort=name&limit=2', ['Ada', 'Bob']],
    ['q=leo', ['Cleo']],
    ['filter[createdAt][gt]=2999-01-01T00:00:00Z', []],
    ['filter[createdAt][lt]=2999-01-01T00:00:00%2B02:00&q=ada', ['Ada']],
    ['filter[status][in]=active,disabled&q=bob', ['Bob']],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test('is read page by page without gaps or repetitions', async () => {
    const seen: unknown[] = [];
    let cursor: string | null = '';
    do {
      const answer = await list(`q=people&sort=-name&limit=1&count=exact${cursor && `&cursor=${cursor}`}`);
      expect(answer.body.meta.total).toBe(4);
      seen.push(...answer.body.data.map(({ name }) => name));
      cursor = answer.body.meta.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['Dora', 'Cleo', 'Bob', 'Ada']);
  });

  test('answers only the fields that are asked for', async () => {
    const { body } = await list('fields=name,labels&q=ada');
    expect(body.data).toEqual([{ id: expect.any(String), name: 'Ada', labels: ['staff', 'math'] }]);
  });

  test('leaves deleted accounts out unless they are asked for', async () => {
    const { id } = (await admin.send('POST', '/api/v1/users', { name: 'Eve', email: 'eve@people.example' })).body;
    await admin.send('DELETE', `/api/v1/users/${id}`);
    expect(await names('q=eve')).toEqual([]);
    expect(await names('q=eve&filter[status][ne]=active')).toEqual([]);
    expect(await names('q=eve&filter[status]=deleted')).toEqual(['Eve']);
    expect(await names('q=eve&filter[status][in]=deleted,active')).toEqual(['Eve']);
    expect(await admin.send('GET', `/api/v1/users/${id}`)).toMatchObject({ status: 200, body: { status: 'deleted' } });
  });

  test.each([
    'filter[password]=x',
    'filter[credentialsChangedAt][gt]=2000-01-01T00:00:00Z',
    'filter[email][$ne]=x',
    'filter[email][regex]=.*',
    'filter[email][eq][$gt]=',
    'filter[$where]=1',
    'filter[__proto__][x]=1',
    'filter[constructor]=1',
    'filter[status]=unknown',
    'filter[createdAt][gt]=yesterday',
    'filter=x',
    'sort=credentialsChangedAt',
    'sort=name,-name',
    'sort=$natural',
    'fields=hash',
    'fields=credentialsChangedAt',
    'expand=sessions',
    'limit=0',
    'limit=101',
    'limit=many',
    'cursor=x',
    'count=yes',
    'page=2',
  ])('refuses %s', async (query) => {
    const answer = await list(query);
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  test.each(['q=%00', 'q=%25_%5C', 'filter[name][contains]=%25', "q=';--", 'q=%F0%9F%90%B4'])(
    'finds nothing for %s, and does not stumble',
    async (query) => {
      expect(await names(query)).toEqual([]);
    },
  );

  test('is not for everybody', async () => {
    const user = await plainUser(site);
    expect(await user.send('GET', '/api/v1/users')).toMatchObject({ status: 403, body: { code: 'common.forbidden' } });
    expect(await site.request('GET', '/api/v1/users')).toMatchObject({ status: 401 });
  });
});
