import { expect, test } from '@jest/globals';
import moleculer from 'moleculer';
import { defineContract } from '../lib/contract.ts';
import { Type } from '../lib/schema.ts';
import config from '../moleculer.config.ts';
import { defineAction } from './define-action.ts';

test('Other nodes are told the whole contract, also where a schema is used in two places', async () => {
  const status = Type.Enum(['up', 'down']);
  const contract = defineContract({
    name: 'desk.ask',
    summary: 'How the desk and its lamp are',
    auth: 'public',
    params: Type.Object({ was: status, is: status }, { additionalProperties: false }),
    response: Type.Object({ status, lamp: Type.Object({ status }) }),
  });
  const broker = new moleculer.ServiceBroker({ ...config, logger: false });
  broker.createService({
    name: 'desk',
    actions: { ask: defineAction(contract, () => ({ status: 'up' as const, lamp: { status: 'up' as const } })) },
  });
  await broker.start();
  const { services } = broker.registry.getLocalNodeInfo(true);
  const told = [...services].find(({ name }) => name === 'desk')?.actions;
  await broker.stop();
  expect(told).toMatchObject({
    'desk.ask': {
      params: { properties: { was: { enum: ['up', 'down'] }, is: { enum: ['up', 'down'] } } },
      contract: { response: { properties: { lamp: { properties: { status: { enum: ['up', 'down'] } } } } } },
    },
  });
});
