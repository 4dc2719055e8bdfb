import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../../../test/helpers/server-process.ts';
import { type Site, startSite, type TokenAnswer } from '../../../test/helpers/site.ts';

const wrong = 'not the pass phrase';

let site: Site;
let collector: Server;
let traces = '';

beforeAll(async () => {
  const port = await freePort();
  collector = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      traces += chunk.toString();
    });
    request.on('end', () => response.writeHead(202).end());
  }).listen(port, '127.0.0.1');
  await once(collector, 'listening');
  const env = { ZIPKIN_URL: `http://127.0.0.1:${port}`, TRACING_SAMPLE: '1', LOG_LEVEL: 'trace', ACCESS_LOG: 'stdout' };
  site = await startSite({ env });
});

afterAll(() => {
  collector.close();
  collector.closeAllConnections();
});

/** Everything that a client sends or gets and nobody else may read. */
async function useSecrets(): Promise<string[]> {
  const { user, password, accessToken } = await site.register();
  const session = await site.login(user.email, password);
  const { refreshToken } = session;
  await site.request('POST', '/api/v1/auth/login', { body: { email: user.email, password: wrong } });
  const { body } = await site.request<TokenAnswer>('POST', '/api/v1/auth/refresh', { body: { refreshToken } });
  const newPassword = 'another long pass phrase';
  const change = { currentPassword: password, newPassword };
  await site.request('PUT', `/api/v1/users/${user.id}/password`, { token: accessToken, body: change });
  const issued = [accessToken, session.accessToken, refreshToken, body.accessToken, body.refreshToken];
  return [password, wrong, newPassword, ...issued];
}

describe('Passwords and tokens', () => {
  test('are in no trace and no log line, however much is traced and logged', async () => {
    const secrets = await useSecrets();
    while (!['oauth.login', 'users.verifyPassword', 'users.setPassword'].every((name) => traces.includes(name))) {
      await once(collector, 'request');
    }
    for (const secret of secrets) {
      expect(traces).not.toContain(secret);
      expect(site.log()).not.toContain(secret);
    }
  });
});
