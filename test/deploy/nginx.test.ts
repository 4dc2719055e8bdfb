import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { send } from '../helpers/http.ts';
import { connectHttp2, type Http2Client } from '../helpers/http2.ts';
import { type Nginx, startNginx } from '../helpers/nginx.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { stopProcess } from '../helpers/server-process.ts';
import { type Site, startSite } from '../helpers/site.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

describeWith('nginx', 'nginx in front of two Consoles', (program) => {
  let consoles: [Site, Site];
  let nginx: Nginx;
  let client: Http2Client;
  let token: string;

  beforeAll(async () => {
    // Two installations on one folder stand for two Consoles of a cluster.
    const dataDir = temporaryFolder();
    const env = {
      PUBLIC_URL: 'https://localhost',
      TRUST_PROXY: '127.0.0.1',
      ACCESS_LOG: 'stdout',
      SHUTDOWN_GRACE: '3',
    };
    const first = await startSite({ dataDir, env });
    consoles = [first, await startSite({ dataDir, env })];
    nginx = await startNginx(
      program,
      consoles.map(({ url }) => Number(new URL(url).port)),
    );
    client = await connectHttp2(nginx.url);
    token = await first.adminToken();
  });

  afterAll(async () => {
    client.session.close();
    await stopProcess(nginx.process);
  });

  /** nginx leaves alone for a second what could not be reached. */
  const untilBothAreUsed = async () => {
    for (let last: unknown, attempt = 0; ; attempt += 1) {
      await client.request('/health/live', { headers: { 'x-request-id': `both-${attempt}` } });
      const { upstream } = await nginx.logged(`both-${attempt}`);
      if (last !== undefined && upstream !== last) return;
      last = upstream;
      await delay(100);
    }
  };

  const authorized = () => ({ authorization: `Bearer ${token}` });

  test('speaks HTTP/2 over TLS 1.3', async () => {
    expect(client.protocol).toEqual({ alpn: 'h2', tls: 'TLSv1.3' });
    expect((await client.request('/health')).json()).toMatchObject({ status: 'ok' });
  });

  test('sends who comes without TLS to TLS, method and body kept', async () => {
    const answer = await send(nginx.plainUrl, 'POST', '/api/v1/users?a=b', { headers: { host: 'app.example.com' } });
    expect(answer).toMatchObject({ status: 308, headers: { location: 'https://app.example.com/api/v1/users?a=b' } });
  });

  test('adds no second copy of the headers that the Console sets', async () => {
    const { headers } = await client.request('/health');
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers.server).toBe('nginx');
  });

  describe('the ids of a request', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    test('go through to the Console and come back', async () => {
      const { headers } = await client.request('/health', { headers: { 'x-request-id': 'order-7', traceparent } });
      expect(headers['x-request-id']).toBe('order-7');
      expect(headers.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)/);
    });

    test.each([['a'.repeat(65)], ['"}{'], ['']])('that cannot be used (%j) are replaced', async (sent) => {
      const { headers } = await client.request('/health', { headers: { 'x-request-id': sent } });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    });

    test('stand in both logs, without the query string', async () => {
      const headers = { ...authorized(), 'x-request-id': 'logged-twice' };
      await client.request('/api/v1/users?q=ada@example.com', { headers });
      const line = await nginx.logged('logged-twice');
      expect(line).toMatchObject({ method: 'GET', path: '/api/v1/users', status: 200, protocol: 'HTTP/2.0' });
      expect(JSON.stringify(line)).not.toContain('ada@');
      await Promise.any(consoles.map((site) => site.waitForLog(/"requestId":"logged-twice"/, 5_000)));
    });
  });

  describe('a body', () => {
    const limit = 1_048_576;

    test('over the limit is refused as a problem before a Console sees it', async () => {
      const headers = { ...authorized(), 'x-request-id': 'too-large' };
      const raw = Buffer.alloc(limit + 1, ' ');
      const answer = await client.request('/api/v1/users', { method: 'POST', headers, raw });
      expect(answer.status).toBe(413);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/problem+json',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': 'max-age=31536000',
      });
      expect(answer.json()).toMatchObject({ code: 'console.bodyTooLarge', status: 413, requestId: 'too-large' });
      expect(await nginx.logged('too-large')).toMatchObject({ status: 413, upstream: '' });
    });

    test('at the limit goes through', async () => {
      const raw = Buffer.alloc(limit, ' ');
      const answer = await client.request('/api/v1/users', { method: 'POST', headers: authorized(), raw });
      expect(answer.json()).toMatchObject({ code: 'console.malformedBody' });
    });
  });

  test('server-sent events arrive one by one while the stream is open', async () => {
    const stream = client.session.request({ ':path': '/api/v1/registry/stream', ...authorized() });
    const [headers] = await once(stream, 'response');
    expect(headers).toMatchObject({ ':status': 200, 'content-type': 'text/event-stream' });
    let text = '';
    stream.setEncoding('utf8');
    while (text.split('event: status').length < 3) text += (await once(stream, 'data'))[0];
    expect(stream.readableEnded).toBe(false);
    stream.close();
  });

  test('what a client claims to be its address is not believed', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9', 'x-real-ip': '203.0.113.9' };
    const body = { email: consoles[0].env.ADMIN_EMAIL, password: consoles[0].env.ADMIN_PASSWORD };
    const login = await client.request('/api/v1/auth/login', { method: 'POST', headers, body });
    const { accessToken } = login.json<{ accessToken: string }>();
    const sessions = await client.request('/api/v1/auth/sessions', {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const { data } = sessions.json<{ data: { current: boolean; ip: string }[] }>();
    expect(data.find(({ current }) => current)?.ip).toBe('127.0.0.1');
  });

  test.each(['/metrics', '/metrics/', '/METRICS', '//metrics', '/%6detrics', '/health/../metrics', '/metrics?x=/'])(
    'metrics are not to be had from outside as %s',
    async (path) => {
      const answer = await client.request(path, { headers: authorized() });
      expect(answer.status).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'common.notFound' });
    },
  );

  describe('compression', () => {
    const headers = { 'accept-encoding': 'gzip' };

    test('is for what is the same for everybody', async () => {
      const plain = await client.request('/docs/rapidoc.js');
      const packed = await client.request('/docs/rapidoc.js', { headers });
      expect(packed.headers).toMatchObject({
        'content-encoding': 'gzip',
        vary: expect.stringMatching('Accept-Encoding'),
      });
      expect(packed.body.length).toBeLessThan(plain.body.length / 2);
      expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    });

    test.each(['/api/v1/users', '/api/v1/openapi.json', '/health'])(
      'is not for answers of the API: %s',
      async (path) => {
        const answer = await client.request(path, { headers: { ...headers, ...authorized() } });
        expect(answer.status).toBe(200);
        expect(answer.headers['content-encoding']).toBeUndefined();
      },
    );
  });

  test('when Consoles are stopped in order and started again, one after the other, no request fails', async () => {
    let answered = 0;
    const failed: unknown[] = [];
    let isOver = false;
    const ask = async (who: number) => {
      for (let index = 0; !isOver; index += 1) {
        const body = { email: `rolled-${who}-${index}@example.com`, name: 'Rolled' };
        const change = index % 2 === 0 ? { method: 'POST', body } : {};
        const answer = await client.request('/api/v1/users', { headers: authorized(), ...change });
        answered += 1;
        if (answer.status >= 300) failed.push(await nginx.logged(String(answer.headers['x-request-id'])));
        // Below what nginx lets one address do.
        await delay(50);
      }
    };
    const clients = [0, 1, 2, 3].map(ask);
    for (const site of consoles) await site.restart();
    isOver = true;
    await Promise.all(clients);
    expect(answered).toBeGreaterThan(50);
    expect(failed).toEqual([]);
  });

  test('when a Console dies, what only reads is answered by the other and what changes is not sent twice', async () => {
    await untilBothAreUsed();
    const [dying] = consoles;
    // It takes requests and answers none: those that nginx gave to it are under way when it dies.
    process.kill(dying.pid, 'SIGSTOP');
    const numbers = [...Array(12).keys()];
    const reads = numbers.map(() => client.request('/api/v1/auth/me', { headers: authorized() }));
    const writes = numbers.map((index) => {
      const body = { email: `once-${index}@example.com`, name: 'Once' };
      return client.request('/api/v1/users', { method: 'POST', headers: authorized(), body });
    });
    // Half of them come back.
    await Promise.all([Promise.any(reads), Promise.any(writes)]);
    await dying.kill('SIGKILL');
    expect((await Promise.all(reads)).map(({ status }) => status)).toEqual(numbers.map(() => 200));
    const outcomes = await Promise.all(writes);
    for (const [index, { status, json }] of outcomes.entries()) {
      const found = await client.request(`/api/v1/users?filter[email]=once-${index}@example.com`, {
        headers: authorized(),
      });
      const made = found.json<{ data: unknown[] }>().data.length;
      if (status === 201) expect(made).toBe(1);
      else {
        expect(json()).toMatchObject({ status: 503, code: 'common.unavailable' });
        expect(made).toBe(0);
      }
    }
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([201, 503]));
  });

  test('with one Console gone everything goes to the other, POSTs too', async () => {
    for (let index = 0; index < 20; index += 1) {
      const body = { email: `after-${index}@example.com`, name: 'After' };
      const answer = await client.request('/api/v1/users', { method: 'POST', headers: authorized(), body });
      expect(answer.status).toBe(201);
    }
  });

  test('with every Console gone a problem says to come back', async () => {
    await consoles[1].kill('SIGKILL');
    const answer = await client.request('/api/v1/auth/me', { headers: authorized() });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1', 'cache-control': 'no-store' } });
    expect(answer.json()).toMatchObject({ code: 'common.unavailable' });
  });
});
