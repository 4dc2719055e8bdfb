import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { dose, isFull, patience, tell } from '../../helpers/chaos.ts';
import { constantLoad } from '../../helpers/constant-load.ts';
import { startRedis } from '../../helpers/redis-server.ts';
import { describeWith } from '../../helpers/require-tool.ts';
import { type SupervisedCluster, startSupervised } from '../../helpers/supervised-cluster.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { expectAllKept, writeLoad } from '../../helpers/write-load.ts';

const REQUESTS = dose(1_000, 20_000);
const former = 'the former secret of this installation';
const present = 'the present secret of this installation';

describeWith('redis', 'A supervised cluster under load', (program) => {
  let cluster: SupervisedCluster;
  let token: string;
  const folder = temporaryFolder();
  const secretIs = (secret: string, other: string) => {
    writeFileSync(join(folder, 'secret'), secret);
    writeFileSync(join(folder, 'other'), other);
  };

  beforeAll(async () => {
    secretIs(former, present);
    const redis = await startRedis(program);
    cluster = await startSupervised(redis.url, 'console=2,users=2', {
      SITE11_SECRET_FILE: join(folder, 'secret'),
      SITE11_SECRET_OTHER_FILE: join(folder, 'other'),
    });
    token = await cluster.adminToken();
  }, 120_000);

  /** Reads, and where a failure would show it also writes, while something happens until there were enough of them. */
  const underLoad = async (what: string, happens: () => Promise<void>, atLeast = REQUESTS) => {
    const reading = constantLoad(
      cluster.urls.flatMap((url) => [`${url}/api/v1/users?limit=5`, `${url}/api/v1/auth/me`]),
      token,
    );
    const writing = writeLoad(cluster.urls, token);
    do await happens();
    while (reading.sent < atLeast);
    const reads = await reading.stop();
    const writes = await writing.stop();
    const { attempted, acknowledged, failures } = writes;
    tell(what, { reads, writes: { attempted, accounts: acknowledged.length, failures } });
    await expectAllKept(cluster.urls[0] ?? '', token, writes);
    return [reads.failures, failures];
  };

  test(
    'fails nothing while all its processes are replaced, with another secret of the installation',
    async () => {
      const failures = await underLoad('rolled', async () => {
        secretIs(present, former);
        expect(await cluster.command('roll')).toMatchObject({ code: 0 });
        if (isFull) secretIs(former, present);
      });
      expect(failures).toEqual([{}, {}]);
    },
    patience(dose(1, 20), 60),
  );

  test(
    'fails nothing while its signing keys are rotated',
    async () => {
      const failures = await underLoad('keys rotated', async () => {
        for (let rotation = 0; rotation < dose(3, 20); rotation += 1) {
          const url = cluster.urls[rotation % 2] ?? '';
          const path = `${url}/api/v1/auth/keys/rotate`;
          const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
          expect((await fetch(path, { method: 'POST', headers, body: '{}' })).status).toBe(200);
          // A token of the new key is taken by both Consoles at once.
          const { accessToken } = await login(url);
          for (const each of cluster.urls) {
            const me = await fetch(`${each}/api/v1/auth/me`, { headers: { authorization: `Bearer ${accessToken}` } });
            expect(me.status).toBe(200);
          }
        }
      });
      expect(failures).toEqual([{}, {}]);
    },
    patience(dose(3, 20), 10),
  );

  const login = async (url: string) => {
    const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = cluster.env;
    const answer = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    return (await answer.json()) as { accessToken: string };
  };
});
