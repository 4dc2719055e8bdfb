import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Cluster, startCluster } from '../helpers/cluster.ts';
import { describeWith } from '../helpers/require-tool.ts';
import type { Site } from '../helpers/site.ts';
import { until } from '../helpers/supervised-cluster.ts';

describeWith('redis', 'A Console that starts', (program) => {
  let cluster: Cluster;
  let site: Site;
  let token: string;
  const answers = async (path: string) => (await site.request('GET', path).catch(() => undefined))?.status === 200;
  const makeAccount = (email: string) =>
    site.request('POST', '/api/v1/users', { token, body: { email, name: 'Early' } });

  beforeAll(async () => {
    cluster = await startCluster(program, { processes: { users: 1, oauth: 1, console: 1 } });
    site = cluster.consoles[0] as Site;
    token = await site.adminToken();
  }, 90_000);

  describe('before it has heard of the services that the installation has', () => {
    let restarted: Promise<void>;
    const users = () => cluster.members('users')[0];

    beforeAll(async () => {
      await site.stop();
      users()?.kill('SIGSTOP');
      restarted = site.restart();
      await until('it listens', () => answers('/health/live'));
    });

    test('lives, and says why it is not ready', async () => {
      const ready = await site.request('GET', '/health/ready');
      expect(ready).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: { code: 'console.notReady' } });
      expect((await site.request('GET', '/health/live')).body).toEqual({ status: 'ok' });
    });

    test('keeps what it is sent until it can answer', async () => {
      const sent = makeAccount('kept@example.com');
      expect(await Promise.race([sent, delay(200, 'waits')])).toBe('waits');
      users()?.kill('SIGCONT');
      expect(await sent).toMatchObject({ status: 201 });
      await restarted;
      expect(await answers('/health/ready')).toBe(true);
    });
  });

  test('goes on without those that do not come', async () => {
    await site.stop();
    cluster.members('users')[0]?.kill('SIGKILL');
    const restarted = site.restart();
    await until('it listens', () => answers('/health/live'));
    expect(await makeAccount('nobody@example.com')).toMatchObject({
      status: 503,
      body: { code: 'common.unavailable' },
    });
    await restarted;
  });
});
