import { get, request as httpRequest, type IncomingMessage } from 'node:http';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { type Site, startSite, type TokenAnswer } from '../../test/helpers/site.ts';
import type { Overview, RegistryAction, StatusFrame } from './console.contract.ts';

const METRICS_TOKEN = 'a-token-for-prometheus-alone';

let site: Site;
let admin: string;
let user: TokenAnswer & { password: string };

beforeAll(async () => {
  site = await startSite({ env: { METRICS_TOKEN }, repl: true });
  admin = await site.adminToken();
  user = await site.register();
});

interface Watcher {
  response: IncomingMessage;
  text(): string;
  /** The first frame that satisfies the condition. */
  frame(condition: (frame: StatusFrame) => boolean): Promise<StatusFrame>;
  ended: Promise<void>;
}

/** A client of the live status. */
function watch(token: string): Promise<Watcher> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get(`${site.url}/api/v1/registry/stream`, { headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', () => undefined);
      const frames = () => Array.from(text.matchAll(/^data: (.*)\n\n/gm), ([, data]) => JSON.parse(data ?? ''));
      resolve({
        response,
        text: () => text,
        async frame(condition) {
          for (;;) {
            const found = frames().find(condition);
            if (found !== undefined) return found;
            await new Promise((next) => response.once('data', next));
          }
        },
        ended: new Promise((end) => response.once('close', end)),
      });
    }).on('error', reject);
  });
}

const statusOf = (name: string) => (frame: StatusFrame) =>
  frame.services.find((service) => service.name === name)?.status;

describe('health', () => {
  test.each(['/health', '/health/live', '/health/ready'])('%s is for everybody', async (path) => {
    const { status, body } = await site.request('GET', path);
    expect([status, body.status]).toEqual([200, 'ok']);
  });

  test('says for every service whether it works, and to the public nothing else', async () => {
    const { body } = await site.request('GET', '/health');
    const service = { status: 'ok' };
    expect(body).toEqual({ status: 'ok', services: { console: service, oauth: service, users: service } });
  });

  test('has the reasons for those with platform:read', async () => {
    const { body } = await site.request('GET', '/api/v1/health', { token: admin });
    expect(body).toMatchObject({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      services: { users: { nodes: [{ status: 'ok', checks: { store: { ok: true }, consumers: { ok: true } } }] } },
    });
  });
});

describe('what an administrator sees', () => {
  const paths = [
    '/api/v1/health',
    '/api/v1/registry/nodes',
    '/api/v1/registry/services',
    '/api/v1/registry/actions',
    '/api/v1/registry/events',
    '/api/v1/registry/stream',
    '/metrics',
  ];

  test.each(paths)('%s is not for plain users, nor for nobody', async (path) => {
    const statuses = await Promise.all([
      site.request('GET', path),
      site.request('GET', path, { token: user.accessToken }),
      ...(path.endsWith('stream') ? [] : [site.request('GET', path, { token: admin })]),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual(path.endsWith('stream') ? [401, 403] : [401, 403, 200]);
  });

  test('never shows a setting or a secret', async () => {
    const answers = await Promise.all(
      paths.filter((path) => !path.endsWith('stream')).map((path) => site.request('GET', path, { token: admin })),
    );
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toMatch(/settings|prometheus-alone|correct horse/);
  });
});

describe('the metrics', () => {
  test('can be read with the token that is made for it, which opens nothing else', async () => {
    const { status, headers, body } = await site.request<string>('GET', '/metrics', { token: METRICS_TOKEN });
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(body).toMatch(/^http_request_duration_seconds_count\{.*route="\/api\/v1\/auth\/register".*\} 1$/m);
    expect((await site.request('GET', '/api/v1/health', { token: METRICS_TOKEN })).status).toBe(401);
    expect((await site.request('GET', '/metrics', { token: `${METRICS_TOKEN}!` })).status).toBe(401);
  });
});

describe('the overview', () => {
  test('is composed from several services, each as far as the caller may see', async () => {
    const forAdmin = await site.request<Overview>('GET', '/api/v1/overview', { token: admin });
    expect(forAdmin.body).toMatchObject({
      accounts: { total: 2, active: 2, disabled: 0 },
      sessions: { active: 1 },
      services: [{ status: 'ok' }, { status: 'ok' }, { status: 'ok' }],
      problems: [],
    });
    const forUser = await site.request<Overview>('GET', '/api/v1/overview', { token: user.accessToken });
    expect(forUser.body).toMatchObject({
      user: { id: user.user.id, name: user.user.name },
      accounts: null,
      problems: [],
    });
  });
});

describe('the live status', () => {
  test('is a stream of events that no proxy keeps back', async () => {
    const watcher = await watch(admin);
    expect(watcher.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const frame = await watcher.frame(() => true);
    expect(frame.services.map(({ name, status }) => [name, status])).toEqual([
      ['console', 'up'],
      ['oauth', 'up'],
      ['users', 'up'],
    ]);
    expect(watcher.text()).toMatch(/^retry: \d+\n\nid: \d+\nevent: status\ndata: /);
    watcher.response.destroy();
  });

  test('shows a service that stops, and that it is back', async () => {
    const watcher = await watch(admin);
    await watcher.frame((frame) => statusOf('users')(frame) === 'up');
    site.operate('destroy users');
    await watcher.frame((frame) => statusOf('users')(frame) === 'down');
    const { body } = await site.request('GET', '/health');
    expect(body).toMatchObject({ status: 'degraded', services: { users: { status: 'down' } } });
    expect((await site.request('GET', '/health/live')).status).toBe(200);
    const ready = await site.request('GET', '/health/ready');
    expect([ready.status, ready.headers['retry-after']]).toEqual([503, '1']);
    expect(ready.body).toMatchObject({ code: 'console.notReady', errors: [{ field: 'users', code: 'missing' }] });

    site.operate('load services/users/users.service.ts');
    const second = await watch(admin);
    await second.frame((frame) => statusOf('users')(frame) === 'up');
    watcher.response.destroy();
    second.response.destroy();
  });

  test('ends when the session of the one who watches ends', async () => {
    const { accessToken } = await site.login(site.env.ADMIN_EMAIL ?? '', site.env.ADMIN_PASSWORD ?? '');
    const watcher = await watch(accessToken);
    await watcher.frame(() => true);
    await site.request('POST', '/api/v1/auth/logout', { token: accessToken });
    await watcher.ended;
  });

  test('answers HEAD with the headers alone', async () => {
    const status = await new Promise((resolve, reject) => {
      const options = { method: 'HEAD', agent: false, headers: { authorization: `Bearer ${admin}` } };
      const request = httpRequest(`${site.url}/api/v1/registry/stream`, options, (response) => {
        response.resume().once('end', () => resolve(response.statusCode));
      });
      request.on('error', reject).end();
    });
    expect(status).toBe(200);
  });
});

describe('the OpenAPI document', () => {
  test('is valid, for everybody, and answered with 304 to who has it', async () => {
    const { status, headers, body } = await site.request('GET', '/api/v1/openapi.json');
    expect(status).toBe(200);
    expect(await new Validator().validate(structuredClone(body))).toEqual({ valid: true });
    const again = await site.request('GET', '/api/v1/openapi.json', {
      headers: { 'if-none-match': headers.etag ?? '' },
    });
    expect(again.status).toBe(304);
  });

  test('has every route of the registry', async () => {
    const document = await site.request<{ paths: Record<string, object> }>('GET', '/api/v1/openapi.json');
    const registry = await site.request<{ data: RegistryAction[] }>('GET', '/api/v1/registry/actions', {
      token: admin,
    });
    const documented = Object.entries(document.body.paths).flatMap(([path, methods]) => {
      return Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
    });
    expect(documented.sort()).toEqual(registry.body.data.flatMap(({ rest }) => rest).sort());
  });
});
