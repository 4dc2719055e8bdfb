import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Cluster, startCluster } from '../helpers/cluster.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { type Site, startSite } from '../helpers/site.ts';

describeWith('redis', 'Two Consoles', (program) => {
  let cluster: Cluster;
  let first: Site;
  let second: Site;

  beforeAll(async () => {
    cluster = await startCluster(program, { processes: { users: 1, oauth: 1, console: 2 } });
    [first, second] = cluster.consoles as [Site, Site];
  }, 90_000);

  const users = () => cluster.members('users')[0] as { kill(signal: NodeJS.Signals): void };
  const me = (site: Site, token: string) => site.request('GET', '/api/v1/auth/me', { token });

  describe('with one Idempotency-Key', () => {
    const register = (site: Site, name: string) =>
      site.request<Record<string, unknown>>('POST', '/api/v1/auth/register', {
        body: { email: `${name}@example.com`, password: 'a long pass phrase', name },
        headers: { 'idempotency-key': name },
      });

    test('answer what the other one answered', async () => {
      const answer = await register(first, 'replayed');
      const replay = await register(second, 'replayed');
      expect([answer.status, replay.status, replay.headers['idempotency-replayed']]).toEqual([201, 201, 'true']);
      expect(replay.body).toEqual(answer.body);
    });

    test('let one request through, and refuse the other while it is worked on', async () => {
      users().kill('SIGSTOP');
      const answers = [first, second].map((site) => register(site, 'in-flight'));
      expect(await Promise.race(answers)).toMatchObject({ status: 409, body: { code: 'console.idempotencyInFlight' } });
      users().kill('SIGCONT');
      const statuses = (await Promise.all(answers)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([201, 409]);
    });

    test('do not run a request again whose Console died before it answered', async () => {
      const dying = await cluster.addConsole();
      users().kill('SIGSTOP');
      const lost = register(dying, 'lost').catch(() => 'no answer');
      // Long enough to be on its way to the service, and much shorter than the patience with a silent one.
      await delay(1_000);
      await dying.kill('SIGKILL');
      users().kill('SIGCONT');
      expect(await lost).toBe('no answer');
      const { status, body } = await register(second, 'lost');
      expect([status, body.code]).toEqual([409, 'console.idempotencyInFlight']);
    });
  });

  describe('refuse a session', () => {
    test('that ended at the other one', async () => {
      const { accessToken } = await first.register();
      for (const site of [first, second]) expect((await me(site, accessToken)).status).toBe(200);
      await first.request('POST', '/api/v1/auth/logout', { token: accessToken });
      expect(await millisecondsUntil(401, () => me(second, accessToken))).toBeLessThan(2_000);
    });

    test('within a second also where nobody told them', async () => {
      // On the same data but not on the same Redis: what it announces reaches nobody.
      const aside = await startSite({ dataDir: cluster.dataDir, env: { PUBLIC_URL: String(cluster.env.PUBLIC_URL) } });
      const { accessToken } = await first.register();
      expect((await me(second, accessToken)).status).toBe(200);
      await aside.request('POST', '/api/v1/auth/logout', { token: accessToken });
      for (const site of [first, second]) {
        expect(await millisecondsUntil(401, () => me(site, accessToken))).toBeLessThan(2_000);
      }
      await aside.stop();
    });
  });

  describe('without an oauth service', () => {
    let token: string;

    beforeAll(async () => {
      token = (await first.register()).accessToken;
      for (const site of [first, second]) await me(site, token);
    });

    const isRefused = async (site: Site) => {
      await millisecondsUntil(503, () => me(site, token));
      const answer = await me(site, token);
      expect(answer).toMatchObject({ status: 503, body: { code: 'common.unavailable' } });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect((await site.request('GET', '/api/v1/openapi.json')).status).toBe(200);
    };

    test('let nobody in who would have to be known, and answer everybody else', async () => {
      cluster.members('oauth').at(-1)?.kill('SIGTERM');
      await Promise.all([first, second].map(isRefused));
      await cluster.members('oauth').at(-1)?.exited;
      await cluster.add('oauth');
      for (const site of [first, second]) expect((await me(site, token)).status).toBe(200);
    });

    test('that is silent, the same within a few seconds', async () => {
      cluster.members('oauth').at(-1)?.kill('SIGSTOP');
      try {
        await Promise.all([first, second].map(isRefused));
      } finally {
        cluster.members('oauth').at(-1)?.kill('SIGCONT');
      }
      for (const site of [first, second]) {
        expect(await millisecondsUntil(200, () => me(site, token))).toBeLessThan(15_000);
      }
    }, 60_000);
  });
});

async function millisecondsUntil(status: number, ask: () => Promise<{ status: number }>): Promise<number> {
  const startedAt = performance.now();
  while ((await ask()).status !== status) {
    if (performance.now() - startedAt > 20_000) throw new Error(`Nobody answered ${status} for 20 seconds.`);
    await delay(25);
  }
  return performance.now() - startedAt;
}
