import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startSite } from '../../../test/helpers/site.ts';
import { Drain } from './drain.ts';

describe('a process that is told to stop', () => {
  test('says that it is not ready, and answers everything that it was sent until its door is closed', async () => {
    // The door in front of a cluster of the tests goes on listening, where this waits for a refusal.
    const site = await startSite({ topology: 'process', env: { SHUTDOWN_GRACE: '1', RATE_LIMIT: '1000000' } });
    const { accessToken, user } = await site.register();
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const outcomes: (number | string)[] = [];
    const readiness: (number | string)[] = [];

    const askUntilClosed = async (path: string, seen: (number | string)[]) => {
      while (seen.at(-1) !== 'ECONNREFUSED') seen.push(await statusOf(agent, `${site.url}${path}`, accessToken));
    };
    const account = `/api/v1/users/${user.id}`;
    const load = Promise.all([
      askUntilClosed(account, outcomes),
      askUntilClosed(account, outcomes),
      askUntilClosed(account, outcomes),
      askUntilClosed('/health/ready', readiness),
    ]);
    await statusOf(agent, `${site.url}/health`);
    const code = await site.stop();
    await load;
    agent.destroy();

    expect(code).toBe(0);
    expect(readiness).toContain(503);
    // Connections that the process never took are refused or reset, which a load balancer passes on.
    const untaken = ['ECONNREFUSED', 'ECONNRESET'];
    expect(outcomes.filter((outcome) => outcome !== 200 && !untaken.includes(String(outcome)))).toEqual([]);
    const log = readFileSync(join(site.dataDir, 'logs/access.log'), 'utf8').trim().split('\n');
    const taken = log.map((line) => JSON.parse(line)).filter(({ path }) => path === account);
    const answered = outcomes.filter((outcome) => outcome === 200);
    expect(taken.length).toBe(answered.length);
    expect(answered.length).toBeGreaterThan(10);
  });
});

test('A request that is under way when the process is told to stop is answered, and told to bring no other', async () => {
  const drain = new Drain();
  let stopped: Promise<void> | undefined;
  const server = createServer(async (_req, res) => {
    drain.enter(res);
    res.on('close', () => drain.leave(res));
    stopped = drain.run(server, 0, () => undefined);
    setImmediate(() => res.end('done'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const outgoing = request({
    port: (server.address() as AddressInfo).port,
    agent: new Agent({ keepAlive: true }),
  }).end();
  const [response] = await once(outgoing, 'response');
  expect(response).toMatchObject({ statusCode: 200, headers: { connection: 'close' } });
  response.resume();
  await stopped;
});

/** Status, or the error code of the connection. A kept-alive connection that was closed between two requests is tried anew. */
function statusOf(agent: Agent, url: string, token?: string): Promise<number | string> {
  return new Promise((resolve) => {
    const outgoing = request(
      url,
      { agent, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', (error: NodeJS.ErrnoException) => resolve(`broken: ${error.code}`));
      },
    );
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(statusOf(agent, url, token));
      else resolve(error.code ?? error.message);
    });
    outgoing.end();
  });
}
