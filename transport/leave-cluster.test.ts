import { expect, test } from '@jest/globals';
import moleculer, { type ServiceSchema } from 'moleculer';
import { gracefulStop } from '../middlewares/graceful-stop.ts';
import { leaveCluster } from './leave-cluster.ts';

test.each([
  ['a process of its own', () => [gracefulStop]],
  ['a node of a cluster', () => [gracefulStop, leaveCluster()]],
])('%s lets its requests end once, before any service stops', async (_title, middlewares) => {
  const happened: string[] = [];
  const note = (what: string) => async () => void happened.push(what);
  const broker = new moleculer.ServiceBroker({ logger: false, middlewares: middlewares() });
  broker.createService({ name: 'door', methods: { drain: note('drained') } } as ServiceSchema);
  broker.createService({ name: 'behind', stopped: note('stopped') } as ServiceSchema);
  await broker.start();
  await broker.stop();
  expect(happened).toEqual(['drained', 'stopped']);
});
