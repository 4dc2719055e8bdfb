import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite } from '../../../test/helpers/site.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

describe('a request', () => {
  test('keeps the id that the client gave it, in the answer, in problems and in the access log', async () => {
    const answer = await site.request('GET', '/api/v1/users', { headers: { 'X-Request-Id': 'order-42:a.b' } });
    expect(answer.headers['x-request-id']).toBe('order-42:a.b');
    expect(answer.body).toMatchObject({ status: 401, requestId: 'order-42:a.b' });
    await site.stop();
    const log = readFileSync(join(site.dataDir, 'logs/access.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(log.find(({ requestId }) => requestId === 'order-42:a.b')).toMatchObject({
      method: 'GET',
      path: '/api/v1/users',
      route: '/api/v1/users',
      status: 401,
      ip: '127.0.0.1',
    });
    await site.restart();
  });

  test.each([
    ['none', undefined],
    ['one with spaces', 'a b'],
    ['one that is too long', 'x'.repeat(65)],
  ])('gets an id of ours when it has %s', async (_name, id) => {
    const { headers } = await site.request(
      'GET',
      '/health/live',
      id === undefined ? {} : { headers: { 'X-Request-Id': id } },
    );
    expect(headers['x-request-id']).toMatch(UUID);
  });

  test('stays in the trace of its caller, as a span of its own', async () => {
    const sent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { headers } = await site.request('GET', '/health/live', { headers: { traceparent: sent } });
    expect(headers.traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/);
    expect(headers.traceparent).not.toBe(sent);
  });

  test.each(['00-00000000000000000000000000000000-00f067aa0ba902b7-01', 'nonsense', '01-x'])(
    'starts a trace when it brings %s',
    async (traceparent) => {
      const { headers } = await site.request('GET', '/health/live', { headers: { traceparent } });
      expect(headers.traceparent).toMatch(/^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    },
  );
});
