import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type RedisServer, startRedis } from '../helpers/redis-server.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { runScript } from '../helpers/run-script.ts';
import { type ServerProcess, startProcess } from '../helpers/server-process.ts';
import { isAlive, type SupervisedCluster, startSupervised, until } from '../helpers/supervised-cluster.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const supervisorScript = join(import.meta.dirname, '../../scripts/cluster.ts');

test('Of supervisors that start at the same moment one runs, and can be commanded', async () => {
  const env = { DATA_DIR: temporaryFolder(), REDIS_URL: 'redis://127.0.0.1:1' };
  // Left by one that was killed: each of them finds it and may take it away.
  writeFileSync(join(env.DATA_DIR, 'cluster.sock'), '');
  const command = [process.execPath, supervisorScript, '--processes', 'console=0,oauth=0,users=0'];
  const all = Array.from({ length: 4 }, () => startProcess(command, env));
  const isUp = (one: ServerProcess) => /All 0 processes are ready/.test(one.log());
  await until('all have decided', () => all.every((one) => !one.running || isUp(one)));
  const [winner, ...others] = all.filter(({ running }) => running) as [ServerProcess];
  expect(others).toEqual([]);
  for (const loser of all.filter((one) => one !== winner)) {
    expect((await loser.exited).code).toBe(1);
    expect(loser.log()).toMatch(/A supervisor runs on .* already/);
  }
  expect(await runScript('cluster.ts', ['stop'], env)).toMatchObject({ code: 0 });
  expect((await winner.exited).code).toBe(0);
});

test('A supervisor whose output goes to a full disk runs all the same', async () => {
  const env = { DATA_DIR: temporaryFolder(), REDIS_URL: 'redis://127.0.0.1:1' };
  const command = [process.execPath, supervisorScript, '--processes', 'console=0,oauth=0,users=0'];
  const supervisor = startProcess(['/bin/sh', '-c', 'exec "$0" "$@" > /dev/full', ...command], env);
  await until('it can be asked', async () => (await runScript('cluster.ts', ['status'], env)).code === 0);
  expect(await runScript('cluster.ts', ['stop'], env)).toMatchObject({ code: 0 });
  expect((await supervisor.exited).code).toBe(0);
});

describeWith('redis', 'A supervisor', (program) => {
  let redis: RedisServer;
  let installations = 0;
  const start = (extra: Record<string, string> = {}, processes = 'console=0,oauth=0,users=1') => {
    installations += 1;
    return startSupervised(redis.url, processes, { NAMESPACE: `signals-${installations}`, ...extra });
  };

  beforeAll(async () => {
    redis = await startRedis(program);
  });

  test('replaces everything on SIGHUP, and stops in order on SIGTERM, the Consoles first', async () => {
    const { supervisor, status } = await start({}, 'console=1,oauth=0,users=1');
    const before = (await status()).map(({ pid }) => pid);
    supervisor.kill('SIGHUP');
    await supervisor.waitForLog(/cluster: Everything was replaced/, 60_000);
    const after = (await status()).map(({ pid }) => pid);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    expect(before.filter(isAlive)).toEqual([]);

    supervisor.kill('SIGTERM');
    expect(await supervisor.exited).toEqual({ code: 0, signal: null });
    expect(after.filter(isAlive)).toEqual([]);
    const stopped = (service: string) => supervisor.log().lastIndexOf(`Service '${service}' stopped.`);
    expect(stopped('console')).toBeGreaterThan(0);
    expect(stopped('console')).toBeLessThan(stopped('users'));
  }, 120_000);

  test('goes on when nobody reads any more what it prints', async () => {
    const { supervisor, command, row } = await start();
    const { pid } = await row('users-1');
    supervisor.closeOutput();
    expect((await command('roll')).code).toBe(0);
    process.kill((await row('users-1')).pid, 'SIGKILL');
    await until('it is started again', async () => {
      const now = await row('users-1');
      return now.state === 'ready' && now.restarts === 1 && now.pid !== pid;
    });
    expect((await command('stop')).code).toBe(0);
    expect((await supervisor.exited).code).toBe(0);
  }, 120_000);

  test('restarts a process that lives but does not get ready again', async () => {
    const cluster = await start({ UNREADY_GRACE: '3' });
    const { pid } = await cluster.row('users-1');
    // Over what it has open: from now on nothing can be read.
    for (const file of globSync('users_db/users.sqlite*', { cwd: cluster.env.DATA_DIR })) {
      writeFileSync(join(cluster.env.DATA_DIR ?? '', file), 'no database at all '.repeat(10_000), { flag: 'r+' });
    }
    await cluster.supervisor.waitForLog(/users-1 has not been ready for 3 s: it is restarted/, 60_000);
    await cluster.supervisor.waitForLog(/users-1 ended .*; it is started again/);
    expect(isAlive(pid)).toBe(false);
  }, 120_000);

  describe('that waits for a frozen process to stop', () => {
    let cluster: SupervisedCluster;
    let frozen: number;

    const stopping = async () => {
      cluster = await start();
      frozen = (await cluster.row('users-1')).pid;
      process.kill(frozen, 'SIGSTOP');
      cluster.supervisor.kill('SIGTERM');
      await cluster.supervisor.waitForLog(/cluster: Stopping/);
    };
    const timeToEnd = async () => {
      const since = performance.now();
      expect((await cluster.supervisor.exited).code).toBe(0);
      expect(isAlive(frozen)).toBe(false);
      return performance.now() - since;
    };

    test('kills it three seconds after a second signal', async () => {
      await stopping();
      cluster.supervisor.kill('SIGINT');
      await cluster.supervisor.waitForLog(/cluster: Told again/);
      const took = await timeToEnd();
      expect(took).toBeGreaterThan(2_000);
      expect(took).toBeLessThan(15_000);
    }, 120_000);

    test('kills it at once after a third', async () => {
      await stopping();
      cluster.supervisor.kill('SIGTERM');
      await cluster.supervisor.waitForLog(/cluster: Told again/);
      cluster.supervisor.kill('SIGTERM');
      await cluster.supervisor.waitForLog(/cluster: Told a third time/);
      expect(await timeToEnd()).toBeLessThan(2_500);
    }, 120_000);
  });
});
