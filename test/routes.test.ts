import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite, type TokenAnswer } from './helpers/site.ts';

interface RegistryAction {
  name: string;
  auth: string | null;
  rest: string[];
}

interface Operation {
  method: string;
  path: string;
  auth: string;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Every route that anybody may call without a token. A new one has to be added here on purpose. */
const PUBLIC = [
  'GET /.well-known/jwks.json',
  'GET /api/v1/openapi.json',
  'GET /api/v1/setup',
  'GET /health',
  'GET /health/live',
  'GET /health/ready',
  'GET /oauth/jwks',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/auth/register',
  'POST /api/v1/setup',
];

let site: Site;
let user: TokenAnswer & { password: string };
let other: TokenAnswer & { password: string };
let otherSession: string;
let routes: Operation[];

beforeAll(async () => {
  site = await startSite();
  user = await site.register();
  other = await site.register();
  const sessions = await site.request<{ data: { id: string }[] }>('GET', '/api/v1/auth/sessions', {
    token: other.accessToken,
  });
  otherSession = sessions.body.data[0]?.id ?? '';
  const { body } = await site.request<{ data: RegistryAction[] }>('GET', '/api/v1/registry/actions', {
    token: await site.adminToken(),
  });
  routes = body.data.flatMap(({ rest, auth }) =>
    rest.map((route) => {
      const [method = '', path = ''] = route.split(' ');
      return { method, path, auth: auth ?? '' };
    }),
  );
});

/** The path with the other user's ids in it. */
function concrete(path: string): string {
  return path.replace(/:\w+/g, path.includes('/sessions/') ? otherSession : other.user.id);
}

function call(method: string, path: string, token?: string) {
  const body = method === 'GET' || method === 'DELETE' ? undefined : {};
  return site.request(method, concrete(path), { body, ...(token !== undefined && { token }) });
}

describe('every route', () => {
  test('says who may call it', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(({ auth }) => auth === '' || auth === 'internal')).toEqual([]);
    const open = routes.filter(({ auth }) => auth === 'public').map(({ method, path }) => `${method} ${path}`);
    expect(open.filter((route) => !route.startsWith('GET /docs')).sort()).toEqual(PUBLIC);
  });

  test('is in the OpenAPI document, which has no other', async () => {
    const { body } = await site.request<{ paths: Record<string, Record<string, unknown>> }>(
      'GET',
      '/api/v1/openapi.json',
    );
    const documented = Object.entries(body.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => method.toLowerCase() in item).map((method) => `${method} ${path}`),
    );
    const routed = routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(documented.sort()).toEqual(routed.sort());
  });

  test('answers 401 without a token and with one that is not ours, unless it is public', async () => {
    for (const { method, path, auth } of routes.filter((route) => route.auth !== 'public')) {
      const forged = `${user.accessToken.slice(0, -8)}AAAAAAAA`;
      const answers = [await call(method, path), await call(method, path, forged)];
      expect([`${method} ${path} (${auth})`, ...answers.map(({ status }) => status)]).toEqual([
        `${method} ${path} (${auth})`,
        401,
        401,
      ]);
    }
  });

  test('answers 403 to a plain user where it needs a permission', async () => {
    for (const { method, path } of routes.filter((route) => route.auth.includes(':'))) {
      const { status, body } = await call(method, path, user.accessToken);
      expect([method, path, status, body.code]).toEqual([method, path, 403, 'common.forbidden']);
    }
  });

  test('knows no methods but its own, and none of them runs anything through OPTIONS', async () => {
    for (const { path } of routes) {
      const own = routes.filter((route) => route.path === path).map(({ method }) => method);
      const { status, headers } = await site.request('OPTIONS', concrete(path));
      expect([path, status, headers.allow]).toEqual([path, 204, expect.stringContaining(own[0] ?? '')]);
      const foreign = METHODS.find((method) => !own.includes(method) && !isRouted(method, path)) ?? '';
      const answer = await site.request(foreign, concrete(path), { token: user.accessToken });
      expect([foreign, path, answer.status]).toEqual([foreign, path, 405]);
      expect(answer.headers.allow).toContain(own[0]);
    }
  });

  /** "/users/:id" also takes what "/users/bulk" does not. */
  function isRouted(method: string, path: string): boolean {
    return routes.some(
      (route) =>
        route.method === method && new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}$`).test(concrete(path)),
    );
  }
});

describe('somebody else’s', () => {
  const attempts: [string, string, unknown][] = [
    ['GET', '/api/v1/users/:id', undefined],
    ['PATCH', '/api/v1/users/:id', { name: 'Mallory' }],
    ['DELETE', '/api/v1/users/:id', undefined],
    ['PUT', '/api/v1/users/:id/password', { newPassword: 'mallory was here!', currentPassword: 'a guess, a guess' }],
    ['GET', '/api/v1/users/:id/history', undefined],
    ['DELETE', '/api/v1/auth/sessions/:id', undefined],
  ];

  test.each(attempts)('object is not there for %s %s', async (method, path, body) => {
    const read = () => site.request('GET', `/api/v1/users/${other.user.id}`, { token: other.accessToken });
    const before = await read();
    const { status, body: problem } = await site.request(method, concrete(path), { token: user.accessToken, body });
    expect([status, problem.code]).toEqual([404, 'common.notFound']);
    const unknown = concrete(path).replace(/[0-9a-f]{12}/, '000000000000');
    const missing = await site.request(method, unknown, { token: user.accessToken, body });
    expect([missing.status, missing.body.code, missing.body.title]).toEqual([404, problem.code, problem.title]);
    expect((await read()).body).toEqual(before.body);
    await site.login(other.user.email, other.password);
  });

  test('sessions cannot be listed', async () => {
    const path = `/api/v1/auth/sessions?userId=${other.user.id}`;
    const { status } = await site.request('GET', path, { token: user.accessToken });
    expect(status).toBe(403);
  });

  test('roles and email address cannot be taken by changing one’s own account', async () => {
    for (const change of [
      { roles: ['admin'] },
      { email: 'admin@example.net' },
      { status: 'active' },
      { labels: ['x'] },
    ]) {
      const { status } = await site.request('PATCH', `/api/v1/users/${user.user.id}`, {
        token: user.accessToken,
        body: change,
      });
      expect([403, 422]).toContain(status);
    }
    const { body } = await site.request('GET', '/api/v1/auth/me', { token: user.accessToken });
    expect(body).toMatchObject({ user: { roles: ['user'], permissions: [], email: user.user.email } });
  });
});
