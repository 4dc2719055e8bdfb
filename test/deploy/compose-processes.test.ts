import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { readComposeFile } from '../helpers/compose-file.ts';
import { imageCommand } from '../helpers/dockerfile.ts';
import { findTool } from '../helpers/find-tool.ts';
import { send } from '../helpers/http.ts';
import { makeInstallation } from '../helpers/installation.ts';
import { isUrl, type MongoServer, startMongo, startMongoWithUser } from '../helpers/mongo-server.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { freePort, type ServerProcess, startProcess, stopProcess } from '../helpers/server-process.ts';

describeWith('redis', 'docker-compose.yml with processes in place of containers', (redisServer) => {
  const folder = makeInstallation('localhost');
  const secrets = join(folder, 'deploy/secrets');
  // On a server of others under a name of its own.
  const NAMESPACE = `compose-${process.pid}-${Date.now()}`;
  const { services } = readComposeFile({ SECRETS_DIR: secrets, NAMESPACE });
  const running: ServerProcess[] = [];
  const environments = new Map<string, Record<string, string>>();
  let redisPort: number;
  let url: string;
  const mongoProgram = findTool('mongo');
  let mongo: MongoServer | undefined;

  beforeAll(async () => {
    redisPort = await freePort();
    // Their names are this machine here.
    rewriteSecret('redis_url', (redisUrl) => redisUrl.replace('redis:6379', `127.0.0.1:${redisPort}`));
    mongo = await startDatabase();
    rewriteSecret('mongo_url', () => mongo?.url ?? '');
    const [, ...options] = services.redis?.command ?? [];
    const args = options.map((option) => option.replace('/run/secrets', secrets));
    const redis = start(
      [redisServer, ...args, '--port', String(redisPort), '--bind', '127.0.0.1', '--dir', folder],
      {},
    );
    await redis.waitForLog(/Ready to accept connections/);
  });

  afterAll(async () => {
    await Promise.all(running.reverse().map((server) => stopProcess(server)));
    await mongo?.stop();
  });

  function rewriteSecret(name: string, change: (text: string) => string): void {
    const file = join(secrets, name);
    const text = change(readFileSync(file, 'utf8'));
    rmSync(file);
    writeFileSync(file, text);
  }

  /** In place of the container mongo: with the user that its URL names, where the tests start the server. */
  async function startDatabase(): Promise<MongoServer | undefined> {
    if (mongoProgram === undefined) return undefined;
    if (isUrl(mongoProgram)) return startMongo(mongoProgram);
    const { username, password } = new URL(readFileSync(join(secrets, 'mongo_url'), 'utf8'));
    return startMongoWithUser(mongoProgram, username, password);
  }

  function start(command: string[], env: Record<string, string>): ServerProcess {
    const server = startProcess(command, env);
    running.push(server);
    return server;
  }

  /** The command of the image with the environment of the service; files, ports and the database are this machine's. */
  async function startService(name: string): Promise<ServerProcess> {
    const environment: Record<string, string> = { ...services[name]?.environment, DATA_DIR: join(folder, name) };
    for (const [key, value] of Object.entries(environment)) environment[key] = value.replace('/run/secrets', secrets);
    for (const key of ['PORT', 'NODE_PORT']) if (environment[key]) environment[key] = String(await freePort());
    environment.NODE_ID = name;
    // Without a server what the services keep is in files.
    if (mongo === undefined) delete environment.MONGO_URL_FILE;
    mkdirSync(environment.DATA_DIR ?? '');
    environments.set(name, environment);
    const [, ...args] = imageCommand();
    return start([process.execPath, ...args], environment);
  }

  async function untilHealthy(services: string[]): Promise<void> {
    const all = Object.fromEntries(services.map((name) => [name, { status: 'ok' }]));
    let last: unknown;
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await delay(100)) {
      last = await send(url, 'GET', '/health').catch((error: Error) => error);
      const { body } = last as { body?: { services?: unknown } };
      if (JSON.stringify(body?.services) === JSON.stringify(all)) return;
    }
    throw new Error(`Not healthy: ${JSON.stringify(last)}\n${running.map((server) => server.log()).join('\n')}`);
  }

  const check = (name: string) => {
    const [, ...command] = services[name]?.healthcheck?.test ?? [];
    return startProcess(command, environments.get(name) ?? {}).exited;
  };

  test('Redis answers nobody without the password, but its own health check', () => {
    const cli = (...args: string[]) =>
      execFileSync('redis-cli', ['-p', String(redisPort), ...args], { encoding: 'utf8' });
    expect(cli('ping')).toBe('PONG\n');
    expect(cli('publish', 'a', 'b')).toContain('NOPERM');
    expect(cli('keys', '*')).toContain('NOPERM');
  });

  test('the Console alone answers /health', async () => {
    await startService('console');
    url = `http://127.0.0.1:${environments.get('console')?.PORT}`;
    await untilHealthy(['console']);
  });

  test('services are added one at a time', async () => {
    await startService('users');
    await untilHealthy(['console', 'users']);
    await startService('oauth');
    await untilHealthy(['console', 'oauth', 'users']);
  });

  test.each(['console', 'users', 'oauth'])('the health check of %s agrees', async (name) => {
    expect(await check(name)).toMatchObject({ code: 0 });
  });

  test('the first admin is made with the link in the log of users, and logs in through all three', async () => {
    const users = running.find((server) => /setup#token=/.test(server.log()));
    const [, token] = (await users?.waitForLog(/setup#token=([\w.-]+)/)) ?? [];
    const account = { email: 'ada@example.com', password: 'analytical engine', name: 'Ada' };
    expect(await send(url, 'POST', '/api/v1/setup', { body: { token, ...account } })).toMatchObject({ status: 201 });
    const { email, password } = account;
    const login = await send<{ accessToken: string }>(url, 'POST', '/api/v1/auth/login', { body: { email, password } });
    const me = await send(url, 'GET', '/api/v1/auth/me', { token: login.body.accessToken });
    expect(me.body).toMatchObject({ user: { email, permissions: ['*'] } });
  });

  const onMongo = mongoProgram === undefined ? test.skip : test;
  onMongo('what the services keep is in MongoDB', async () => {
    const client = new MongoClient(mongo?.url ?? '');
    const stored = ['console', 'oauth', 'users'].map((name) =>
      client.db(`${NAMESPACE}_${name}_db`).listCollections().toArray(),
    );
    for (const collections of await Promise.all(stored)) expect(collections.length).toBeGreaterThan(1);
    await client.close();
    expect(existsSync(join(folder, 'users/users_db'))).toBe(false);
  });
});
