import moleculer from 'moleculer';
import { newId } from '../../../lib/ids.ts';
import { SchemaValidator } from '../../../middlewares/validator.ts';
import { storeMixin } from '../../store/store.mixin.ts';
import { type EventStoreService, eventStoreMixin } from '../event-store.mixin.ts';
import { aggregates, ledgerCollections, personAggregate } from './aggregates.ts';

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
    mixins: [eventStoreMixin({ aggregates }), storeMixin({ collections: ledgerCollections })],
  };
}

export interface Ledger extends AsyncDisposable {
  broker: moleculer.ServiceBroker;
  service: EventStoreService;
}

/** Starts a ledger in a broker of its own, on an empty database unless a name is given again. */
export async function startLedger(name = `ledger-${newId()}`, options?: moleculer.BrokerOptions): Promise<Ledger> {
  const broker = createBroker(options);
  const service = broker.createService(ledgerSchema(name)) as unknown as EventStoreService;
  await broker.start();
  return {
    broker,
    service,
    [Symbol.asyncDispose]: () => broker.stop(),
  };
}

export const system = { actor: 'system' };

/** Appends one person's first event. */
export function createPerson(ledger: Ledger, id: string = newId(), name = 'Ada') {
  const event = { type: 'person.created', data: { name, address: { city: 'London' } } } as const;
  return ledger.service.events.append(personAggregate, id, [event], system, { expectedVersion: 0 });
}
