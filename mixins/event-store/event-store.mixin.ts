import type { Context, Service, ServiceSchema } from 'moleculer';
import { defineAction } from '../define-action.ts';
import { resealContract } from '../reseal.contract.ts';
import type { Store } from '../store/store.types.ts';
import { eventsCollection } from './event-log.ts';
import { eventStoreContract } from './event-store.contract.ts';
import { ServiceEventStore } from './event-store.ts';
import type { AnyAggregate } from './projection.ts';
import { subjectKeysCollection } from './subject-keys.ts';

/** A service with the event store and the store mixin. */
export interface EventStoreService extends Service {
  store: Store;
  events: ServiceEventStore;
}

/** Gives a service with the store mixin `this.events` over its own database. */
export function eventStoreMixin({ aggregates }: { aggregates: readonly AnyAggregate[] }) {
  refuseTwins(aggregates);
  return {
    collections: [eventsCollection, subjectKeysCollection],

    actions: {
      'events.read': defineAction(eventStoreContract.readEvents, async function (this: EventStoreService, ctx) {
        const { after, limit } = ctx.params;
        const events = await this.events.read(after, limit);
        return { events, head: await this.events.head() };
      }),
      'secrets.reseal': defineAction(resealContract(), async function (this: EventStoreService) {
        const resealed = await this.events.resealKeys();
        this.logger.info({ resealed }, 'The keys of personal values are sealed with SITE11_SECRET.');
        return { resealed };
      }),
      'projections.rebuild': defineAction(
        eventStoreContract.rebuildProjections,
        async function (this: EventStoreService, ctx) {
          const result = await this.events.rebuild(ctx.params);
          const differing = result.differing.length;
          this.logger.info({ ...ctx.params, ...result, differing }, 'The projections were compared with the log.');
          return result;
        },
      ),
    },

    merged(schema: ServiceSchema) {
      schema.events ??= {};
      schema.events[`${schema.name}.events.subjectErased`] = {
        handler(this: EventStoreService, ctx: Context<{ subject: string }>) {
          this.events.forgetSubject(ctx.params.subject);
        },
      };
    },

    started(this: EventStoreService) {
      this.events = new ServiceEventStore(this.store, aggregates, {
        appended: (position) => this.broker.broadcast(`${this.name}.events.appended`, { position }),
        subjectErased: (subject) => this.broker.broadcast(`${this.name}.events.subjectErased`, { subject }),
      });
    },
  } as unknown as Partial<ServiceSchema>;
}

/** Two aggregates in one collection would remove each other's projections at a rebuild. */
function refuseTwins(aggregates: readonly AnyAggregate[]): void {
  for (const field of ['name', 'collection'] as const) {
    const values = aggregates.map((aggregate) => aggregate[field]);
    if (new Set(values).size !== values.length) throw new TypeError(`Aggregates need a ${field} each: ${values}.`);
  }
}
