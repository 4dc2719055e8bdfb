import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite } from '../../../test/helpers/site.ts';

describe('while a service is away', () => {
  let site: Site;
  let token: string;

  beforeAll(async () => {
    site = await startSite({ repl: true });
    token = await site.adminToken();
    site.operate('destroy users');
    await site.waitForLog(/Destroyed successfully/);
  });

  test('its routes answer 503 with Retry-After, not 404', async () => {
    const answer = await site.request('POST', '/api/v1/auth/login', {
      body: { email: 'a@example.com', password: 'some long pass phrase' },
    });
    expect(answer).toMatchObject({ status: 503, body: { code: 'common.unavailable' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    const list = await site.request('GET', '/api/v1/users', { token });
    expect(list).toMatchObject({ status: 503, body: { code: 'common.unavailable' } });
  });

  test('health says which one, and the process is not ready', async () => {
    const health = await site.request('GET', '/health');
    expect(health.body).toMatchObject({ services: { users: { status: 'down' }, console: { status: 'ok' } } });
    const ready = await site.request('GET', '/health/ready');
    expect(ready.status).toBe(503);
    expect(JSON.stringify(ready.body)).toContain('users');
    expect((await site.request('GET', '/health/live')).status).toBe(200);
  });
});

describe('a Console that never met the other services', () => {
  let site: Site;

  beforeAll(async () => {
    const all = await startSite();
    await all.stop();
    site = await startSite({ dataDir: all.dataDir, services: ['console'] });
  }, 60_000);

  test('answers their routes with 503 and Retry-After, and 404 where there never was one', async () => {
    const body = { email: 'a@example.com', password: 'some long pass phrase' };
    const answer = await site.request('POST', '/api/v1/auth/login', { body });
    expect(answer).toMatchObject({ status: 503, body: { code: 'common.unavailable' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await site.request('GET', '/api/v1/nothing')).status).toBe(404);
  });

  test('still guards them', async () => {
    expect((await site.request('GET', '/api/v1/users')).status).toBe(401);
  });

  test('lists them as down, and documents them', async () => {
    const { body: health } = await site.request('GET', '/health');
    expect(health).toMatchObject({ services: { users: { status: 'down' }, oauth: { status: 'down' } } });
    const { body } = await site.request<{ paths: object }>('GET', '/api/v1/openapi.json');
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/api/v1/users/{id}', '/api/v1/auth/login']));
  });
});
