import { once } from 'node:events';
import type { Server } from 'node:http';
import type { ServiceBroker } from 'moleculer';
import { env } from '../../../lib/env.ts';
import { StartError } from '../../../lib/start-error.ts';

/** Milliseconds that a Console waits for services that it was told of. */
const PATIENCE = 10_000;

/** Listens on HOST and PORT. @throws StartError where that is not possible: moleculer-web would wait for ever. */
export async function openDoor(server: Server): Promise<void> {
  try {
    await once(server.listen(env.PORT, env.HOST), 'listening');
  } catch (error) {
    const { message } = error as Error;
    throw new StartError(`The Console cannot listen on ${env.HOST}:${env.PORT}: ${message}`, error);
  }
}

/**
 * Listens on a socket that the supervisor holds, beside the Console that this one replaces: connections that wait in it are taken by
 * whoever is left, and none is reset when one of them closes it. For that very reason not before this Console has routes to
 * the services that the other one has.
 */
export async function joinDoor(
  server: Server,
  fd: number,
  broker: ServiceBroker,
  makeRoutes: () => void,
): Promise<void> {
  const awaited = env.AWAIT_SERVICES.split(',').filter((name) => name !== '');
  // One that does not come is not waited for any longer: the others can be used.
  await broker.waitForServices(awaited, PATIENCE, 20).catch(() => undefined);
  makeRoutes();
  await once(server.listen({ fd }), 'listening');
}
