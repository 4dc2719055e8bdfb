import { beforeAll, expect, test } from '@jest/globals';
import autocannon from 'autocannon';
import { tell } from '../helpers/chaos.ts';
import { startCluster } from '../helpers/cluster.ts';
import { describeWith } from '../helpers/require-tool.ts';
import type { Site } from '../helpers/site.ts';

const LIMIT = 20;
/** Refusing takes processor time, which another test may take too for as long as three rounds. */
const ROUNDS = 6;

describeWith('redis', 'A Console that is asked ten times more than it lets in at once', (program) => {
  let consoles: [Site, Site];
  let token: string;

  beforeAll(async () => {
    const cluster = await startCluster(program, {
      processes: { users: 1, oauth: 1, console: 2 },
      env: { MAX_REQUESTS: String(LIMIT) },
    });
    consoles = cluster.consoles as [Site, Site];
    token = await consoles[0].adminToken();
    await Promise.all(consoles.map((site) => load(site, LIMIT, 2)));
  }, 90_000);

  /** Requests a second that were answered well, and how many were not. */
  const load = async ({ url }: Site, connections: number, seconds: number) => {
    const { statusCodeStats, duration, ...result } = await autocannon({
      url: `${url}/api/v1/auth/me`,
      connections,
      duration: seconds,
      headers: { authorization: `Bearer ${token}` },
    });
    const statuses = Object.keys(statusCodeStats).sort();
    return { goodput: result['2xx'] / duration, refused: statusCodeStats['503']?.count ?? 0, statuses };
  };

  /**
   * What one Console gives that is asked too much, and what another one gives at the same time that is not: what else the machine
   * does, and what the clients of both cost, takes from both alike.
   */
  const compare = async (asked: Site, spared: Site) => {
    const [overload, normal] = await Promise.all([load(asked, LIMIT * 10, 3), load(spared, LIMIT, 3)]);
    expect(overload.statuses).toEqual(['200', '503']);
    expect(normal.refused).toBe(0);
    // What was refused last is still being answered.
    await Promise.all(consoles.map((site) => load(site, LIMIT, 1)));
    return { overload: overload.goodput, normal: normal.goodput };
  };

  test('refuses what is too much with 503, gives the others what they had, and is itself again at once', async () => {
    const [first, second] = consoles;
    let overload = 0;
    let normal = 0;
    const rounds: number[] = [];
    // All rounds together, and each Console in both places: what one of them got by chance is levelled out, nothing is chosen.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [asked, spared] of [consoles, [second, first]] as const) {
        const both = await compare(asked, spared);
        overload += both.overload;
        normal += both.normal;
        rounds.push(Math.round((both.overload / both.normal) * 100));
      }
    }
    tell('goodput at ten times the load, in percent', { rounds });
    expect(overload / normal).toBeGreaterThan(0.8);
  }, 180_000);

  test('says when to come back, and never refuses those who watch over it', async () => {
    const [site] = consoles;
    const flood = load(site, LIMIT * 10, 4);
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
