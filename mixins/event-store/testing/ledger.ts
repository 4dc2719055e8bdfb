import { join } from 'node:path';
import moleculer from 'moleculer';
import { env } from '../../../lib/env.ts';
import { newId } from '../../../lib/ids.ts';
import { SchemaValidator } from '../../../middlewares/validator.ts';
import { storeMixin } from '../../store/store.mixin.ts';
import type { Document } from '../../store/store.types.ts';
import { type EventStoreService, eventStoreMixin } from '../event-store.mixin.ts';
import type { Aggregate } from '../event-store.types.ts';

export interface Person extends Document {
  name: string | null;
  tags: string[];
  address: { city?: string | null; zip?: string };
  updatedAt: string;
}

export type PersonEvent =
  | { type: 'person.created'; data: { name: string; address?: { city?: string; zip?: string } } }
  | { type: 'person.renamed'; data: { name: string } }
  | { type: 'person.moved'; data: { address: { city?: string; zip?: string } } }
  | { type: 'person.tagged'; data: { tag: string } }
  | { type: 'person.gone'; data: Record<never, never> };

export const personAggregate: Aggregate<Person, PersonEvent> = {
  name: 'person',
  collection: 'persons',
  personal: {
    'person.created': ['name', 'address.city'],
    'person.renamed': ['name'],
    'person.moved': ['address.city'],
  },
  apply(state, recorded) {
    const event = recorded as PersonEvent;
    if (event.type === 'person.gone') return null;
    if (event.type === 'person.created') {
      return { id: recorded.stream, tags: [], address: {}, updatedAt: recorded.at, ...event.data };
    }
    if (state === null) return null;
    const changes = event.type === 'person.tagged' ? { tags: [...state.tags, event.data.tag] } : event.data;
    return { ...state, ...changes, updatedAt: recorded.at };
  },
};

/** Its state keeps nothing of what the events say: personal values are nowhere but in the log. */
export const visitAggregate: Aggregate<Document & { count: number }, { type: 'visit.noted'; data: { note: unknown } }> =
  {
    name: 'visit',
    collection: 'visits',
    personal: { 'visit.noted': ['note'] },
    apply: (state, event) => ({ id: event.stream, count: (state?.count ?? 0) + 1 }),
  };

/** A broker that logs nothing and checks parameters as the platform's does. */
export function createBroker(options: moleculer.BrokerOptions = {}): moleculer.ServiceBroker {
  return new moleculer.ServiceBroker({
    logger: false,
    internalServices: false,
    validator: new SchemaValidator(),
    ...options,
  });
}

/** The schema of a service with an event store over a database of its own. */
export function ledgerSchema(name: string): moleculer.ServiceSchema {
  return {
    name,
    mixins: [
      eventStoreMixin({ aggregates: [personAggregate, visitAggregate] }),
      storeMixin({
        collections: [
          { name: 'persons', indexes: [{ fields: ['name'] }] },
          { name: 'visits' },
          { name: 'nicknames', indexes: [{ fields: ['nickname'], unique: true }] },
        ],
      }),
    ],
  };
}

export interface Ledger extends AsyncDisposable {
  broker: moleculer.ServiceBroker;
  service: EventStoreService;
  /** File of its database. */
  file: string;
}

/** Starts a ledger in a broker of its own, on an empty database unless a name is given again. */
export async function startLedger(name = `ledger-${newId()}`, options?: moleculer.BrokerOptions): Promise<Ledger> {
  const broker = createBroker(options);
  const service = broker.createService(ledgerSchema(name)) as unknown as EventStoreService;
  await broker.start();
  return {
    broker,
    service,
    file: join(env.DATA_DIR, `${name}_db`, `${name}.sqlite`),
    [Symbol.asyncDispose]: () => broker.stop(),
  };
}

export const system = { actor: 'system' };

/** Appends one person's first event. */
export function createPerson(ledger: Ledger, id: string = newId(), name = 'Ada') {
  const event = { type: 'person.created', data: { name, address: { city: 'London' } } } as const;
  return ledger.service.events.append(personAggregate, id, [event], system, { expectedVersion: 0 });
}
