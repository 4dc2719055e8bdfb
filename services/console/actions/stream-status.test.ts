import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { ServiceSchema } from 'moleculer';
import { startPlatform } from '../../../test/helpers/platform-broker.ts';
import type { StatusFrame } from '../console.contract.ts';

const health = async () => ({ status: 'ok', checks: {} });
const users: ServiceSchema = { name: 'users', actions: { health, get: async () => ({}) } };
const oauth: ServiceSchema = { name: 'oauth', actions: { health } };

/** Frames of the stream, as a client of the server-sent events reads them. */
async function* frames(stream: Readable): AsyncGenerator<StatusFrame> {
  let text = '';
  for await (const chunk of stream) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) yield JSON.parse(data) as StatusFrame;
    }
  }
}

async function nextFrame(stream: AsyncGenerator<StatusFrame>): Promise<StatusFrame> {
  const { value } = await stream.next();
  return value as StatusFrame;
}

describe('the stream of the live status', () => {
  test('begins with the whole picture', async () => {
    const { call } = await startPlatform([users, oauth]);
    const stream = await call<Readable>('streamStatus');
    const frame = await nextFrame(frames(stream));
    expect(frame.nodes).toMatchObject([{ id: 'node-1', local: true, available: true, latencyMs: 0 }]);
    expect(frame.services.map(({ name, status, breaker }) => [name, status, breaker])).toEqual([
      ['console', 'up', 'closed'],
      ['oauth', 'up', 'closed'],
      ['users', 'up', 'closed'],
    ]);
    stream.destroy();
  });

  test('is made of events with ids, after the time to wait before a reconnect', async () => {
    const { call } = await startPlatform([users]);
    const stream = await call<Readable>('streamStatus');
    const chunks: string[] = [];
    while (chunks.length < 2) chunks.push(String((await once(stream, 'data'))[0]));
    expect(chunks.join('')).toMatch(/^retry: 3000\n\nid: 1\nevent: status\ndata: \{.*\}\n\n$/);
    stream.destroy();
  });

  test('shows a service that stopped as down, at once', async () => {
    const { call, broker } = await startPlatform([users, oauth]);
    const stream = await call<Readable>('streamStatus');
    const received = frames(stream);
    await nextFrame(received);
    const startedAt = performance.now();
    await broker.destroyService('oauth');
    const frame = await nextFrame(received);
    expect(frame.services.find(({ name }) => name === 'oauth')).toMatchObject({ status: 'down', nodes: [] });
    expect(performance.now() - startedAt).toBeLessThan(1500);
    stream.destroy();
  });

  test('counts the requests and failures of each service, and not the health checks', async () => {
    const { call, broker } = await startPlatform([users]);
    const stream = await call<Readable>('streamStatus');
    const received = frames(stream);
    await nextFrame(received);
    for (let count = 0; count < 20; count += 1) await broker.call('users.get');
    const { services } = await nextFrame(received);
    const { requests, errors, latencyMs } = services.find(({ name }) => name === 'users') ?? {};
    expect(requests).toBeGreaterThan(5);
    expect(errors).toBe(0);
    expect(latencyMs).not.toBeNull();
    expect((await nextFrame(received)).services.find(({ name }) => name === 'users')).toMatchObject({ requests: 0 });
    stream.destroy();
  });

  test('ends when the process stops', async () => {
    const { call, broker } = await startPlatform([users]);
    const stream = await call<Readable>('streamStatus');
    stream.resume();
    await Promise.all([once(stream, 'end'), broker.stop()]);
  });

  test('is sampled only while somebody watches', async () => {
    let asked = 0;
    const counting = () => {
      asked += 1;
      return health();
    };
    const { call, platform } = await startPlatform([{ name: 'users', actions: { health: counting } }]);
    const stream = await call<Readable>('streamStatus');
    await nextFrame(frames(stream));
    stream.destroy();
    await once(stream, 'close');
    const before = asked;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(asked).toBe(before);
    expect(platform.live.watchers).toBe(0);
  });

  test('is refused when too many watch already, and given again when one has gone', async () => {
    const { call } = await startPlatform([users]);
    const streams = await Promise.all(Array.from({ length: 100 }, () => call<Readable>('streamStatus')));
    await expect(call('streamStatus')).rejects.toMatchObject({
      code: 503,
      type: 'console.tooManyStreams',
      data: { retryAfter: 10 },
    });
    streams[0]?.destroy();
    await once(streams[0] as Readable, 'close');
    streams.push(await call<Readable>('streamStatus'));
    for (const stream of streams) stream.destroy();
  });
});
