import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { type RedisServer, startRedis } from '../../../test/helpers/redis-server.ts';
import { describeWith } from '../../../test/helpers/require-tool.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';
import { temporaryFolder } from '../../../test/helpers/temporary-folder.ts';

const LIMIT = 20;
const LOGINS = 6;

describeWith('redis', 'Consoles that share a Redis', (program) => {
  let redis: RedisServer;
  let sites: Site[];

  beforeAll(async () => {
    redis = await startRedis(program);
    const limits = { RATE_LIMIT: String(LIMIT), AUTH_RATE_LIMIT: String(LOGINS), TRUST_PROXY: '127.0.0.1' };
    const options = { dataDir: temporaryFolder(), env: { REDIS_URL: redis.url, ...limits } };
    sites = [await startSite(options), await startSite(options)];
  }, 60_000);

  const ask = async (site: number, ip: string) => {
    const headers = { 'X-Forwarded-For': ip };
    const { status, headers: answered } = await (sites[site] as Site).request('GET', '/api/v1/openapi.json', {
      headers,
    });
    return { status, left: Number(/r=(\d+)/.exec(String(answered.ratelimit))?.[1]) };
  };

  /** Until one Console has heard what the other counted. */
  const untilLeft = async (site: number, ip: string, atMost: number) => {
    let left = LIMIT;
    while (left > atMost) {
      await delay(120);
      left = (await ask(site, ip)).left;
    }
    return left;
  };

  test('count the requests of a client together', async () => {
    for (let n = 0; n < LIMIT - 3; n += 1) expect((await ask(0, '10.0.0.1')).status).toBe(200);
    await ask(1, '10.0.0.1');
    await untilLeft(1, '10.0.0.1', 0);
    // A Console that nobody asked for a while lets through what comes before it has heard of the others again.
    await untilLeft(0, '10.0.0.1', 0);
    for (const site of [0, 1]) expect((await ask(site, '10.0.0.1')).status).toBe(429);
  });

  test('count attempts to log in exactly', async () => {
    const attempt = (n: number) =>
      (sites[n % 2] as Site).request('POST', '/api/v1/auth/login', {
        body: { email: `nobody-${n}@example.com`, password: 'wrong' },
        headers: { 'X-Forwarded-For': '10.0.0.2' },
      });
    const answers = await Promise.all(Array.from({ length: LOGINS * 2 }, (_, n) => attempt(n)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(LOGINS);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(LOGINS);
  });

  test('hold the limits each for itself while it is away, and say so once', async () => {
    await redis.kill();
    const statuses = [];
    for (let n = 0; n < 2 * LIMIT + 6; n += 1) statuses.push((await ask(n % 2, '10.0.0.3')).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(2 * LIMIT);
    expect(statuses.filter((status) => status === 429)).toHaveLength(6);
    for (const site of sites) {
      await site.waitForLog(/counts requests for itself/);
      expect(site.log().match(/counts requests for itself/g)).toHaveLength(1);
    }
  });

  test('count together again when it is back, and forget nothing that one of them still knows', async () => {
    for (let n = 0; n < LIMIT - 5; n += 1) await ask(0, '10.0.0.4');
    await redis.start();
    await untilLeft(1, '10.0.0.4', LIMIT / 2);
    expect((await ask(0, '10.0.0.4')).left).toBeLessThan(LIMIT / 2);
  });

  test('are not held up by one that is silent', async () => {
    redis.freeze();
    try {
      const startedAt = performance.now();
      for (let n = 0; n < 10; n += 1) await ask(0, '10.0.0.5');
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    } finally {
      redis.thaw();
    }
  });
});
