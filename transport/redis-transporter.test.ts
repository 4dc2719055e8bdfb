import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Discoverers, ServiceBroker, ServiceSchema, Transit } from 'moleculer';
import { env } from '../lib/env.ts';
import { startNode, until, untilKnown } from '../test/helpers/cluster-nodes.ts';
import { type RedisServer, startRedis, startRedisCluster, useRedis } from '../test/helpers/redis-server.ts';
import { describeWith } from '../test/helpers/require-tool.ts';

let runs: string[];

/** A service that notes what runs, so that nothing runs twice unseen. */
const ledger: ServiceSchema = {
  name: 'ledger',
  actions: {
    note(ctx) {
      runs.push(ctx.params.id);
      return { noted: ctx.params.id };
    },
    slow: () => new Promise((resolve) => setTimeout(resolve, 2000).unref()),
    echo: (ctx) => ctx.params,
    huge: () => ({ text: 'x'.repeat(33 * 1024 * 1024) }),
  },
  events: {
    'ledger.told'(ctx) {
      runs.push(ctx.params.id);
    },
  },
};

describeWith('redis', 'The Redis transporter', (program) => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis(program);
    useRedis(redis.url);
  });

  beforeEach(() => {
    runs = [];
  });

  /** Two nodes that know each other. */
  const pair = async (): Promise<[ServiceBroker, ServiceBroker]> => {
    const worker = await startNode([ledger]);
    const asker = await startNode();
    await untilKnown(asker, 'ledger');
    return [asker, worker];
  };

  const knows = ({ registry }: ServiceBroker) =>
    registry.getServiceList({ onlyAvailable: true }).some(({ name }) => name === 'ledger');
  const isOut = (broker: ServiceBroker) => () => !knows(broker);

  test('forgets a call that timed out, so that a stop does not wait for it', async () => {
    const [asker] = await pair();
    await expect(asker.call('ledger.slow', {}, { timeout: 50 })).rejects.toMatchObject({ type: 'REQUEST_TIMEOUT' });
    const { _trackedContexts: tracked } = asker as unknown as { _trackedContexts: object[] };
    await until(() => tracked.length === 0, 1000);
  });

  test('carries calls and events between nodes, each once', async () => {
    const [asker] = await pair();
    expect(await asker.call('ledger.note', { id: 'a' })).toEqual({ noted: 'a' });
    await asker.broadcast('ledger.told', { id: 'b' });
    await until(() => runs.length === 2);
    expect(runs).toEqual(['a', 'b']);
  });

  test('has a node that is alone ready at once, and one that joins know the others when it has started', async () => {
    const before = performance.now();
    await startNode([ledger]);
    expect(performance.now() - before).toBeLessThan(400);
    const asker = await startNode();
    expect(await asker.call('ledger.echo', { at: 1 })).toEqual({ at: 1 });
  });

  test('survives Redis restarted twenty times: the same connections, and nothing runs twice', async () => {
    const [asker] = await pair();
    expect(await redis.connections()).toBe(4);
    for (let round = 1; round <= 20; round += 1) {
      await redis.kill();
      await until(isOut(asker));
      await redis.start();
      await untilKnown(asker, 'ledger');
      await asker.call('ledger.note', { id: `call ${round}` });
      await asker.broadcast('ledger.told', { id: `event ${round}` });
      await until(() => runs.length >= 2 * round);
    }
    expect(new Set(runs).size).toBe(40);
    expect(runs).toHaveLength(40);
    expect(await redis.connections()).toBe(4);
  }, 120_000);

  test('survives its connections being cut one by one', async () => {
    const [asker] = await pair();
    const client = redis.client();
    for (const type of ['pubsub', 'normal'] as const) {
      await client.client('KILL', 'TYPE', type, 'SKIPME', 'yes');
      await until(isOut(asker));
      await untilKnown(asker, 'ledger');
      await asker.call('ledger.note', { id: type });
    }
    client.disconnect();
    expect(runs).toEqual(['pubsub', 'normal']);
    expect(await redis.connections()).toBe(4);
  });

  test('fails calls under way at once when Redis is lost, as ones that may be tried again', async () => {
    const [asker] = await pair();
    const call = asker.call('ledger.slow', {}).catch((error) => error);
    const before = performance.now();
    await redis.kill();
    expect(await call).toMatchObject({ retryable: true, type: 'REQUEST_REJECTED' });
    expect(performance.now() - before).toBeLessThan(1000);
    await redis.start();
  });

  test('gives a silent Redis up, and is back soon after it speaks again', async () => {
    const [asker] = await pair();
    redis.freeze();
    await until(isOut(asker), 12_000);
    redis.thaw();
    const before = performance.now();
    await untilKnown(asker, 'ledger');
    expect(performance.now() - before).toBeLessThan(10_000);
    await asker.call('ledger.note', { id: 'after' });
    expect(runs).toEqual(['after']);
    await until(async () => (await redis.connections()) === 4);
  }, 50_000);

  test('waits for a slow Redis', async () => {
    const [asker] = await pair();
    const client = redis.client();
    const pauses = client.call('DEBUG', 'SLEEP', '1.5');
    expect(await asker.call('ledger.note', { id: 'slow' }, { timeout: 5000 })).toEqual({ noted: 'slow' });
    await pauses;
    client.disconnect();
    expect(runs).toEqual(['slow']);
  });

  test('starts a node while Redis is away, which joins when Redis is there', async () => {
    await redis.kill();
    const worker = await startNode([ledger]);
    expect(await worker.call('ledger.echo', { local: true })).toEqual({ local: true });
    const asker = await startNode();
    await redis.start();
    await untilKnown(asker, 'ledger');
    expect(await asker.call('ledger.echo', { remote: true })).toEqual({ remote: true });
    expect(await redis.connections()).toBe(4);
  });

  test('starts a node while Redis is silent', async () => {
    redis.freeze();
    const before = performance.now();
    const worker = await startNode([ledger]);
    expect(performance.now() - before).toBeLessThan(4000);
    redis.thaw();
    const asker = await startNode();
    await untilKnown(asker, 'ledger');
    // The one that was there first hears of the other a moment later.
    await until(() => worker.registry.nodes.onlineCount() === 2);
  }, 20_000);

  test('takes a stopped node out of the registry at once, and a stopped node leaves no connection', async () => {
    const [asker, worker] = await pair();
    await worker.stop();
    await until(isOut(asker), 1000);
    await until(async () => (await redis.connections()) === 2);
  });

  test('takes a node that fell silent out within six seconds, and back in when it speaks again', async () => {
    const [asker, worker] = await pair();
    const heart = worker.registry.discoverer as Discoverers.Base;
    heart.stopHeartbeatTimers();
    await until(isOut(asker), 6000);
    heart.startHeartbeatTimers();
    await untilKnown(asker, 'ledger');
  });

  test('takes a node that nobody hears any more out with the next call to it', async () => {
    const [asker, worker] = await pair();
    const call = asker.call('ledger.slow', {}).catch((error) => error.type);
    // As a kill does: the connections are gone, and no packet said so.
    const { tx } = worker.transit as Transit;
    tx.connected = false;
    await tx.disconnect();
    await until(async () => (await redis.connections()) === 2);
    await asker.call('ledger.echo', {}).catch(() => undefined);
    expect(await call).toBe('REQUEST_REJECTED');
    expect(knows(asker)).toBe(false);
  });

  test('tells the caller of an action whose answer is too large for a packet', async () => {
    const [asker] = await pair();
    await expect(asker.call('ledger.huge', {})).rejects.toMatchObject({ type: 'PACKET_TOO_LARGE' });
    await expect(asker.call('ledger.echo', { text: 'x'.repeat(33 * 1024 * 1024) })).rejects.toMatchObject({
      type: 'PACKET_TOO_LARGE',
    });
  });

  test('keeps two installations on one Redis apart', async () => {
    await startNode([ledger], { namespace: 'other' });
    const asker = await startNode();
    const other = await startNode([], { namespace: 'other' });
    await untilKnown(other, 'ledger');
    expect(knows(asker)).toBe(false);
    expect(asker.registry.nodes.onlineCount()).toBe(1);
    await asker.broadcast('ledger.told', { id: 'not for them' });
    await other.broadcast('ledger.told', { id: 'for them' });
    await until(() => runs.length === 1);
    expect(runs).toEqual(['for them']);
  });

  test('works over a Redis Cluster, through the loss and the return of each of its nodes', async () => {
    const nodes = await startRedisCluster(program);
    useRedis(nodes.map(({ url }) => url).join());
    env.REDIS_MODE = 'cluster';
    try {
      const [asker] = await pair();
      const isAnswered = (id: string) => async () => {
        const answer = await asker.call('ledger.note', { id }, { timeout: 500 }).catch(() => null);
        return answer !== null;
      };
      expect(await asker.call('ledger.note', { id: 'with all' })).toEqual({ noted: 'with all' });
      for (const [index, node] of nodes.entries()) {
        await node.kill();
        await until(isAnswered(`without ${index}`), 15_000);
        await node.start();
        await until(isAnswered(`with ${index}`), 15_000);
      }
    } finally {
      useRedis(redis.url);
      env.REDIS_MODE = 'single';
    }
  }, 100_000);

  test('carries Buffers, dates and what JSON has no word for', async () => {
    const [asker] = await pair();
    const params = { bytes: Buffer.from([0, 255]), at: new Date(1e12), plain: '[[DT]]1', list: [1, null, undefined] };
    expect(await asker.call('ledger.echo', params)).toEqual({ ...params, list: [1, null, null] });
  });
});
