import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite } from './helpers/site.ts';

let site: Site;
let token: string;

beforeAll(async () => {
  site = await startSite();
  token = await site.adminToken();
});

afterEach(async () => {
  const { status } = await site.request('GET', '/health');
  expect(status).toBe(200);
  expect(site.log()).not.toMatch(/"level":(50|60)/);
});

describe('a query', () => {
  test.each([
    'filter[__proto__][eq]=1',
    '__proto__[admin]=1',
    'constructor[prototype][admin]=1',
    'filter[email][$gt]=',
    'filter[$where]=1',
    'filter[email][regex]=.*',
    'filter[email][eq][eq]=a',
    'filter[passwordHash][eq]=x',
    'sort=passwordHash',
    'sort=-$id',
    'fields=hash',
    'limit=0',
    'limit=101',
    'limit=1e3',
    'limit=20&limit=30',
    'limit=',
    'cursor=not-a-cursor',
    'cursor=eyJpZCI6IjEifQ',
    'count=all',
    'expand=everything',
    'unknown=1',
  ])('with %s is refused', async (query) => {
    const { status, body } = await site.request('GET', `/api/v1/users?${query}`, { token });
    expect([status, body.code]).toEqual([422, query.startsWith('cursor=') ? 'store.invalidCursor' : 'common.invalid']);
  });

  test.each([
    ['a very long search', `q=${'x'.repeat(5000)}`],
    ['brackets in brackets in brackets', `filter${'[a]'.repeat(500)}=1`],
    ['hundreds of values', Array.from({ length: 500 }, (_, index) => `filter[status][in]=${index}`).join('&')],
  ])('with %s is refused', async (_what, query) => {
    expect((await site.request('GET', `/api/v1/users?${query}`, { token })).status).toBe(422);
  });

  test.each([
    '/api/v1/users/',
    '/api/v1/users/%00',
    '/api/v1/users/%zz',
    '/api/v1/users/..%2f..%2fetc%2fpasswd',
    '/api/v1/users/%C0%AE',
  ])('path %s finds nothing', async (path) => {
    const { status } = await site.request('GET', path, { token });
    expect([400, 404, 422]).toContain(status);
  });

  test.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/.gitignore',
    '/assets/../../package.json',
  ])('for the static file %s finds nothing outside of the folder', async (path) => {
    const { status, body } = await site.request<unknown>('GET', path);
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(body)).not.toMatch(/moleculer|gitignore/);
  });

  test.each(['/API/V1/USERS', '/api/v1/userss', '/api/v1', '/api/v2/users', '/$node/list', '/api/$node.list'])(
    'path %s that only looks like a route is none',
    async (path) => {
      const { status, headers } = await site.request('GET', path, { token });
      const isPage = status === 200 && headers['content-type']?.startsWith('text/html');
      expect(isPage || status === 404).toBe(true);
    },
  );
});
