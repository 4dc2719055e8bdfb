import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { dose, patience, processes, sumOf, tell } from '../../helpers/chaos.ts';
import { startCluster } from '../../helpers/cluster.ts';
import { constantLoad } from '../../helpers/constant-load.ts';
import { describeWith } from '../../helpers/require-tool.ts';
import { expectAllKept, writeLoad } from '../../helpers/write-load.ts';

const KILLS = dose(3, 20);
const WRITERS = 4;

describeWith('redis', 'A cluster whose users processes are killed one after the other', (program) => {
  test(
    'goes on reading, fails few writes, and loses none that it acknowledged',
    async () => {
      const cluster = await startCluster(program, { processes });
      const urls = cluster.consoles.map(({ url }) => url);
      const [url = ''] = urls;
      const token = (await cluster.consoles[0]?.adminToken()) ?? '';
      const reading = constantLoad(
        urls.map((each) => `${each}/api/v1/users?limit=5`),
        token,
        4,
      );
      const writing = writeLoad(urls, token, WRITERS);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const before = writing.acknowledged;
        while (writing.acknowledged < before + 10) await wait(20);
        // The older one: both that were there at the start are killed, then their successors.
        const victim = cluster.members('users').find(({ running }) => running);
        victim?.kill('SIGKILL');
        await victim?.exited;
        await cluster.add('users');
      }
      const reads = await reading.stop();
      const writes = await writing.stop();
      const { attempted, acknowledged, failures } = writes;
      tell(`${KILLS} kills`, { reads, writes: { attempted, accounts: acknowledged.length, failures } });
      await expectAllKept(url, token, writes);
      expect(reads.failures).toEqual({});
      // What the killed process was working on, and what came before its connection was known to be gone.
      expect(sumOf(failures)).toBeLessThanOrEqual(KILLS * WRITERS * 2);
      expect(Object.keys(failures).filter((reason) => !reason.startsWith('503'))).toEqual([]);
    },
    patience(KILLS, 30),
  );
});
