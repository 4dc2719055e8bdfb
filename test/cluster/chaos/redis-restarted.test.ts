import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { dose, expectAllAlive, patience, pidsOf, processes, tell, untilReading } from '../../helpers/chaos.ts';
import { type Cluster, startCluster } from '../../helpers/cluster.ts';
import { constantLoad } from '../../helpers/constant-load.ts';
import { describeWith } from '../../helpers/require-tool.ts';
import { expectAllKept, writeLoad } from '../../helpers/write-load.ts';

const RESTARTS = dose(3, 20);
const SECONDS_AWAY = dose(5, 60);

describeWith('redis', 'A cluster under load that loses its Redis', (program) => {
  let cluster: Cluster;
  let token: string;
  let pids: number[];
  let connections: number;

  beforeAll(async () => {
    cluster = await startCluster(program, { processes });
    token = (await cluster.consoles[0]?.adminToken()) ?? '';
    pids = pidsOf(cluster);
    connections = await cluster.redis.connections();
  }, 90_000);

  /** Reads and writes while something happens. */
  const underLoad = async (what: string, happens: () => Promise<object>) => {
    const urls = cluster.consoles.map(({ url }) => url);
    const reading = constantLoad(
      urls.map((each) => `${each}/api/v1/users?limit=5`),
      token,
      4,
    );
    const writing = writeLoad(urls, token);
    const seen = await happens();
    const before = writing.acknowledged;
    while (writing.acknowledged < before + 10) await wait(20);
    const reads = await reading.stop();
    const writes = await writing.stop();
    const { attempted, acknowledged, failures } = writes;
    tell(what, { ...seen, reads, writes: { attempted, accounts: acknowledged.length, failures } });
    await expectAllKept(urls[0] ?? '', token, writes);
    const reasons = [...Object.keys(reads.failures), ...Object.keys(failures)];
    return reasons.filter((reason) => !/^(status )?503/.test(reason));
  };

  test(
    'again and again: nobody exits, no connection is left over, nothing is lost or happens twice',
    async () => {
      const otherErrors = await underLoad(`${RESTARTS} restarts of Redis`, async () => {
        const recoveries: number[] = [];
        for (let restart = 0; restart < RESTARTS; restart += 1) {
          await wait(1_000);
          await cluster.redis.kill();
          await cluster.redis.start();
          recoveries.push(await untilReading(cluster, token));
        }
        return { recoveries };
      });
      expectAllAlive(pids);
      expect(await cluster.redis.connections()).toBe(connections);
      expect(otherErrors).toEqual([]);
    },
    patience(RESTARTS, 20),
  );

  test(
    'for a while: what needs another process is answered 503 at once, and all goes on when it is back',
    async () => {
      const otherErrors = await underLoad(`Redis away for ${SECONDS_AWAY} s`, async () => {
        await cluster.redis.kill();
        await wait(1_000);
        const asked = performance.now();
        const refused = await cluster.consoles[0]?.request('GET', '/api/v1/users?limit=1', { token });
        expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) } });
        expect(performance.now() - asked).toBeLessThan(2_000);
        await wait(SECONDS_AWAY * 1_000);
        expectAllAlive(pids);
        await cluster.redis.start();
        return { recovered: await untilReading(cluster, token) };
      });
      expectAllAlive(pids);
      expect(await cluster.redis.connections()).toBe(connections);
      expect(otherErrors).toEqual([]);
    },
    patience(1, SECONDS_AWAY * 2),
  );
});
