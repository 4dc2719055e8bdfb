import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { commonErrors } from '../../../lib/errors.ts';
import { send } from '../../../test/helpers/http.ts';
import { type Site, startSite, type TokenAnswer } from '../../../test/helpers/site.ts';
import type { Exchange } from '../gateway/exchange.ts';
import { formatError } from './format-error.ts';
import { sendAnswer } from './send-answer.ts';

let site: Site;
let user: TokenAnswer;
let path: string;

beforeAll(async () => {
  site = await startSite();
  user = await site.register();
  path = `/api/v1/users/${user.user.id}`;
});

describe('an answer with an ETag', () => {
  test('is not sent again to a client that has it', async () => {
    const first = await site.request('GET', path, { token: user.accessToken });
    expect(first.status).toBe(200);
    const again = await site.request('GET', path, {
      token: user.accessToken,
      headers: { 'If-None-Match': String(first.headers.etag) },
    });
    expect(again).toMatchObject({ status: 304, body: '' });
    expect(again.headers.etag).toBe(first.headers.etag);
    expect(again.headers['content-type']).toBeUndefined();
  });

  test('is compared weakly, in a list, and with *', async () => {
    const { headers } = await site.request('GET', path, { token: user.accessToken });
    for (const condition of [`W/${headers.etag}`, `"other", ${headers.etag}`, '*']) {
      const again = await site.request('GET', path, {
        token: user.accessToken,
        headers: { 'If-None-Match': condition },
      });
      expect(again.status).toBe(304);
    }
  });

  test('is private, asked for again each time, and differs by caller', async () => {
    const { headers } = await site.request('GET', path, { token: user.accessToken });
    expect(headers['cache-control']).toBe('private, no-cache');
    expect(headers.vary).toContain('Authorization');
  });

  test('changes when the resource does, and the new one is answered to who changed it', async () => {
    const before = await site.request('GET', path, { token: user.accessToken });
    const change = await site.request('PATCH', path, { token: user.accessToken, body: { name: 'Renamed' } });
    expect(change.status).toBe(200);
    const after = await site.request('GET', path, { token: user.accessToken });
    expect(after.headers.etag).not.toBe(before.headers.etag);
    expect(change.headers.etag).toBe(after.headers.etag);
  });
});

describe('a write with If-Match', () => {
  test('happens on the version that the client read, and on no other', async () => {
    const { headers } = await site.request('GET', path, { token: user.accessToken });
    const write = (name: string) =>
      site.request('PATCH', path, {
        token: user.accessToken,
        body: { name },
        headers: { 'If-Match': String(headers.etag) },
      });
    expect((await write('First')).status).toBe(200);
    const late = await write('Late');
    expect(late).toMatchObject({ status: 412, body: { code: 'common.versionConflict' } });
    const { body } = await site.request('GET', path, { token: user.accessToken });
    expect(body).toMatchObject({ name: 'First' });
  });

  test('is refused when the header is not one of our ETags', async () => {
    const answer = await site.request('PATCH', path, {
      token: user.accessToken,
      body: { name: 'x' },
      headers: { 'If-Match': '"abc"' },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'console.malformedPrecondition' } });
  });
});

test('A header that cannot be sent leaves a problem in place of the answer', async () => {
  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    const exchange = { req, res, requestId: 'r', headers: { 'x-request-id': 'r' } } as unknown as Exchange;
    try {
      sendAnswer(exchange, { status: 200, headers: { 'x-note': 'two\nlines' }, body: '{}' });
    } catch {
      sendAnswer(exchange, formatError(commonErrors.internal(), exchange));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await send(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'GET', '/');
  server.close();
  expect(answer).toMatchObject({ status: 500, headers: { 'x-request-id': 'r' }, body: { code: 'common.internal' } });
});
