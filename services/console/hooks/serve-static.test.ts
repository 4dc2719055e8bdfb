import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Site, startSite } from '../../../test/helpers/site.ts';

let site: Site;
let page: string;

beforeAll(async () => {
  site = await startSite();
  page = (await site.request<string>('GET', '/')).body;
});

describe('the admin page', () => {
  test('is answered for every path that it routes itself, and asked for again each time', async () => {
    for (const path of ['/', '/users', '/users/abc?tab=history', '/no/such/page']) {
      const answer = await site.request<string>('GET', path);
      expect(answer).toMatchObject({ status: 200, body: page });
      expect(answer.headers['cache-control']).toBe('no-cache');
    }
  });

  test('has assets that are kept for good', async () => {
    const asset = /\/assets\/[\w.-]+\.js/.exec(page)?.[0] ?? 'no asset in the page';
    const answer = await site.request('GET', asset);
    expect(answer.status).toBe(200);
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toContain('javascript');
  });

  test('comes with the security headers of a page', async () => {
    const asset = /\/assets\/[\w.-]+\.js/.exec(page)?.[0] ?? '';
    for (const path of ['/', asset, '/docs']) {
      const { status, headers } = await site.request('GET', path);
      expect(status).toBe(200);
      expect(headers['content-security-policy']).toContain("script-src 'self'");
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
    }
  });

  test.each(['/api/v1/users', '/api/v1/missing', '/health', '/assets/missing.js'])(
    'is alone in what it may do: an answer of %s, opened as a page, may do nothing',
    async (path) => {
      const { headers } = await site.request('GET', path);
      expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
    },
  );

  test.each([
    ['GET', '/assets/missing.js', 404],
    ['GET', '/api/v1/missing', 404],
    ['GET', '/api', 404],
    ['GET', '/oauth/missing', 404],
    ['GET', '/..%2f..%2fpackage.json', 404],
    ['GET', '/../package.json', 404],
    ['GET', '/.gitignore', 404],
    ['GET', '/%', 404],
    ['POST', '/users', 405],
    ['PUT', '/api/v1/users', 405],
    ['GET', '/API/v1/users', 200],
    // The absolute form of a request target (RFC 9112, section 3.2.2).
    ['GET', 'http://other.example/health/live', 200],
    ['GET', 'http://other.example/api/v1/missing', 404],
    ['GET', 'HTTP://other.example/api/v1/users?limit=1', 401],
    ['GET', 'http://other.example', 200],
  ])('%s %s is answered %i', async (method, path, status) => {
    expect((await site.request(method, path)).status).toBe(status);
  });

  test('says which methods a path has', async () => {
    const { headers } = await site.request('PUT', '/api/v1/users');
    expect(headers.allow).toBe('GET, HEAD, POST, OPTIONS');
    expect((await site.request('POST', '/users')).headers.allow).toBe('GET, HEAD, OPTIONS');
  });
});
