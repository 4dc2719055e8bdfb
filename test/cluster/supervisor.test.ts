import { once } from 'node:events';
import { renameSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { constantLoad } from '../helpers/constant-load.ts';
import { send } from '../helpers/http.ts';
import { type RedisServer, startRedis } from '../helpers/redis-server.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { runScript } from '../helpers/run-script.ts';
import { isAlive, type SupervisedCluster, startSupervised, until } from '../helpers/supervised-cluster.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

describe('npm run cluster, on the command line,', () => {
  test('says what to do where no Redis is configured', async () => {
    const { code, log } = await runScript('cluster.ts', [], { DATA_DIR: temporaryFolder() });
    expect(code).toBe(1);
    expect(log.trim().split('\n')).toHaveLength(2);
    expect(log).toMatch(/redis-server/);
    expect(log).toMatch(/REDIS_URL=/);
  });

  test.each([
    ['a service that does not exist', ['--processes', 'cars=2'], /no service "cars"/],
    ['a number that is none', ['--processes', 'users=many'], /is not understood/],
    ['an option that it does not have', ['--workers', '2'], /--workers/],
    ['a command that it does not have', ['restart'], /no command "restart"/],
    ['a command while none runs', ['roll'], /No supervisor runs/],
  ])('refuses %s', async (_title, args, message) => {
    const env = { DATA_DIR: temporaryFolder(), REDIS_URL: 'redis://127.0.0.1:1' };
    const { code, log } = await runScript('cluster.ts', args, env);
    expect(code).toBe(1);
    expect(log).toMatch(message);
  });

  test('refuses to start where its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const env = {
      DATA_DIR: temporaryFolder(),
      REDIS_URL: 'redis://127.0.0.1:1',
      HOST: '127.0.0.1',
      PORT: String(port),
    };
    const { code, log } = await runScript('cluster.ts', [], env);
    other.close();
    expect(code).toBe(1);
    expect(log).toMatch(new RegExp(`The port 127.0.0.1:${port} cannot be had`));
  });

  test('explains itself', async () => {
    const { code, log } = await runScript('cluster.ts', ['--help'], {});
    expect(code).toBe(0);
    expect(log).toMatch(/nginx/);
  });
});

describeWith('redis', 'A supervised cluster', (program) => {
  let redis: RedisServer;
  let cluster: SupervisedCluster;

  beforeAll(async () => {
    redis = await startRedis(program);
    cluster = await startSupervised(redis.url, 'console=2,users=2');
  }, 120_000);

  test('runs one process a service, and more where told', async () => {
    const rows = await cluster.status();
    expect(rows.map(({ name, state }) => [name, state])).toEqual(
      ['console-1', 'console-2', 'oauth-1', 'users-1', 'users-2'].map((name) => [name, 'ready']),
    );
    const health = await cluster.request('GET', '/health');
    expect(health.body).toMatchObject({ status: 'ok', services: { oauth: { status: 'ok' }, users: { status: 'ok' } } });
  });

  test('can be commanded by nobody but the user that it runs as', () => {
    expect(statSync(join(cluster.env.DATA_DIR ?? '', 'cluster.sock')).mode & 0o777).toBe(0o600);
  });

  test('is supervised by one supervisor only', async () => {
    const { code, log } = await runScript('cluster.ts', [], cluster.env);
    expect(code).toBe(1);
    expect(log).toMatch(/runs on .* already/);
  });

  test('replaces every process under load without one failed request', async () => {
    const load = constantLoad(
      cluster.urls.flatMap((url) => [`${url}/api/v1/users?limit=5`, `${url}/api/v1/auth/me`]),
      await cluster.adminToken(),
    );
    const before = (await cluster.status()).map(({ pid }) => pid);
    const rolled = await cluster.command('roll');
    const { sent, failures } = await load.stop();
    expect(rolled).toMatchObject({ code: 0 });
    expect(rolled.log.match(/was replaced/g)).toHaveLength(5);
    expect(failures).toEqual({});
    expect(sent).toBeGreaterThan(2_000);
    const after = (await cluster.status()).map(({ pid }) => pid);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    expect(before.filter(isAlive)).toEqual([]);
  }, 180_000);

  test('starts a process again that was killed, later each time', async () => {
    for (const [restarts, delay] of [
      [1, '0.5'],
      [2, '1'],
    ] as const) {
      const { pid } = await cluster.row('users-2');
      process.kill(pid, 'SIGKILL');
      await cluster.supervisor.waitForLog(new RegExp(`users-2 ended \\(signal SIGKILL\\); .* in ${delay} s`));
      await until('users-2 is ready again', async () => {
        const row = await cluster.row('users-2');
        return row.state === 'ready' && row.restarts === restarts && row.pid !== pid;
      });
    }
  }, 120_000);

  test('scales a service up and down', async () => {
    expect((await cluster.command('scale', 'users=3')).log).toMatch(/users-3 was added/);
    expect(await cluster.row('users-3')).toMatchObject({ state: 'ready' });
    const { pid } = await cluster.row('users-3');
    expect((await cluster.command('scale', 'users=2')).log).toMatch(/users-3 was stopped/);
    expect(isAlive(pid)).toBe(false);
    expect(await cluster.status()).toHaveLength(5);
  }, 120_000);

  test('adds all the processes that it is told to, or none', async () => {
    const consoles = async () => (await cluster.status()).filter(({ name }) => name.startsWith('console')).length;
    const before = await consoles();
    const next = Number(new URL(cluster.urls[0] ?? '').port) + before;
    // The second of the two ports is taken.
    const other = createServer().listen(next + 1, '127.0.0.1');
    await once(other, 'listening');
    expect((await cluster.command('scale', `console=${before + 2}`)).code).toBe(1);
    expect(await consoles()).toBe(before);
    other.close();
    expect((await cluster.command('scale', `console=${before + 1}`)).code).toBe(0);
    expect((await send(`http://127.0.0.1:${next}`, 'GET', '/health/ready')).status).toBe(200);
    expect((await cluster.command('scale', `console=${before}`)).code).toBe(0);
  }, 120_000);

  // That a process is frozen takes half a minute to be noticed: other clusters have theirs meanwhile.
  describe('with a frozen process', () => {
    beforeAll(async () => {
      const { pid } = await cluster.row('users-1');
      process.kill(pid, 'SIGSTOP');
    });

    test('keeps the running process when its replacement does not get ready', async () => {
      const broken = await startSupervised(redis.url, 'console=0,oauth=0,users=1', { NAMESPACE: 'broken' });
      const { pid } = await broken.row('users-1');
      // Nobody starts on a file that is no database; who has started has the database open, wherever it is now.
      const database = join(broken.env.DATA_DIR ?? '', 'users_db/users.sqlite');
      renameSync(database, `${database}.aside`);
      writeFileSync(database, 'no database at all '.repeat(1000));
      const { code, log } = await broken.command('roll');
      expect(code).toBe(1);
      expect(log).toMatch(/users-1 was not replaced: it ended.*The process before goes on/);
      expect(await broken.row('users-1')).toMatchObject({ state: 'ready', pid });
      expect((await broken.command('stop')).log).toMatch(/All processes have ended/);
    }, 120_000);

    test('ends when its supervisor is killed', async () => {
      const orphaned = await startSupervised(redis.url, 'console=1,oauth=0,users=1', { NAMESPACE: 'orphaned' });
      const pids = (await orphaned.status()).map(({ pid }) => pid);
      expect(pids.every(isAlive)).toBe(true);
      orphaned.supervisor.kill('SIGKILL');
      await until('all processes have ended', () => !pids.some(isAlive));
      // They left in order: nothing of them is held, the next supervisor can start.
      const next = await runScript('cluster.ts', ['status'], orphaned.env);
      expect(next.log).toMatch(/No supervisor runs/);
    }, 120_000);

    test('kills a frozen process and starts it again', async () => {
      await cluster.supervisor.waitForLog(/users-1 has not answered for 30 s: it is killed/, 60_000);
      await until('users-1 is ready again', async () => (await cluster.row('users-1')).state === 'ready');
    }, 120_000);
  });

  test('stops in order when told to, by two at the same time', async () => {
    const pids = (await cluster.status()).map(({ pid }) => pid);
    const stops = await Promise.all([cluster.command('stop'), cluster.command('stop')]);
    expect(stops.map(({ code }) => code)).toEqual([0, 0]);
    expect((await cluster.supervisor.exited).code).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    const log = cluster.supervisor.log();
    const stopped = (service: string) => log.lastIndexOf(`Service '${service}' stopped.`);
    expect(stopped('console')).toBeLessThan(stopped('users'));
    expect(log).toMatch(/cluster: All processes have ended/);
  }, 120_000);
});
