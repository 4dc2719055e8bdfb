import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dose, patience, tell } from '../../helpers/chaos.ts';
import { type Cluster, startCluster } from '../../helpers/cluster.ts';
import { constantLoad } from '../../helpers/constant-load.ts';
import { type Nginx, startNginx } from '../../helpers/nginx.ts';
import { describeWith } from '../../helpers/require-tool.ts';
import { stopProcess } from '../../helpers/server-process.ts';
import { expectAllKept, writeLoad } from '../../helpers/write-load.ts';

const REQUESTS = dose(1_000, 20_000);

describeWith('redis', 'A cluster that nobody supervises', (redisProgram) => {
  describeWith('nginx', 'behind nginx', (nginxProgram) => {
    let cluster: Cluster;
    let nginx: Nginx;
    let token: string;

    beforeAll(async () => {
      cluster = await startCluster(redisProgram, {
        processes: { users: 2, oauth: 2, console: 2 },
        env: { TRUST_PROXY: '127.0.0.1', SHUTDOWN_GRACE: '3' },
      });
      const ports = cluster.consoles.map(({ url }) => Number(new URL(url).port));
      nginx = await startNginx(nginxProgram, ports, 100_000);
      token = (await cluster.consoles[0]?.adminToken()) ?? '';
    }, 120_000);

    afterAll(() => stopProcess(nginx.process));

    /** SIGTERM to each process after the other; its replacement is ready before the next one goes. */
    const rollAll = async () => {
      for (const service of ['users', 'oauth']) {
        for (const member of cluster.members(service).filter(({ running }) => running)) {
          expect(await stopProcess(member)).toEqual({ code: 0, signal: null });
          await cluster.add(service);
        }
      }
      for (const console of cluster.consoles) await console.restart();
    };

    test(
      'fails nothing while each of its processes gets SIGTERM and a replacement, Consoles on the same port',
      async () => {
        const paths = ['/api/v1/users?limit=5', '/api/v1/auth/me'];
        const reading = constantLoad(
          paths.map((path) => `${nginx.url}${path}`),
          token,
        );
        const writing = writeLoad([nginx.url], token);
        let rolls = 0;
        do {
          await rollAll();
          rolls += 1;
        } while (reading.sent + writing.attempted < REQUESTS);
        const reads = await reading.stop();
        const writes = await writing.stop();
        const { attempted, acknowledged, failures } = writes;
        tell('rolled behind nginx', { rolls, reads, writes: { attempted, accounts: acknowledged.length, failures } });
        // What nginx knows of it says more than a status.
        expect(nginx.faults()).toEqual([]);
        expect([reads.failures, failures]).toEqual([{}, {}]);
        await expectAllKept(cluster.consoles[0]?.url ?? '', token, writes);
      },
      patience(dose(1, 20), 60),
    );
  });
});
