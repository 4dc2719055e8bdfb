import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { dose, expectAllAlive, patience, pidsOf, processes, tell, untilReading } from '../../helpers/chaos.ts';
import { startCluster } from '../../helpers/cluster.ts';
import { findTool } from '../../helpers/find-tool.ts';
import { isUrl, startMongo } from '../../helpers/mongo-server.ts';
import { describeWith } from '../../helpers/require-tool.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { expectAllKept, writeLoad } from '../../helpers/write-load.ts';

const SECONDS = dose(3, 30);

describeWith('mongo', 'A cluster whose database goes away and comes back', (found) => {
  const redis = findTool('redis');
  // A server that was there before the tests is not theirs to kill.
  const testUnlessForeign = isUrl(found) || redis === undefined ? test.skip : test;

  testUnlessForeign(
    'answers 503 meanwhile, ends no process and loses nothing that it acknowledged',
    async () => {
      const database = await startMongo(found, temporaryFolder());
      const cluster = await startCluster(redis ?? '', { processes, env: { MONGO_URL: database.url } });
      const token = (await cluster.consoles[0]?.adminToken()) ?? '';
      const pids = pidsOf(cluster);
      const urls = cluster.consoles.map(({ url }) => url);
      const writing = writeLoad(urls, token);
      while (writing.acknowledged < 10) await wait(20);
      await database.kill('SIGKILL');
      await wait(SECONDS * 1_000);
      expectAllAlive(pids);
      await database.start();
      const recovered = await untilReading(cluster, token);
      const before = writing.acknowledged;
      while (writing.acknowledged < before + 10) await wait(20);
      const writes = await writing.stop();
      const { attempted, acknowledged, failures } = writes;
      tell(`database away for ${SECONDS} s`, { recovered, attempted, accounts: acknowledged.length, failures });
      await expectAllKept(urls[0] ?? '', token, writes);
      expectAllAlive(pids);
      expect(Object.keys(failures).filter((reason) => !reason.startsWith('503'))).toEqual([]);
    },
    patience(1, SECONDS * 2),
  );
});
