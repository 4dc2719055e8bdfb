import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite } from '../../../test/helpers/site.ts';

describe('an answer that may be kept', () => {
  let site: Site;
  let admin: string;

  beforeAll(async () => {
    site = await startSite();
    admin = await site.adminToken();
  }, 60_000);

  const roles = (token?: string, headers = {}) =>
    site.request<{ data: { id: string }[] }>('GET', '/api/v1/roles', { token, headers });

  test('is answered again with the same ETag, and as 304 to those who have it', async () => {
    const first = await roles(admin);
    const second = await roles(admin);
    expect(second.body).toEqual(first.body);
    expect(second.headers.etag).toBe(first.headers.etag);
    expect(second.headers['cache-control']).toBe('private, no-cache');
    const third = await roles(admin, { 'If-None-Match': String(first.headers.etag) });
    expect(third.status).toBe(304);
    // Counted like any other; a second Console would not know of the first request yet.
    expect(third.headers.ratelimit).not.toBe(first.headers.ratelimit);
  });

  test('is not given to those who may not ask', async () => {
    const { accessToken } = await site.register();
    expect((await roles(admin)).status).toBe(200);
    expect((await roles(accessToken)).status).toBe(403);
    expect((await roles()).status).toBe(401);
    expect((await roles('guessed')).status).toBe(401);
  });

  test('is dropped as soon as something changed', async () => {
    await roles(admin);
    await site.request('POST', '/api/v1/roles', { token: admin, body: { name: 'fresh', permissions: [] } });
    // Other processes hear of it over Redis, and well before the five seconds of the contract are over.
    const deadline = Date.now() + (process.env.TEST_TOPOLOGY === 'cluster' ? 3_000 : 0);
    const listed = async () => (await roles(admin)).body.data.map(({ id }) => id);
    let names = await listed();
    while (!names.includes('fresh') && Date.now() < deadline) names = await listed();
    expect(names).toContain('fresh');
  });

  test('depends on the parameters', async () => {
    await roles(admin);
    const one = await site.request<{ data: object[] }>('GET', '/api/v1/roles?limit=1', { token: admin });
    expect(one.body.data).toHaveLength(1);
  });

  test('that everybody may have tells shared caches for how long, and how old it is', async () => {
    const ask = () => site.request('GET', '/api/v1/openapi.json');
    let { headers } = await ask();
    // Of several Consoles the next one may have to ask as well.
    for (const deadline = Date.now() + 10_000; headers.age === undefined && Date.now() < deadline; ) {
      ({ headers } = await ask());
    }
    expect(headers['cache-control']).toBe('public, max-age=1');
    expect(headers.age).toMatch(/^[01]$/);
  });

  test('of a refusal is not kept', async () => {
    const ask = () => site.request('GET', '/api/v1/roles?limit=0', { token: admin });
    expect([(await ask()).status, (await ask()).status]).toEqual([422, 422]);
  });
});
