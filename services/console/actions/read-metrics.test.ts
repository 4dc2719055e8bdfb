import { describe, expect, test } from '@jest/globals';
import { commonErrors } from '../../../lib/errors.ts';
import { startPlatform } from '../../../test/helpers/platform-broker.ts';

const SAMPLE = /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (NaN|[-+]?[\d.e+-]+)$/;
const users = {
  name: 'users',
  actions: { get: async () => ({}), take: () => Promise.reject(commonErrors.conflict()) },
};

async function scrape(): Promise<string> {
  const { broker, call, platform } = await startPlatform([users]);
  const http = platform.httpMetrics;
  for (const milliseconds of [0.4, 3, 40, 12_000]) http.observe('/api/v1/users/:id', 'GET', 200, milliseconds);
  http.observe('/odd"\\\n', 'GET', 404, 1);
  await broker.call('users.get');
  await broker.call('users.take').catch(() => undefined);
  return call<string>('readMetrics');
}

describe('the metrics', () => {
  test('are in the text format of Prometheus: each sample in the family declared before it', async () => {
    let family = '';
    for (const line of (await scrape()).trimEnd().split('\n')) {
      if (line.startsWith('# TYPE ')) family = line.split(' ')[2] ?? '';
      else if (!line.startsWith('# HELP ')) {
        const name = SAMPLE.exec(line)?.[1];
        expect(name?.replace(/_(bucket|sum|count)$/, '')).toBe(family.replace(/_(bucket|sum|count)$/, ''));
      }
    }
  });

  test('count HTTP requests by route in cumulative buckets', async () => {
    const lines = (await scrape()).split('\n');
    const series = lines.filter((line) => line.includes('http_request_duration') && line.includes('users/:id'));
    const bucket = (le: string) =>
      series
        .find((line) => line.includes(`le="${le}"`))
        ?.split(' ')
        .at(-1);
    expect([bucket('0.001'), bucket('0.005'), bucket('0.05'), bucket('10'), bucket('+Inf')]).toEqual([
      '1',
      '2',
      '3',
      '3',
      '4',
    ]);
    expect(series.find((line) => line.includes('_sum'))).toMatch(/ 12\.0434$/);
    expect(lines.join('\n')).toContain('route="/odd\\"\\\\\\n"');
  });

  test('tell of memory, processor, event loop and calls of each service', async () => {
    const text = await scrape();
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'nodejs_heap_size_used_bytes',
      'nodejs_eventloop_lag_p99_seconds',
    ]) {
      expect(text).toMatch(new RegExp(`^${name}\\{namespace="site11",node="node-1"\\} \\d`, 'm'));
    }
    expect(text).toMatch(
      /^moleculer_request_duration_seconds_count\{.*service="users",action="users.get",type="local"\} 1$/m,
    );
  });

  test('count what failed by the status and code of the problem', async () => {
    expect(await scrape()).toMatch(
      /^moleculer_request_errors_total\{.*action="users.take",type="local",status="409",code="common.conflict"\} 1$/m,
    );
  });

  test('tell nothing of the command line and the users of the machine', async () => {
    const text = await scrape();
    expect(text).not.toMatch(/process_arguments|os_user/);
    expect(text).not.toContain(process.argv[1]);
  });

  test('are for those with platform:read', async () => {
    const { call } = await startPlatform([]);
    await expect(call('readMetrics', null)).rejects.toMatchObject({ code: 401 });
  });
});
