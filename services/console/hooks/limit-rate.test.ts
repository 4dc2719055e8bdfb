import { describe, expect, test } from '@jest/globals';
import { startSite } from '../../../test/helpers/site.ts';

// Exact in one process. What Consoles count together they know a tenth of a second later: limits/rate-limits.test.ts.
const topology = 'process';

describe('the rate limit', () => {
  test('counts an account, says so in headers, and refuses with Retry-After', async () => {
    const site = await startSite({ topology, env: { RATE_LIMIT: '5' } });
    const { accessToken } = await site.register();
    const answers = [];
    for (let n = 0; n < 7; n += 1) answers.push(await site.request('GET', '/api/v1/auth/me', { token: accessToken }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(answers[0]?.headers['ratelimit-policy']).toBe('"default";q=5;w=60');
    expect(answers[0]?.headers.ratelimit).toMatch(/^"default";r=4;t=\d+$/);
    expect(answers[6]?.body).toMatchObject({ code: 'console.tooManyRequests', status: 429 });
    expect(Number(answers[6]?.headers['retry-after'])).toBeGreaterThan(0);
    const other = await site.register();
    expect((await site.request('GET', '/api/v1/auth/me', { token: other.accessToken })).status).toBe(200);
  });

  test('counts logins by address, whatever the client claims about its address', async () => {
    const site = await startSite({ env: { AUTH_RATE_LIMIT: '3' } });
    const login = (n: number) =>
      site.request('POST', '/api/v1/auth/login', {
        body: { email: `nobody-${n}@example.com`, password: 'wrong wrong wrong' },
        headers: { 'X-Forwarded-For': `10.0.0.${n}` },
      });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await login(n)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });

  test('counts guesses at the password of a session by its account too, from wherever they come', async () => {
    const site = await startSite({ topology, env: { AUTH_RATE_LIMIT: '3', TRUST_PROXY: '127.0.0.1' } });
    const { accessToken } = await site.register();
    const { body } = await site.request<{ user: { id: string } }>('GET', '/api/v1/auth/me', { token: accessToken });
    const guess = (n: number) =>
      site.request('PUT', `/api/v1/users/${body.user.id}/password`, {
        body: { currentPassword: `guess ${n}`, newPassword: 'another long pass phrase' },
        headers: { 'X-Forwarded-For': `10.0.0.${n}` },
        token: accessToken,
      });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) statuses.push((await guess(n)).status);
    expect(statuses).toEqual([422, 422, 422, 429, 429]);
  });

  test('counts guessed access tokens against the address', async () => {
    const site = await startSite({ topology, env: { RATE_LIMIT: '3' } });
    const statuses = [];
    for (let n = 0; n < 5; n += 1) {
      statuses.push((await site.request('GET', '/api/v1/auth/me', { token: `guess-${n}` })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });

  test('believes X-Forwarded-For from a trusted proxy, as far as that proxy wrote it', async () => {
    const site = await startSite({ topology, env: { RATE_LIMIT: '2', TRUST_PROXY: '127.0.0.1' } });
    const ask = (forwarded: string) =>
      site.request('GET', '/health', { headers: { 'X-Forwarded-For': forwarded } }).then(({ status }) => status);
    expect([await ask('10.0.0.1'), await ask('10.0.0.1'), await ask('10.0.0.1')]).toEqual([200, 200, 429]);
    expect(await ask('10.0.0.2')).toBe(200);
    // What stands left of the address that the proxy saw was written by the client.
    expect(await ask('10.0.0.99, 10.0.0.1')).toBe(429);
  });
});
