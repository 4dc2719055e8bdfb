import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { dose, patience, processes, sumOf, tell } from '../../helpers/chaos.ts';
import { startCluster } from '../../helpers/cluster.ts';
import { constantLoad } from '../../helpers/constant-load.ts';
import { describeWith } from '../../helpers/require-tool.ts';
import { expectAllKept, writeLoad } from '../../helpers/write-load.ts';

const SECONDS = dose(6, 30);
const READERS = 4;
const WRITERS = 4;

describeWith('redis', 'A cluster of whose users processes one is frozen', (program) => {
  test(
    'answers all reads, few of them slowly, and no write that it acknowledged is lost',
    async () => {
      const cluster = await startCluster(program, { processes });
      const urls = cluster.consoles.map(({ url }) => url);
      const [url = ''] = urls;
      const token = (await cluster.consoles[0]?.adminToken()) ?? '';
      const reading = constantLoad(
        urls.map((each) => `${each}/api/v1/users?limit=5`),
        token,
        READERS,
      );
      const writing = writeLoad(urls, token, WRITERS);
      await wait(1_000);
      const frozen = cluster.members('users')[1];
      frozen?.kill('SIGSTOP');
      await wait(SECONDS * 1_000);
      frozen?.kill('SIGCONT');
      await cluster.untilHealthy('users', 2);
      const reads = await reading.stop();
      const writes = await writing.stop();
      const { attempted, acknowledged, failures } = writes;
      tell(`frozen for ${SECONDS} s`, { reads, writes: { attempted, accounts: acknowledged.length, failures } });
      await expectAllKept(url, token, writes);
      expect(reads.failures).toEqual({});
      // Each Console finds out by waiting for a second, with every reader at most, and again every two seconds for as long as
      // the heartbeats do not tell: 5.5 s.
      expect(reads.slow).toBeLessThanOrEqual(READERS * 6);
      expect(sumOf(failures)).toBeLessThanOrEqual(WRITERS * 3);
    },
    patience(1, SECONDS),
  );
});
