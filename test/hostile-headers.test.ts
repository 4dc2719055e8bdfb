import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite, type TokenAnswer } from './helpers/site.ts';

const ALLOWED_ORIGIN = 'https://app.example.com';
let site: Site;
let user: TokenAnswer;

beforeAll(async () => {
  site = await startSite({ env: { CORS_ORIGINS: ALLOWED_ORIGIN, TRUST_PROXY: '' } });
  user = await site.register();
});

afterEach(async () => {
  const { status } = await site.request('GET', '/health');
  expect(status).toBe(200);
  expect(site.log()).not.toMatch(/"level":(50|60)/);
});

describe('a header', () => {
  test('with a request id of 100 KB is refused, not kept', async () => {
    const { status } = await site.request('GET', '/health', { headers: { 'x-request-id': 'x'.repeat(100_000) } });
    expect(status).toBe(431);
  });

  test.each(['x'.repeat(1000), '{"level":60}', 'a b', '<script>', 'x\ty'])(
    'with the request id %.30j is answered with one of ours',
    async (id) => {
      const { status, headers } = await site.request('GET', '/health', { headers: { 'x-request-id': id } });
      expect(status).toBe(200);
      expect(headers['x-request-id']).toMatch(/^[\w.:-]{8,128}$/);
      expect(headers['x-request-id']).not.toBe(id);
    },
  );

  test('with a sensible request id is kept in the answer', async () => {
    const { headers } = await site.request('GET', '/health', { headers: { 'x-request-id': 'order-4711' } });
    expect(headers['x-request-id']).toBe('order-4711');
  });

  test.each(['Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a.b.c', `Bearer ${'x'.repeat(8000)}`, 'Bearer null'])(
    'Authorization: %.40s is no token',
    async (authorization) => {
      const { status, headers } = await site.request('GET', '/api/v1/auth/me', { headers: { authorization } });
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toMatch(/^Bearer /);
    },
  );

  test.each([
    ['none', { alg: 'none', typ: 'at+jwt' }],
    ['HS256 with the public key', { alg: 'HS256', typ: 'at+jwt' }],
    ['another type', { alg: 'RS256', typ: 'JWT' }],
    ['a key id that is a path', { alg: 'RS256', typ: 'at+jwt', kid: '../../secret' }],
  ])('with a token whose algorithm is %s is refused', async (_what, header) => {
    const [, claims, signature] = user.accessToken.split('.');
    const forged = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${claims}.${signature}`;
    expect((await site.request('GET', '/api/v1/auth/me', { token: forged })).status).toBe(401);
  });

  test('with a forged X-Forwarded-For changes nobody’s address', async () => {
    const login = await site.request<TokenAnswer>('POST', '/api/v1/auth/login', {
      body: { email: site.env.ADMIN_EMAIL, password: site.env.ADMIN_PASSWORD },
      headers: { 'x-forwarded-for': '198.51.100.7', forwarded: 'for=198.51.100.8', 'x-real-ip': '198.51.100.9' },
    });
    const { body } = await site.request<{ session: { ip: string } }>('GET', '/api/v1/auth/me', {
      token: login.body.accessToken,
    });
    expect(body.session.ip).toBe('127.0.0.1');
  });

  test.each(['0', '"x', 'W/1', '1', '"-1"', '"1e9"', `"${'9'.repeat(400)}"`])(
    'If-Match: %.30s is refused',
    async (tag) => {
      const { status } = await site.request('PATCH', `/api/v1/users/${user.user.id}`, {
        token: user.accessToken,
        body: { name: 'x' },
        headers: { 'if-match': tag },
      });
      expect(status).toBe(400);
    },
  );

  test.each(['2', '1.99', 'latest', '1.0, 2.0'])('API-Version: %s is unknown', async (version) => {
    const { status, headers } = await site.request('GET', '/api/v1/auth/me', {
      token: user.accessToken,
      headers: { 'api-version': version },
    });
    expect(status).toBe(400);
    expect(headers.vary).toMatch(/API-Version/i);
  });
});

describe('an origin', () => {
  const preflight = (origin: string) =>
    site.request('OPTIONS', '/api/v1/users', { headers: { origin, 'access-control-request-method': 'POST' } });

  test('that is allowed may ask', async () => {
    const { status, headers } = await preflight(ALLOWED_ORIGIN);
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(ALLOWED_ORIGIN);
    expect(headers.vary).toMatch(/Origin/);
  });

  test.each([
    'https://app.example.com.evil.test',
    'https://evil-app.example.com',
    'https://app.example.co',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://APP.example.com',
    'https://app.example.com/',
    'null',
    'https://',
    '*',
  ])('that only looks alike (%s) may not', async (origin) => {
    const asked = await preflight(origin);
    expect(asked.status).toBe(403);
    expect(asked.headers['access-control-allow-origin']).toBeUndefined();
    const read = await site.request('GET', '/health', { headers: { origin } });
    expect(read.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('asking by OPTIONS runs no action', async () => {
    const { status } = await site.request('OPTIONS', '/api/v1/auth/logout', { token: user.accessToken });
    expect(status).toBe(204);
    expect((await site.request('GET', '/api/v1/auth/me', { token: user.accessToken })).status).toBe(200);
  });
});

describe('a connection', () => {
  test.each([
    ['that speaks no HTTP', 'HELO mail.example.com\r\n\r\n'],
    [
      'with two lengths',
      'POST /api/v1/users HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd',
    ],
    [
      'with a length and chunks',
      'POST /api/v1/users HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['with a line break in a header', 'GET /health HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\rSet-Cookie: b\r\n\r\n'],
    ['with a method that nobody knows', 'BREW /health HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['without a host', 'GET /health HTTP/1.1\r\n\r\n'],
  ])('%s is refused', async (_what, text) => {
    const socket = connect(Number(new URL(site.url).port), '127.0.0.1');
    socket.end(text);
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk;
    });
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  test('asking for an absolute URL gets no other site', async () => {
    const { status } = await site.request('GET', 'http://example.com/health');
    expect(status).toBeLessThan(500);
  });
});
