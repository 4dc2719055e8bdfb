import { beforeAll, expect, test } from '@jest/globals';
import autocannon from 'autocannon';
import { type Cluster, startCluster } from '../helpers/cluster.ts';
import { describeWith } from '../helpers/require-tool.ts';
import type { Site } from '../helpers/site.ts';

describeWith('redis', 'Reads of a service that runs twice', (program) => {
  let cluster: Cluster;
  let site: Site;
  let token: string;

  beforeAll(async () => {
    cluster = await startCluster(program, { processes: { users: 2, oauth: 1, console: 1 } });
    site = cluster.consoles[0] as Site;
    token = await site.adminToken();
  }, 90_000);

  /** Reads for some seconds, while something happens to one of the two after the first. */
  const readWhile = async (seconds: number, happens: () => void) => {
    const reading = autocannon({
      url: `${site.url}/api/v1/auth/me`,
      connections: 10,
      duration: seconds,
      headers: { authorization: `Bearer ${token}` },
    });
    setTimeout(happens, 1_000);
    const { statusCodeStats, errors } = await reading;
    return { statuses: Object.keys(statusCodeStats), errors };
  };

  test('are all answered while one of them is frozen', async () => {
    const frozen = cluster.members('users')[1];
    const result = await readWhile(6, () => frozen?.kill('SIGSTOP'));
    frozen?.kill('SIGCONT');
    expect(result).toMatchObject({ statuses: ['200'], errors: 0 });
  }, 60_000);

  test('are all answered while one of them is killed', async () => {
    const result = await readWhile(8, () => cluster.members('users')[1]?.kill('SIGKILL'));
    expect(result).toMatchObject({ statuses: ['200'], errors: 0 });
  }, 60_000);
});
