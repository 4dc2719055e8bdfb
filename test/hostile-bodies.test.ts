import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RequestOptions } from './helpers/http.ts';
import { type Site, startSite } from './helpers/site.ts';

let site: Site;
let token: string;

beforeAll(async () => {
  site = await startSite();
  token = await site.adminToken();
});

afterEach(async () => {
  const { status } = await site.request('GET', '/health');
  expect(status).toBe(200);
  expect(site.log()).not.toMatch(/"level":(50|60)/);
});

/** POST /users as the admin, with the body as it is. */
function post(raw: string | Buffer, headers: RequestOptions['headers'] = {}) {
  return site.request('POST', '/api/v1/users', { token, raw, headers });
}

describe('a body', () => {
  const bodies: [string, string, number][] = [
    ['that is no JSON', '{"email": ', 400],
    ['that is an array', '[{"email": "a@example.com"}]', 400],
    ['that is a string', '"email"', 400],
    ['that is null', 'null', 400],
    ['with __proto__', '{"email": "a@example.com", "__proto__": {"roles": ["admin"]}}', 400],
    ['with __proto__ written in escapes', '{"email": "a@example.com", "\\u005f_proto__": {"roles": ["admin"]}}', 400],
    ['with constructor.prototype', '{"email": "a@example.com", "constructor": {"prototype": {"x": 1}}}', 400],
    ['with a deep __proto__', '{"preferences": {"a": {"__proto__": {"x": 1}}}, "email": "a@example.com"}', 400],
    ['nested 50,000 arrays deep', `{"email": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400],
    ['nested 50,000 objects deep', `{"email": ${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`, 400],
    ['with an operator for a text', '{"email": {"$gt": ""}, "name": "x"}', 422],
    ['with an operator as a key', '{"$where": "sleep(10000)", "email": "a@example.com"}', 422],
    ['with a key that nobody knows', '{"email": "a@example.com", "isAdmin": true}', 422],
    ['with a number for a text', '{"email": 7}', 422],
    [
      'with operators in a free object',
      '{"email": "a@example.com", "preferences": {"$set": {"roles": ["admin"]}}}',
      422,
    ],
    ['with a null byte in a name', '{"email": "a@example.com", "name": "a\\u0000b"}', 422],
    ['with half a surrogate pair', '{"email": "a@example.com", "name": "\\ud800"}', 422],
    ['larger than the limit', `{"email": "${'a'.repeat(1_100_000)}"}`, 413],
  ];

  test.each(bodies)('%s is refused', async (_what, raw, expected) => {
    const { status, headers, body } = await post(raw);
    expect(status).toBe(expected);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({ status: expected, code: expect.stringMatching(/^[a-z]+\.[a-zA-Z]+$/) });
    expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|SyntaxError| {4}at /);
  });

  test.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/json; charset=utf-7', 415],
    ['', 415],
  ])('sent as %j is refused', async (type, expected) => {
    expect((await post('{"email": "a@example.com"}', { 'content-type': type })).status).toBe(expected);
  });

  test('that unfolds from a few bytes to gigabytes is stopped at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20), { level: 9 });
    const start = performance.now();
    const { status } = await post(bomb, { 'content-encoding': 'gzip' });
    expect(status).toBe(413);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('folded twice is not unfolded', async () => {
    const { status } = await post(gzipSync(gzipSync('{}')), { 'content-encoding': 'gzip, gzip' });
    expect(status).toBe(415);
  });

  test.each([
    ['no gzip at all', Buffer.from('this is not gzip')],
    ['gzip that breaks off', gzipSync('{"email": "a@example.com"}').subarray(0, 20)],
  ])('announced as gzip that is %s is refused', async (_what, raw) => {
    expect((await post(raw, { 'content-encoding': 'gzip' })).status).toBe(400);
  });

  test('of a request that nobody needs a body for is not read', async () => {
    const { status } = await site.request('GET', '/health', { raw: '{"__proto__": {}}' });
    expect(status).toBe(200);
  });
});

test('Bodies that never arrive hold no place that others need', async () => {
  const small = await startSite({ env: { MAX_REQUESTS: '5' } });
  const { port } = new URL(small.url);
  const sockets = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const socket = connect(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      const head =
        'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{';
      await new Promise((resolve) => socket.write(head, resolve));
      return socket;
    }),
  );
  for (let n = 0; n < 10; n += 1) expect((await small.request('GET', '/api/v1/setup')).status).toBe(200);
  for (const socket of sockets) socket.destroy();
});
