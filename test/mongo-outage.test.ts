import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startCommand } from '../scripts/start-command.ts';
import { send } from './helpers/http.ts';
import { isUrl, type MongoServer, startMongo, startMongoWithUser } from './helpers/mongo-server.ts';
import { describeWith } from './helpers/require-tool.ts';
import { freePort, startProcess, stopProcess } from './helpers/server-process.ts';
import { failToStart, type Site, startSite } from './helpers/site.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

let people = 0;

/** Somebody registers: reads and writes in two databases. */
function register(url: string) {
  people++;
  const body = { email: `outage-${people}@example.com`, password: 'correct horse battery', name: 'Somebody' };
  return send(url, 'POST', '/api/v1/auth/register', { body });
}

async function untilRegistered(url: string): Promise<void> {
  let status = 0;
  for (const deadline = Date.now() + 30_000; status !== 201 && Date.now() < deadline; await delay(100)) {
    ({ status } = await register(url));
  }
  expect(status).toBe(201);
}

describeWith('mongo', 'A site whose MongoDB', (found) => {
  // A server that was given in MONGO_URL is not ours to stop or to give users to.
  const ours = isUrl(found) ? describe.skip : describe;

  ours('asks for a password', () => {
    const password = 'right-password';
    let server: MongoServer;
    beforeAll(async () => {
      server = await startMongoWithUser(found, 'site11', password);
    });
    afterAll(() => server.stop());

    test('works with the right one', async () => {
      const site = await startSite({ env: { MONGO_URL: server.url } });
      expect((await register(site.url)).status).toBe(201);
      expect(await site.stop()).toBe(0);
    });

    test('refuses to start with a wrong one, says what to do and does not repeat it', async () => {
      const wrong = 'another-password';
      const { code, log } = await failToStart({ env: { MONGO_URL: server.url.replace(password, wrong) } });
      expect(code).toBe(1);
      expect(log).toContain('MongoDB refuses the user or the password in MONGO_URL');
      expect(log).not.toContain(wrong);
    });

    test('refuses to start with none', async () => {
      const { code, log } = await failToStart({ env: { MONGO_URL: server.url.replace(`site11:${password}@`, '') } });
      expect(code).toBe(1);
      expect(log).toMatch(/MongoDB does not let this user use the database "\w+_db": give it the role readWrite/);
    });
  });

  ours('is away when it starts', () => {
    test('waits for it, says so, and serves when it comes', async () => {
      const server = await startMongo(found, temporaryFolder());
      await server.kill('SIGTERM');
      const port = String(await freePort());
      const url = `http://127.0.0.1:${port}`;
      const env = { HOST: '127.0.0.1', PORT: port, PUBLIC_URL: url, DATA_DIR: temporaryFolder(), LOG_FORMAT: 'json' };
      const site = startProcess(startCommand(), { ...env, MONGO_URL: server.url });
      await site.waitForLog(/MongoDB does not answer yet/);
      await server.start();
      await untilAnswering(`${url}/health/ready`);
      await untilRegistered(url);
      expect(await stopProcess(site)).toMatchObject({ code: 0 });
      await server.stop();
    });
  });

  ours('stands still for some seconds', () => {
    let server: MongoServer;
    let site: Site;
    beforeAll(async () => {
      server = await startMongo(found);
      site = await startSite({ env: { MONGO_URL: server.url } });
      await site.register();
    });
    afterAll(async () => {
      server.signal('SIGCONT');
      await server.stop();
    });

    test('answers in time that it is away or too slow, and goes on by itself', async () => {
      server.signal('SIGSTOP');
      const start = Date.now();
      const answers = await Promise.all([register(site.url), register(site.url), register(site.url)]);
      expect(Date.now() - start).toBeLessThan(15_000);
      // 504 where the call as a whole took too long before the database was given up: then nobody knows whether it was written.
      for (const { status, headers } of answers) {
        expect([503, 504]).toContain(status);
        if (status === 503) expect(headers['retry-after']).toMatch(/^\d+$/);
      }
      server.signal('SIGCONT');
      await untilRegistered(site.url);
      expect((await send(site.url, 'GET', '/health')).body).toMatchObject({ status: 'ok' });
      expect(site.log()).not.toMatch(/unhandled/i);
    });
  });
});

async function untilAnswering(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await delay(50)) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error(`${url} never answered.`);
}
