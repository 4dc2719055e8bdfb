import { afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { ServiceBroker, ServiceSchema, Transit } from 'moleculer';
import { deriveKey } from '../lib/secret.ts';
import { startNode, until, untilKnown } from '../test/helpers/cluster-nodes.ts';
import { type RedisServer, startRedis, useRedis } from '../test/helpers/redis-server.ts';
import { describeWith } from '../test/helpers/require-tool.ts';
import { type Stamp, sign, signingKey } from './packet-signature.ts';
import { REFUSED_PACKETS } from './refusals.ts';

let runs: unknown[];

const vault: ServiceSchema = {
  name: 'vault',
  actions: {
    open(ctx) {
      runs.push(ctx.params);
      return 'opened';
    },
  },
  events: {
    'vault.opened'(ctx) {
      runs.push(ctx.params);
    },
  },
};

describeWith('redis', 'A process that can write to Redis', (program) => {
  const ours = signingKey(deriveKey('internal-tokens'));
  let redis: RedisServer;
  let attacker: Redis;
  let node: ServiceBroker;

  beforeAll(async () => {
    redis = await startRedis(program);
    useRedis(redis.url);
  });

  beforeEach(async () => {
    runs = [];
    attacker = redis.client();
    node = await startNode([vault]);
  });

  afterEach(() => attacker.disconnect());

  const channelOf = (kind: string, namespace = 'site11') => `MOL-${namespace}.${kind}.${node.nodeID}`;
  const refused = (reason: string): number =>
    (node.metrics.getMetric(REFUSED_PACKETS)?.get({ reason }) as { value?: number } | null)?.value ?? 0;

  const request = (changes: object = {}) =>
    Buffer.from(
      JSON.stringify({
        ver: node.PROTOCOL_VERSION,
        sender: 'node-x',
        id: 'call-1',
        action: 'vault.open',
        params: {},
        meta: { user: { id: 'admin', permissions: ['*'] } },
        level: 1,
        ...changes,
      }),
    );

  const stamp = (changes: Partial<Stamp> = {}): Stamp => ({
    sender: 'node-x',
    instance: 'run-1',
    time: Date.now(),
    sequence: 1,
    ...changes,
  });

  /** A node still works, and what was published before has been dealt with. */
  const serves = async () => {
    const asker = await startNode();
    await untilKnown(asker, 'vault');
    expect(await asker.call('vault.open', { by: 'asker' })).toBe('opened');
    await asker.stop();
  };

  /** A frame of a real call, as it was seen on the wire. */
  const capture = async (): Promise<Buffer> => {
    const seen = new Promise<Buffer>((resolve) => {
      attacker.on('messageBuffer', (_channel: Buffer, frame: Buffer) => resolve(frame));
    });
    await attacker.subscribe(channelOf('REQ'));
    await serves();
    await attacker.unsubscribe(channelOf('REQ'));
    expect(runs).toHaveLength(1);
    runs = [];
    return seen;
  };

  const altered = (frame: Buffer): Buffer => {
    const copy = Buffer.from(frame);
    copy[copy.length - 2] = (copy.at(-2) ?? 0) ^ 1;
    return copy;
  };

  test('calls nothing and forges no event without a signature', async () => {
    await attacker.publish(channelOf('REQ'), request());
    const event = { ver: node.PROTOCOL_VERSION, sender: 'node-x', event: 'vault.opened', data: {}, broadcast: true };
    await attacker.publish(channelOf('EVENT'), JSON.stringify(event));
    await until(() => refused('unsigned') === 2);
    expect(runs).toEqual([]);
  });

  test('calls nothing with a signature by another secret, which is said clearly', async () => {
    const warn = jest.spyOn((node.transit as Transit).tx.logger, 'warn');
    const theirs = signingKey(Buffer.alloc(32, 7));
    await attacker.publish(channelOf('REQ'), sign(theirs, channelOf('REQ'), stamp(), [request()]));
    await until(() => refused('otherSecret') === 1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('another node uses another secret'), expect.anything());
    expect(runs).toEqual([]);
  });

  test('calls nothing with a packet that it altered', async () => {
    await attacker.publish(channelOf('REQ'), altered(await capture()));
    await until(() => refused('forged') === 1);
    expect(runs).toEqual([]);
  });

  test('repeats no call that it saw', async () => {
    const frame = await capture();
    await attacker.publish(channelOf('REQ'), frame);
    await until(() => refused('replayed') === 1);
    expect(runs).toEqual([]);
  });

  test('has no use for a packet on another channel, to another node, or in another namespace', async () => {
    const frame = await capture();
    const other = await startNode([vault], { namespace: 'other', nodeID: node.nodeID });
    const second = await startNode([vault]);
    await attacker.publish(channelOf('EVENT'), frame);
    await attacker.publish(`MOL-site11.REQ.${second.nodeID}`, frame);
    await attacker.publish(channelOf('REQ', 'other'), frame);
    for (const broker of [node, second, other]) {
      await until(() => broker.metrics.getMetric(REFUSED_PACKETS)?.get({ reason: 'forged' }));
    }
    expect(runs).toEqual([]);
  });

  test('is refused with what a node signed too long ago, or before this process started', async () => {
    const channel = channelOf('REQ');
    await attacker.publish(channel, sign(ours, channel, stamp({ time: Date.now() - 31_000 }), [request()]));
    await attacker.publish(channel, sign(ours, channel, stamp({ time: Date.now() + 31_000 }), [request()]));
    await attacker.publish(channel, sign(ours, channel, stamp({ time: Date.now() - 20_000 }), [request()]));
    await until(() => refused('stale') === 2 && refused('beforeStart') === 1);
    expect(runs).toEqual([]);
  });

  test('does not speak for another node, not even as one that knows the secret', async () => {
    const channel = channelOf('REQ');
    await attacker.publish(channel, sign(ours, channel, stamp({ sender: 'node-y' }), [request()]));
    await until(() => refused('otherSender') === 1);
    expect(runs).toEqual([]);
  });

  test('would be served if it knew the secret: the packets of these tests are well-formed', async () => {
    const channel = channelOf('REQ');
    await attacker.publish(channel, sign(ours, channel, stamp(), [request(), request({ id: 'call-2' })]));
    await until(() => runs.length === 2);
  });

  test('ends no node with packets that are damaged, too large or nonsense', async () => {
    const channel = channelOf('REQ');
    const signed = (packet: string) => sign(ours, channel, stamp({ sequence: ++sequence }), [Buffer.from(packet)]);
    let sequence = 0;
    const deep = '['.repeat(100_000);
    const payloads = ['', '{', 'null', '7', '[]', '{}', deep, `${deep}"[["${']'.repeat(100_000)}`];
    const header = { ver: node.PROTOCOL_VERSION, sender: 'node-x' };
    const half = ['action', 'params', 'meta', 'id', 'stream'].map((field) => JSON.stringify({ ...header, [field]: 5 }));
    for (const payload of [...payloads, ...half]) await attacker.publish(channel, signed(payload));
    for (const kind of ['EVENT', 'RES', 'INFO', 'DISCOVER', 'PING', 'PONG', 'UNKNOWN']) {
      for (const payload of [JSON.stringify(header), JSON.stringify({ ...header, services: 5, groups: 5, meta: 5 })]) {
        const to = channelOf(kind);
        const packet = sign(ours, to, stamp({ sequence: ++sequence }), [Buffer.from(payload)]);
        await attacker.publish(to, packet);
      }
    }
    const whole = signed('{}');
    for (let length = 0; length < whole.length; length += 1) await attacker.publish(channel, whole.subarray(0, length));
    await attacker.publish(channel, Buffer.alloc(9 * 1024 * 1024, 'S1'));
    await until(() => refused('oversized') === 1);
    expect(runs).toEqual([]);
    await serves();
  });

  test('cannot fill the log', async () => {
    const warn = jest.spyOn((node.transit as Transit).tx.logger, 'warn');
    for (let count = 0; count < 500; count += 1) await attacker.publish(channelOf('REQ'), request());
    await until(() => refused('unsigned') === 500);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});
