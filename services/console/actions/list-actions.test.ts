import { describe, expect, test } from '@jest/globals';
import type { ServiceSchema } from 'moleculer';
import { startPlatform } from '../../../test/helpers/platform-broker.ts';
import type { RegistryAction, RegistryNode, RegistryService } from '../console.contract.ts';

interface List<T> {
  data: T[];
  meta: { nextCursor: null; total: number };
}

const failing = (): Promise<never> => Promise.reject(new Error('the database says no'));
const users = {
  name: 'users',
  settings: { apiKey: 'a secret of the settings' },
  metadata: { description: 'Accounts', version: '3.2.1', permissions: { 'users:read': 'See accounts' } },
  actions: { 'roles.list': async () => [], fail: failing },
  events: { 'user.created'() {} },
};

async function open(name: string): Promise<{ actions: RegistryAction[]; services: RegistryService[] }> {
  const { call, broker } = await startPlatform([users as ServiceSchema]);
  for (let count = 0; count < 30; count += 1) await broker.call(`users.${name}`).catch(() => undefined);
  return {
    actions: (await call<List<RegistryAction>>('listActions')).data,
    services: (await call<List<RegistryService>>('listServices')).data,
  };
}

describe('the registry', () => {
  test('lists nodes with their versions and services', async () => {
    const { call } = await startPlatform([users as ServiceSchema]);
    const { data, meta } = await call<List<RegistryNode>>('listNodes');
    expect(meta).toEqual({ nextCursor: null, total: 1 });
    expect(data).toEqual([
      expect.objectContaining({
        id: 'node-1',
        local: true,
        available: true,
        latencyMs: 0,
        services: ['console', 'users'],
        cpu: expect.any(Number),
        versions: {
          platform: expect.stringMatching(/^\d/),
          moleculer: expect.stringMatching(/^0\.15/),
          node: process.version,
        },
      }),
    ]);
  });

  test('lists services with their permissions and sizes', async () => {
    const { call } = await startPlatform([users as ServiceSchema]);
    const { data } = await call<List<RegistryService>>('listServices');
    expect(data.find(({ name }) => name === 'users')).toEqual({
      name: 'users',
      version: '3.2.1',
      description: 'Accounts',
      available: true,
      breaker: 'closed',
      nodes: [{ id: 'node-1', local: true, available: true }],
      actions: 2,
      events: 1,
      permissions: { 'users:read': 'See accounts' },
    });
  });

  test('lists actions under their service, with paths and access', async () => {
    const { call } = await startPlatform([users as ServiceSchema]);
    const { data } = await call<List<RegistryAction>>('listActions');
    expect(data.find(({ name }) => name === 'users.roles.list')).toMatchObject({ service: 'users', rest: [] });
    expect(data.find(({ name }) => name === 'console.listNodes')).toMatchObject({
      service: 'console',
      auth: 'platform:read',
      rest: ['GET /api/v1/registry/nodes'],
      endpoints: [{ nodeId: 'node-1', available: true, breaker: 'closed' }],
    });
  });

  test('lists who listens to which event', async () => {
    const { call } = await startPlatform([users as ServiceSchema]);
    expect(await call('listEvents')).toMatchObject({
      data: [{ name: 'user.created', group: 'users', available: true, nodes: ['node-1'] }],
    });
  });

  test('tells no settings', async () => {
    const { call } = await startPlatform([users as ServiceSchema]);
    const lists = await Promise.all(
      ['listNodes', 'listServices', 'listActions', 'listEvents'].map((name) => call(name)),
    );
    expect(JSON.stringify(lists)).not.toContain('a secret of the settings');
  });

  test('shows the circuit breaker of an action that keeps failing as open', async () => {
    const { actions, services } = await open('fail');
    expect(actions.find(({ name }) => name === 'users.fail')?.endpoints).toMatchObject([{ breaker: 'open' }]);
    expect(services.find(({ name }) => name === 'users')?.breaker).toBe('open');
  });

  test('leaves the circuit breaker of an action that works closed', async () => {
    const { services } = await open('roles.list');
    expect(services.find(({ name }) => name === 'users')?.breaker).toBe('closed');
  });

  test('is for those with platform:read', async () => {
    const { call } = await startPlatform([]);
    await expect(call('listNodes', null)).rejects.toMatchObject({ code: 401 });
    await expect(call('listNodes', { id: 'user', roles: [], permissions: ['users:read'] })).rejects.toMatchObject({
      code: 403,
    });
  });
});
