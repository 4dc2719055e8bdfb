import { beforeAll, expect, test } from '@jest/globals';
import { runScript } from './helpers/run-script.ts';
import { type Site, startSite } from './helpers/site.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite({ env: { RATE_LIMIT: '600', AUTH_RATE_LIMIT: '60' } });
});

interface Listed {
  data: { id: string; status: string; name: string }[];
  meta: { total: number };
}

async function accounts(query = ''): Promise<Listed> {
  const { body } = await site.request<Listed>('GET', `/api/v1/users?limit=100&count=exact&${query}`, {
    token: await site.adminToken(),
  });
  return body;
}

test('seeding fills a running installation with accounts that have a history, and adds nothing twice', async () => {
  const first = await runScript('seed.ts', ['--accounts', '40'], site.env);
  expect([first.code, first.log]).toEqual([0, expect.stringContaining('40 accounts are there')]);
  const { data, meta } = await accounts();
  const token = await site.adminToken();
  // The admin, and one of the forty that was deleted is not listed.
  expect(meta.total).toBeGreaterThanOrEqual(40);
  expect((await accounts('filter[status]=disabled')).meta.total).toBeGreaterThan(0);
  expect(new Set(data.map(({ name }) => name)).size).toBe(data.length);
  const histories = await Promise.all(
    data.map(async ({ id }) => {
      const { body } = await site.request<{ data: unknown[] }>('GET', `/api/v1/users/${id}/history`, { token });
      return body.data.length;
    }),
  );
  expect(histories.filter((length) => length > 1).length).toBeGreaterThan(20);

  const second = await runScript('seed.ts', ['--accounts', '40'], site.env);
  expect([second.code, second.log]).toEqual([0, expect.stringContaining('0 of them entered now')]);
  expect((await accounts()).meta.total).toBe(meta.total);
}, 90_000);

test('seeding says what it needs', async () => {
  const nobody = await runScript('seed.ts', [], {});
  expect([nobody.code, nobody.log]).toEqual([1, expect.stringContaining('--email <admin>')]);
  const nowhere = await runScript('seed.ts', ['--url', 'http://127.0.0.1:9'], site.env);
  expect([nowhere.code, nowhere.log]).toEqual([1, expect.stringContaining('cannot be reached')]);
});
