import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RedisServer, startRedis, useRedis } from '../../../test/helpers/redis-server.ts';
import { describeWith } from '../../../test/helpers/require-tool.ts';
import { failureCounters } from './failure-counters.ts';
import { describeAttempt } from './login-attempt.ts';
import { LoginThrottle } from './login-throttle.ts';

const attempt = describeAttempt('a@example.com', { ip: '192.0.2.1' });

describeWith('redis', 'Processes that share a Redis', (program) => {
  let redis: RedisServer;
  let processes: { throttle: LoginThrottle; close(): void }[];

  beforeAll(async () => {
    redis = await startRedis(program);
    useRedis(redis.url);
    processes = [1, 2].map(() => {
      const { counterOf, close } = failureCounters(() => {});
      return { throttle: new LoginThrottle(counterOf), close };
    });
    await untilConnected();
  });

  afterAll(() => {
    useRedis(undefined);
    for (const { close } of processes) close();
  });

  /** Until then each counts in its own memory. */
  const untilConnected = async () => {
    const [first, second] = processes.map(({ throttle }) => throttle) as [LoginThrottle, LoginThrottle];
    const other = describeAttempt('b@example.com', { ip: '192.0.2.2' });
    while ((await second.secondsToWait(other, false)) === 0) {
      await first.failed(other, false);
      await new Promise(setImmediate);
    }
  };

  const failEverywhere = async (times: number) => {
    for (let index = 0; index < times; index += 1) {
      await processes[index % processes.length]?.throttle.failed(attempt, false);
    }
  };

  const waits = () => Promise.all(processes.map(({ throttle }) => throttle.secondsToWait(attempt, false)));

  test('count failures together', async () => {
    await failEverywhere(4);
    expect(await waits()).toEqual([0, 0]);
    await failEverywhere(1);
    for (const seconds of await waits()) expect(seconds).toBeGreaterThan(55);
  });

  test('count each for itself while it is away, and let logins through', async () => {
    await redis.kill();
    expect(await waits()).toEqual([0, 0]);
    await failEverywhere(9);
    const [first, second] = await waits();
    expect(first).toBeGreaterThan(55);
    expect(second).toBe(0);
  });
});
