import type { Service, ServiceSchema } from 'moleculer';
import { newId } from '../../lib/ids.ts';
import { defineAction } from '../define-action.ts';
import type { Store } from '../store/store.types.ts';
import { Checkpoint, checkpointsCollection } from './checkpoint.ts';
import { eventConsumerContract } from './event-consumer.contract.ts';
import { EventConsumer } from './event-consumer.ts';
import type { ConsumerDefinition, ConsumerTiming } from './event-consumer.types.ts';

/** A service with the event consumer and the store mixin. */
export interface EventConsumerService extends Service {
  store: Store;
  consumers: EventConsumer[];
}

interface ConsumerTimer extends EventConsumerService {
  consumerPoll: NodeJS.Timeout;
}

const usualTiming: ConsumerTiming = { poll: 2_000, retry: 200, retryAtMost: 30_000, lease: 5_000 };

/**
 * Lets a service with the store mixin handle the events of other services' logs: each at least once and in order, whatever
 * is lost or killed in between.
 */
export function eventConsumerMixin<S extends Service>({
  consumers,
  timing: given,
}: {
  consumers: readonly ConsumerDefinition<S>[];
  timing?: Partial<ConsumerTiming>;
}) {
  const timing = { ...usualTiming, ...given };
  const hints = consumers.map(({ source }) => [
    `${source}.events.appended`,
    function (this: EventConsumerService) {
      for (const consumer of this.consumers) if (consumer.source === source) consumer.wake();
    },
  ]);
  return {
    collections: [checkpointsCollection],

    actions: {
      'consumers.status': defineAction(eventConsumerContract.status, function (this: EventConsumerService) {
        return Promise.all(this.consumers.map((consumer) => consumer.status()));
      }),
    },

    events: {
      ...Object.fromEntries(hints),
      '$services.changed'(this: EventConsumerService) {
        for (const consumer of this.consumers) consumer.servicesChanged();
      },
    },

    created(this: EventConsumerService) {
      this.consumers = [];
    },

    started(this: ConsumerTimer & S) {
      const owner = newId();
      this.consumers = consumers.map(
        ({ name, source, handle }) =>
          new EventConsumer({
            name,
            source,
            handle: (event) => handle.call(this, event),
            broker: this.broker,
            logger: this.logger,
            checkpoint: new Checkpoint(this.store, name, owner, timing.lease),
            timing,
          }),
      );
      this.consumerPoll = setInterval(() => {
        for (const consumer of this.consumers) consumer.wake();
      }, timing.poll);
      this.consumerPoll.unref();
      for (const consumer of this.consumers) consumer.wake();
    },

    async stopped(this: ConsumerTimer) {
      clearInterval(this.consumerPoll);
      await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    },
  } as unknown as Partial<ServiceSchema>;
}
