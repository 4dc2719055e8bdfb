import { beforeAll, expect, test } from '@jest/globals';
import autocannon from 'autocannon';
import { startCluster } from '../helpers/cluster.ts';
import { describeWith } from '../helpers/require-tool.ts';
import type { Site } from '../helpers/site.ts';

const LIMIT = 20;

describeWith('redis', 'A Console that is asked ten times more than it lets in at once', (program) => {
  let site: Site;
  let token: string;

  beforeAll(async () => {
    const cluster = await startCluster(program, {
      processes: { users: 1, oauth: 1, console: 1 },
      env: { MAX_REQUESTS: String(LIMIT) },
    });
    site = cluster.consoles[0] as Site;
    token = await site.adminToken();
    await load(LIMIT, 2);
  }, 90_000);

  /** Requests a second that were answered well, and how many were not. */
  const load = async (connections: number, seconds: number) => {
    const { statusCodeStats, duration, ...result } = await autocannon({
      url: `${site.url}/api/v1/auth/me`,
      connections,
      duration: seconds,
      headers: { authorization: `Bearer ${token}` },
    });
    const statuses = Object.keys(statusCodeStats);
    return { goodput: result['2xx'] / duration, refused: statusCodeStats['503']?.count ?? 0, statuses };
  };

  test('refuses what is too much with 503, gives the others what they had, and is itself again at once', async () => {
    const ratios: number[] = [];
    const refused: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const normal = await load(LIMIT, 2);
      const overload = await load(LIMIT * 10, 3);
      expect(overload.statuses.sort()).toEqual(['200', '503']);
      refused.push(normal.refused);
      ratios.push(overload.goodput / normal.goodput);
      // What was refused last is still being answered.
      await load(LIMIT, 1);
    }
    // The best of three: what the machine does besides is not the Console's.
    expect(Math.max(...ratios)).toBeGreaterThan(0.8);
    expect(Math.min(...refused)).toBe(0);
  }, 60_000);

  test('says when to come back, and never refuses those who watch over it', async () => {
    const flood = load(LIMIT * 10, 4);
    let refusal: string | undefined;
    for (let n = 0; n < 200 && refusal === undefined; n += 1) {
      expect((await site.request('GET', '/health/live')).status).toBe(200);
      const { status, headers } = await site.request('GET', '/api/v1/openapi.json');
      if (status === 503) refusal = headers['retry-after'];
    }
    await flood;
    expect(Number(refusal)).toBeGreaterThan(0);
  }, 60_000);
});
