import { expect, test } from '@jest/globals';
import { memberCommand } from '../../scripts/start-command.ts';
import { until } from '../helpers/cluster-nodes.ts';
import { send } from '../helpers/http.ts';
import { startRedis } from '../helpers/redis-server.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { freePort, startProcess, stopProcess } from '../helpers/server-process.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

describeWith('redis', 'A platform that is started while Redis is away', (program) => {
  test('is alive, says that it waits for Redis, and is ready when Redis has come', async () => {
    const redis = await startRedis(program);
    await redis.kill();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = startProcess(memberCommand(), {
      HOST: '127.0.0.1',
      PORT: `${port}`,
      DATA_DIR: temporaryFolder(),
      LOG_FORMAT: 'json',
      SHUTDOWN_GRACE: '0',
      REDIS_URL: redis.url,
    });
    try {
      const answers = async (path: string, status: number) => {
        return (await send(url, 'GET', path).catch(() => undefined))?.status === status;
      };
      await until(() => answers('/health/live', 200), 30_000);
      const { status, body } = await send(url, 'GET', '/health/ready');
      expect(status).toBe(503);
      expect(body).toMatchObject({ errors: [{ field: 'redis', code: 'unreachable' }] });
      await redis.start();
      await until(() => answers('/health/ready', 200));
      await redis.kill();
      await until(() => answers('/health/ready', 503));
      expect(await answers('/health/live', 200)).toBe(true);
      await redis.start();
      await until(() => answers('/health/ready', 200));
    } finally {
      expect((await stopProcess(server)).code).toBe(0);
    }
  });
});
