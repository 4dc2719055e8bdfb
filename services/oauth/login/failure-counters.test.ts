import { beforeAll, expect, test } from '@jest/globals';
import { type RedisServer, startRedis } from '../../../test/helpers/redis-server.ts';
import { describeWith } from '../../../test/helpers/require-tool.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';
import { temporaryFolder } from '../../../test/helpers/temporary-folder.ts';
import { LOGIN_LIMITS } from './login-throttle.ts';

const { points } = LOGIN_LIMITS.pair;

describeWith('redis', 'Processes that share a Redis', (program) => {
  let redis: RedisServer;
  let sites: Site[];
  let accounts = 0;

  beforeAll(async () => {
    redis = await startRedis(program);
    const options = { dataDir: temporaryFolder(), env: { REDIS_URL: redis.url } };
    sites = [await startSite(options), await startSite(options)];
  }, 60_000);

  const login = (email: string, password: string, site: Site) =>
    site.request('POST', '/api/v1/auth/login', { body: { email, password } });

  /** Guesses at the processes in turn. @returns how many of 12 guesses were answered as wrong before one was refused. */
  const guesses = async (): Promise<number> => {
    accounts += 1;
    for (let count = 0; count < 12; count += 1) {
      const { status } = await login(`owner-${accounts}@example.com`, 'wrong', sites[count % 2] as Site);
      if (status === 429) return count;
      expect(status).toBe(401);
    }
    return 12;
  };

  test('count failed logins together', async () => {
    expect(await guesses()).toBe(points);
  });

  test('count each for itself while it is away, and let logins through', async () => {
    const { email, password } = { email: 'kim@example.com', password: 'a long pass phrase' };
    await sites[0]?.register({ email, password });
    await redis.kill();
    const count = await guesses();
    expect(count).toBeGreaterThan(points);
    expect(count).toBeLessThanOrEqual(2 * points);
    for (const site of sites) expect((await login(email, password, site)).status).toBe(200);
    await redis.start();
  });

  test('are not held up by one that is silent', async () => {
    redis.freeze();
    try {
      expect(await guesses()).toBeLessThanOrEqual(2 * points);
    } finally {
      redis.thaw();
    }
  });
});
