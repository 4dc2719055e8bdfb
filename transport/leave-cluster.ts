import { setTimeout as wait } from 'node:timers/promises';
import type { Middleware, ServiceBroker } from 'moleculer';
import { drainServices } from '../mixins/readiness/drain-services.ts';
import { markLeaving } from '../mixins/readiness/leaving.ts';
import { unpublish, untilSeenByAll } from './announce.ts';
import { nodeStreamsOf } from './streams/node-streams.ts';

type Tracked = { _trackedContexts?: unknown[] };

/** Milliseconds. */
const POLL = 20;
const TELL_PATIENCE = 3_000;

/**
 * Stops a process without failing a call. Moleculer tells the others that it goes and 100 ms later refuses what still comes: a call
 * on its way from a busy node is lost. Here the door is closed first while everything still works; then the others are told,
 * and have all answered that they know; then what is under way ends; only then Moleculer stops.
 */
export function leaveCluster(): Middleware {
  return {
    name: 'LeaveCluster',
    created(broker: ServiceBroker) {
      const stop = broker.stop.bind(broker);
      let stopped: Promise<void> | undefined;
      // Once, whoever asks: a second signal would otherwise stop what the first one is stopping.
      broker.stop = () => {
        stopped ??= leave(broker).then(stop);
        return stopped;
      };
    },
  } as Middleware;
}

async function leave(broker: ServiceBroker): Promise<void> {
  markLeaving(broker, 'stopping');
  if (!broker.started) return;
  try {
    await drainServices(broker);
    // While Redis is away nobody can be told, and nobody can call.
    await Promise.race([
      unpublish(broker).then(() => untilSeenByAll(broker)),
      wait(TELL_PATIENCE, undefined, { ref: false }),
    ]);
    await untilIdle(broker);
  } catch (error) {
    broker.logger.error({ err: error }, 'This process could not leave the cluster in order');
  }
}

/** Calls and events that this process works on, calls to others whose answer it waits for (Moleculer's ContextTracker), and streams. */
async function untilIdle(broker: ServiceBroker): Promise<void> {
  const deadline = performance.now() + (broker.options.tracking?.shutdownTimeout ?? 0);
  const isBusy = () =>
    (nodeStreamsOf(broker)?.open ?? 0) > 0 ||
    [broker, ...broker.services].some((owner) => ((owner as Tracked)._trackedContexts?.length ?? 0) > 0);
  while (isBusy() && performance.now() < deadline) await wait(POLL);
}
