import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { beforeAll, expect, test } from '@jest/globals';
import moleculer, { type Context, type ServiceBroker, type ServiceSchema } from 'moleculer';
import { commonErrors } from '../../lib/errors.ts';
import config from '../../moleculer.config.ts';
import { startNode, until, untilKnown, withServer } from '../../test/helpers/cluster-nodes.ts';
import { type RedisServer, startRedis, useRedis } from '../../test/helpers/redis-server.ts';
import { describeWith } from '../../test/helpers/require-tool.ts';
import { REFUSED_PACKETS } from '../refusals.ts';
import { nodeStreamsOf } from './node-streams.ts';

const MEGABYTE = 1024 * 1024;
const part = Buffer.alloc(64 * 1024, 'x');

/** Streams that were made, with how many parts each has given. */
let made: { stream: Readable; parts: number }[] = [];
let heard: unknown[] = [];

function parts(count: number, failure?: Error): Readable {
  const entry = { stream: null as unknown as Readable, parts: 0 };
  async function* give() {
    for (; entry.parts < count; entry.parts += 1) {
      await new Promise(setImmediate);
      yield part;
    }
    if (failure) throw failure;
  }
  entry.stream = Readable.from(give(), { objectMode: false });
  made.push(entry);
  return entry.stream;
}

const files: ServiceSchema = {
  name: 'files',
  actions: {
    read: (ctx: Context<{ parts: number }>) => parts(ctx.params.parts),
    fail: () => parts(3, commonErrors.storageFull({ detail: 'No room.' })),
    explode: () => parts(3, new Error('password=hunter2')),
    list: () => Readable.from([{ n: 1 }, { n: 2, text: '[[Date]]' }]),
    silent: () => {
      const stream = new Readable({ read() {} });
      made.push({ stream, parts: 0 });
      return stream;
    },
    async write(ctx: Context<{ name: string }>) {
      const { stream } = ctx as unknown as { stream: Readable };
      return { name: ctx.params.name, bytes: (await buffer(stream)).length };
    },
    async refuse(ctx: Context) {
      const { stream } = ctx as unknown as { stream: Readable };
      await once(stream, 'readable');
      stream.destroy();
      throw commonErrors.forbidden();
    },
    echo: (ctx: Context<{ text: string }>) => ({ text: ctx.params.text }),
  },
  events: { 'files.told': (ctx: Context) => void heard.push(ctx.params) },
};

describeWith('redis', 'Bytes between nodes', (program) => {
  let redis: RedisServer;
  const owner = () => startNode([files], withServer());

  const asking = () => startNode();

  beforeAll(async () => {
    redis = await startRedis(program);
    useRedis(redis.url);
  });

  async function pair(): Promise<[ServiceBroker, ServiceBroker]> {
    made = [];
    heard = [];
    const nodes: [ServiceBroker, ServiceBroker] = [await asking(), await owner()];
    await untilKnown(nodes[0], 'files');
    return nodes;
  }

  const read = (broker: ServiceBroker, action: string, params = {}) => broker.call(action, params) as Promise<Readable>;
  const send = (broker: ServiceBroker, action: string, stream: Readable, options = {}) =>
    broker.call(action, { name: 'a' }, { stream, ...options } as never);
  const redisInput = async () => {
    const client = redis.client();
    const [, bytes] = /total_net_input_bytes:(\d+)/.exec(await client.info('stats')) ?? [];
    client.disconnect();
    return Number(bytes);
  };

  test('arrive whole, in both directions, and none of them through Redis', async () => {
    const [asker] = await pair();
    const before = await redisInput();
    expect((await buffer(await read(asker, 'files.read', { parts: 320 }))).length).toBe(20 * MEGABYTE);
    expect(await send(asker, 'files.write', parts(320))).toEqual({ name: 'a', bytes: 20 * MEGABYTE });
    const text = 'x'.repeat(9 * MEGABYTE);
    expect(await asker.call('files.echo', { text })).toEqual({ text });
    await asker.broadcast('files.told', { text });
    await until(() => heard.length === 1);
    expect(heard).toEqual([{ text }]);
    expect((await redisInput()) - before).toBeLessThan(0.25 * MEGABYTE);
  });

  test('are the same within one process', async () => {
    const alone = new moleculer.ServiceBroker({ ...config, logger: false });
    alone.createService(files);
    await alone.start();
    expect((await buffer(await read(alone, 'files.read', { parts: 3 }))).length).toBe(3 * part.length);
    expect(await send(alone, 'files.write', parts(3))).toEqual({ name: 'a', bytes: 3 * part.length });
    await alone.stop();
  });

  test('may be objects', async () => {
    const [asker] = await pair();
    expect(await (await read(asker, 'files.list')).toArray()).toEqual([{ n: 1 }, { n: 2, text: '[[Date]]' }]);
  });

  test('wait for a reader that takes none', async () => {
    const [asker] = await pair();
    const stream = await read(asker, 'files.read', { parts: 10_000 });
    await once(stream, 'readable');
    // What is on its way fits into the buffers of two sockets: ever less comes, then nothing.
    let last = -1;
    await until(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const stopped = made[0]?.parts === last;
      last = made[0]?.parts ?? 0;
      return stopped;
    });
    expect(last * part.length).toBeLessThan(32 * MEGABYTE);
    stream.destroy();
    await until(() => made[0]?.stream.destroyed);
  });

  test('end at their source when the reader goes away, also while nothing flows', async () => {
    const [asker] = await pair();
    for (const action of ['files.read', 'files.silent']) {
      const stream = await read(asker, action, { parts: 10_000 });
      stream.destroy();
    }
    await until(() => made.length === 2 && made.every(({ stream }) => stream.destroyed));
  });

  test('break off with the problem of a source that fails, and tell nothing of other errors', async () => {
    const [asker] = await pair();
    const failing = await read(asker, 'files.fail');
    await expect(buffer(failing)).rejects.toMatchObject({ code: 507, type: 'common.storageFull', message: 'No room.' });
    const exploding = await read(asker, 'files.explode');
    const error: Error = await buffer(exploding).then(
      () => new Error('It was whole.'),
      (reason) => reason,
    );
    expect(error).toMatchObject({ code: 500, type: 'common.internal' });
    expect(JSON.stringify({ ...error, message: error.message })).not.toContain('hunter2');
  });

  test('that are sent break off the call when their source fails, and stop when the service wants no more', async () => {
    const [asker] = await pair();
    await expect(send(asker, 'files.write', parts(3, commonErrors.conflict()))).rejects.toMatchObject({ code: 409 });
    const unwanted = parts(10_000);
    await expect(send(asker, 'files.refuse', unwanted)).rejects.toMatchObject({ type: 'common.forbidden' });
    await until(() => unwanted.destroyed);
  });

  test('stop with a call that takes too long', async () => {
    const [asker] = await pair();
    const endless = new Readable({ read() {} });
    await expect(send(asker, 'files.write', endless, { timeout: 200 })).rejects.toMatchObject({
      type: 'REQUEST_TIMEOUT',
    });
    await until(() => endless.destroyed);
  });

  test('that cannot be reached are a problem that may be tried again, on both ways', async () => {
    const [asker, worker] = await pair();
    const node = asker.registry.nodes.get(worker.nodeID) as unknown as { metadata: { address: string } };
    node.metadata.address = 'http://127.0.0.1:1';
    const unavailable = { code: 503, type: 'common.unavailable' };
    await expect(read(asker, 'files.read', { parts: 1 })).rejects.toMatchObject(unavailable);
    const stream = parts(10);
    await expect(send(asker, 'files.write', stream)).rejects.toMatchObject(unavailable);
    expect(stream.destroyed).toBe(true);
    expect(asker.transit?.pendingRequests.size).toBe(0);
    // What nobody fetches is given up when the node stops, at the latest.
    await worker.stop();
    expect([made[0]?.stream.destroyed, nodeStreamsOf(worker)?.open]).toEqual([true, 0]);
  });

  test('are asked for by nobody without the token of a node for this node, and by no token twice', async () => {
    const [asker, worker] = await pair();
    const { address } = worker.metadata as { address: string };
    const refused = () =>
      worker.metrics
        .list({ includes: REFUSED_PACKETS })
        .flatMap(({ values }) => values as unknown as { value: number; labels: { reason: string } }[])
        .map(({ labels, value }) => [labels.reason, value]);

    expect(await post(address, Buffer.alloc(0))).toBe(403);
    expect(await post(address, Buffer.from('\0\0\0\x10no token at all.'))).toBe(403);
    const sent = await recorded(asker, worker);
    expect(await post(address, sent)).toBe(403);
    const altered = Buffer.from(sent);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    expect(await post(address, altered)).toBe(403);
    const elsewhere = await owner();
    expect(await post((elsewhere.metadata as { address: string }).address, sent)).toBe(403);
    expect(refused()).toEqual(
      expect.arrayContaining([
        ['unsigned', 1],
        ['replayed', 1],
        ['forged', 1],
      ]),
    );
    expect((await buffer(await read(asker, 'files.read', { parts: 1 }))).length).toBe(part.length);
  });

  test('may follow a packet that arrives in pieces', async () => {
    const [asker] = await pair();
    const name = 'x'.repeat(200_000);
    const stream = Readable.from([Buffer.from('body')]);
    expect(await asker.call('files.write', { name }, { stream } as never)).toEqual({ name, bytes: 4 });
  });

  test('of which only the beginning comes hold nobody up, and are given up', async () => {
    const [asker, worker] = await pair();
    const { hostname, port } = new URL((worker.metadata as { address: string }).address);
    const beginning = (body: Buffer) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(
        Buffer.concat([Buffer.from('POST /streams HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n'), body]),
      );
      return once(socket.resume(), 'close');
    };
    const ended = [Buffer.alloc(2), Buffer.from('\0\0\x01\0 a part')].map(beginning);
    await Promise.all(Array.from({ length: 20 }, () => asker.call('files.echo', { text: 'meanwhile' })));
    await Promise.all(ended);
    expect((await buffer(await read(asker, 'files.read', { parts: 1 }))).length).toBe(part.length);
  });
});

/** What a node sends to fetch an answer, written down by someone on the way, who passes it on. */
async function recorded(asker: ServiceBroker, worker: ServiceBroker): Promise<Buffer> {
  const node = asker.registry.nodes.get(worker.nodeID) as unknown as { metadata: { address: string } };
  const { address } = node.metadata;
  const bodies: Buffer[] = [];
  const proxy = createServer(async (req, res) => {
    const body = await buffer(req);
    bodies.push(body);
    const forwarded = request(`${address}${req.url}`, { method: 'POST' }, (answer) => {
      res.writeHead(answer.statusCode ?? 500);
      answer.pipe(res);
    });
    forwarded.end(body);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  node.metadata.address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  await buffer((await asker.call('files.read', { parts: 1 })) as Readable);
  node.metadata.address = address;
  proxy.close();
  return bodies[0] ?? Buffer.alloc(0);
}

function post(address: string, body: Buffer): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}/streams`, { method: 'POST' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
