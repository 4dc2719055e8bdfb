import { once } from 'node:events';
import type { Server } from 'node:http';
import { env } from '../../../lib/env.ts';
import { StartError } from '../../../lib/start-error.ts';

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
 * whoever is left, and none is reset when one of them closes it. For that very reason not before this Console can answer.
 */
export async function joinDoor(server: Server, fd: number): Promise<void> {
  await once(server.listen({ fd }), 'listening');
}
