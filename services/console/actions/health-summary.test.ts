import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { ServiceSchema } from 'moleculer';
import type { ServiceHealth } from '../../../mixins/health.contract.ts';
import { startPlatform } from '../../../test/helpers/platform-broker.ts';

const service = (name: string, health: () => Promise<ServiceHealth>): ServiceSchema => ({ name, actions: { health } });
const fine = async (): Promise<ServiceHealth> => ({ status: 'ok', checks: { store: { ok: true } } });
const broken = async (): Promise<ServiceHealth> => ({
  status: 'down',
  checks: { store: { ok: false, reason: 'disk /dev/sdb1 is full' } },
});

describe('the health of the platform', () => {
  test.each([
    ['ok when every service is', { users: fine, oauth: fine }, 'ok'],
    ['degraded when one of several is down', { users: fine, oauth: broken }, 'degraded'],
    ['down when all behind the Console are', { users: broken, oauth: broken }, 'down'],
  ])('is %s', async (_title, health, status) => {
    const { call } = await startPlatform(Object.entries(health).map(([name, answer]) => service(name, answer)));
    expect(await call('healthSummary')).toMatchObject({ status });
  });

  test('counts a service that does not answer within a second as down', async () => {
    const silent = () => wait(1500).then(fine);
    const { call } = await startPlatform([service('users', silent), service('oauth', fine)]);
    const startedAt = performance.now();
    expect(await call('healthSummary')).toMatchObject({
      status: 'degraded',
      services: { users: { status: 'down' }, oauth: { status: 'ok' } },
    });
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });

  test('counts a service that was expected and is not there as down', async () => {
    const { call } = await startPlatform([service('users', fine)], { expected: ['console', 'oauth', 'users'] });
    expect(await call('healthSummary')).toMatchObject({ services: { oauth: { status: 'down' } } });
  });

  test('remembers a service that has gone', async () => {
    const { call, broker } = await startPlatform([service('users', fine), service('oauth', fine)]);
    expect(await call('healthSummary')).toMatchObject({ status: 'ok' });
    await broker.destroyService('oauth');
    expect(await call('healthSummary')).toMatchObject({ status: 'degraded', services: { oauth: { status: 'down' } } });
  });

  test('counts a service without a health check of its own as well while it runs', async () => {
    const { call } = await startPlatform([{ name: 'plain' }]);
    expect(await call('healthSummary')).toMatchObject({ status: 'ok', services: { plain: { status: 'ok' } } });
  });

  test('is asked of each service once, however many ask at once and however long it takes', async () => {
    let asked = 0;
    const answered = Promise.withResolvers<ServiceHealth>();
    const counting = () => {
      asked += 1;
      return answered.promise;
    };
    const { call } = await startPlatform([service('users', counting)]);
    const early = Array.from({ length: 100 }, () => call('healthSummary'));
    // Longer than a report that is there already would be given to others.
    await wait(600);
    const late = call('healthSummary');
    answered.resolve(fine());
    expect(await Promise.all([...early, late])).toHaveLength(101);
    expect(asked).toBe(1);
  });

  test('tells the public nothing of the reasons', async () => {
    const { call } = await startPlatform([service('users', broken)]);
    expect(JSON.stringify(await call('healthSummary', null))).not.toContain('sdb1');
    expect(JSON.stringify(await call('healthDetail'))).toContain('sdb1');
  });
});
