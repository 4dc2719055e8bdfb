import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import moleculer, { type ServiceBroker, type ServiceSchema } from 'moleculer';
import type { ActionContract, ActionParams, ActionResult, Meta } from '../../lib/contract.ts';
import { env } from '../../lib/env.ts';
import config from '../../moleculer.config.ts';
import { storeEnv } from './store-env.ts';

export interface Services {
  broker: ServiceBroker;
  call<C extends ActionContract>(contract: C, params: ActionParams<C>, meta?: Meta): Promise<ActionResult<C>>;
  stop(): Promise<void>;
}

/** What the Console says of a client that is not logged in. */
export const client = { ip: '192.0.2.1', userAgent: 'curl/8.5.0' };

const folder = mkdtempSync(join(tmpdir(), 'site11-services-'));
const brokers = new Set<ServiceBroker>();
let started = 0;

env.DATA_DIR = folder;
Object.assign(env, await storeEnv(folder));

afterAll(async () => {
  await stopServices();
  rmSync(folder, { recursive: true, force: true });
});

/** All that were started; for tests in which those of the test before would take the work away. */
export async function stopServices(): Promise<void> {
  const running = [...brokers];
  brokers.clear();
  await Promise.all(running.map((broker) => broker.stop()));
}

/**
 * Services with the platform's middlewares but without the Console, in the process of the tests: for what depends on the
 * time of day, or on several processes at one database. All of a test file share a data folder of its own.
 */
export async function startServices(schemas: readonly ServiceSchema[]): Promise<Services> {
  const broker = new moleculer.ServiceBroker({ ...config, nodeID: `node-${++started}`, logger: false });
  brokers.add(broker);
  for (const schema of schemas) broker.createService(schema);
  await broker.start();
  return {
    broker,
    call: (contract, params, meta = { user: null, client }) =>
      broker.call(contract.name, params as Record<string, unknown>, { meta }) as Promise<never>,
    stop() {
      brokers.delete(broker);
      return broker.stop();
    },
  };
}
