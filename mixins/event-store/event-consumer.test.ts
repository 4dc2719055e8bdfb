import { expect, test } from '@jest/globals';
import type moleculer from 'moleculer';
import { newId } from '../../lib/ids.ts';
import { storeMixin } from '../store/store.mixin.ts';
import { eventConsumerMixin } from './event-consumer.mixin.ts';
import type { ConsumerTiming } from './event-consumer.types.ts';
import type { RecordedEvent } from './event-store.types.ts';
import { createBroker, createPerson, type Ledger, ledgerSchema, startLedger } from './testing/ledger.ts';

const never: ConsumerTiming = { poll: 3_600_000, retry: 1, retryAtMost: 4, lease: 3_600_000 };

/** Collects positions and lets a test wait for one. */
function recorder() {
  const positions: number[] = [];
  const waiting = new Set<() => void>();
  return {
    positions,
    record(event: RecordedEvent) {
      positions.push(event.position);
      for (const look of waiting) look();
    },
    async until(position: number) {
      const reached = Promise.withResolvers<void>();
      const look = () => positions.includes(position) && reached.resolve();
      waiting.add(look);
      look();
      await reached.promise;
      waiting.delete(look);
    },
  };
}

function consumerSchema(
  name: string,
  source: string,
  handle: (event: RecordedEvent) => Promise<void> | void,
  timing: Partial<ConsumerTiming> = {},
): moleculer.ServiceSchema {
  const consumer = { name: 'audit', source, handle: async (event: RecordedEvent) => handle(event) };
  return {
    name,
    mixins: [
      eventConsumerMixin({ consumers: [consumer], timing: { ...never, ...timing } }),
      storeMixin({ collections: [] }),
    ],
  };
}

const status = async (broker: moleculer.ServiceBroker, name: string) =>
  (await broker.call<Record<string, unknown>[], object>(`${name}.consumers.status`, {}))[0];

async function createPersons(ledger: Ledger, count: number) {
  for (let n = 0; n < count; n++) await createPerson(ledger);
}

test('A consumer handles what was there before it and what comes later, once and in order', async () => {
  await using ledger = await startLedger();
  await createPersons(ledger, 250);
  const seen = recorder();
  const name = `audit-${newId()}`;
  ledger.broker.createService(consumerSchema(name, ledger.service.name, seen.record));
  await seen.until(250);
  await createPersons(ledger, 10);
  await seen.until(260);
  expect(seen.positions).toEqual(Array.from({ length: 260 }, (_, index) => index + 1));
});

test('A consumer starts without its source and goes to work when the source comes up', async () => {
  const source = `ledger-${newId()}`;
  const name = `audit-${newId()}`;
  const seen = recorder();
  const broker = createBroker();
  broker.createService(consumerSchema(name, source, seen.record));
  await broker.start();
  await using _ = { [Symbol.asyncDispose]: () => broker.stop() };
  expect(await status(broker, name)).toMatchObject({ name: 'audit', source, position: 0, lag: null });

  const service = broker.createService(ledgerSchema(source)) as unknown as Ledger['service'];
  await broker.waitForServices(source);
  await createPerson({ service } as Ledger);
  await seen.until(1);
});

test('A consumer goes on after a restart where it stopped', async () => {
  await using ledger = await startLedger();
  const name = `audit-${newId()}`;
  const [before, after] = [recorder(), recorder()];
  const first = ledger.broker.createService(consumerSchema(name, ledger.service.name, before.record));
  await createPersons(ledger, 3);
  await before.until(3);
  await ledger.broker.destroyService(first);
  await createPersons(ledger, 2);
  ledger.broker.createService(consumerSchema(name, ledger.service.name, after.record));
  await after.until(5);
  expect([before.positions, after.positions]).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

test('A stop waits for the event that is being handled and begins no other', async () => {
  await using ledger = await startLedger();
  const name = `audit-${newId()}`;
  const [begun, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const handled: number[] = [];
  const service = ledger.broker.createService(
    consumerSchema(name, ledger.service.name, async ({ position }) => {
      begun.resolve();
      await finish.promise;
      handled.push(position);
    }),
  );
  await createPersons(ledger, 2);
  await begun.promise;
  const stopped = ledger.broker.destroyService(service);
  finish.resolve();
  await stopped;
  expect(handled).toEqual([1]);
  const seen = recorder();
  ledger.broker.createService(consumerSchema(name, ledger.service.name, seen.record));
  await seen.until(2);
  expect(seen.positions).toEqual([2]);
});

test('An event whose handler fails is tried again until it succeeds; none after it overtakes it', async () => {
  await using ledger = await startLedger();
  const name = `audit-${newId()}`;
  const seen = recorder();
  let failures = 5;
  let failing: unknown;
  ledger.broker.createService(
    consumerSchema(name, ledger.service.name, async (event) => {
      if (event.position === 2 && failures-- > 0) {
        if (failures === 2) failing = await status(ledger.broker, name);
        throw new Error('the disk is elsewhere');
      }
      seen.record(event);
    }),
  );
  await createPersons(ledger, 3);
  await seen.until(3);
  expect(seen.positions).toEqual([1, 2, 3]);
  expect(failures).toBe(-1);
  expect(failing).toMatchObject({
    position: 1,
    lastError: 'person.created at 2: the disk is elsewhere',
  });
});

test('The status says how far a consumer has come', async () => {
  await using ledger = await startLedger();
  const name = `audit-${newId()}`;
  const [begun, finish, seen] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), recorder()];
  await createPersons(ledger, 5);
  ledger.broker.createService(
    consumerSchema(name, ledger.service.name, async (event) => {
      if (event.position === 3) {
        begun.resolve();
        await finish.promise;
      }
      seen.record(event);
    }),
  );
  await begun.promise;
  const { name: source } = ledger.service;
  expect(await status(ledger.broker, name)).toEqual({ name: 'audit', source, position: 2, lag: 3, lastError: null });
  finish.resolve();
  await seen.until(5);
});

test('When hints are lost the poll finds the events', async () => {
  await using ledger = await startLedger();
  const name = `audit-${newId()}`;
  const seen = recorder();
  ledger.broker.broadcast = () => Promise.resolve();
  ledger.broker.createService(consumerSchema(name, ledger.service.name, seen.record, { poll: 20 }));
  await createPersons(ledger, 2);
  await seen.until(2);
  await createPersons(ledger, 1);
  await seen.until(3);
});

test('After a crash between handling and noting it the event is handled again, and none is left out', async () => {
  await using ledger = await startLedger();
  const name = `audit-${newId()}`;
  const [before, after, hang] = [recorder(), recorder(), Promise.withResolvers<void>()];
  const first = ledger.broker.createService(
    consumerSchema(name, ledger.service.name, async (event) => {
      before.record(event);
      // From here on the process is as good as dead: it notes nothing and gives nothing back.
      if (event.position === 2) await hang.promise;
    }),
  );
  await createPersons(ledger, 3);
  await before.until(2);

  const second = createBroker({ nodeID: 'second' });
  second.createService(ledgerSchema(ledger.service.name));
  second.createService(consumerSchema(name, ledger.service.name, after.record, { poll: 20 }));
  // What time does to the lease of a process that died.
  const { store } = first as unknown as Ledger['service'];
  await store.collection('checkpoints').updateOne({ id: 'audit' }, { $set: { leasedUntil: 0 } });
  await second.start();
  await after.until(3);
  // It wakes up late, as after a SIGSTOP: its turn is over, and the position does not go back.
  hang.resolve();
  await ledger.broker.destroyService(first);
  expect(await status(second, name)).toMatchObject({ position: 3, lag: 0 });
  await second.stop();
  expect(before.positions).toEqual([1, 2]);
  expect(after.positions).toEqual([2, 3]);
});

test('Of several processes one handles at a time, and every event is handled once', async () => {
  await using ledger = await startLedger();
  const name = `audit-${newId()}`;
  const seen = recorder();
  let active = 0;
  let mostActive = 0;
  const handle = async (event: RecordedEvent) => {
    active += 1;
    mostActive = Math.max(mostActive, active);
    await new Promise(setImmediate);
    active -= 1;
    seen.record(event);
  };
  const brokers = ['a', 'b', 'c'].map((nodeID) => {
    const broker = createBroker({ nodeID });
    broker.createService(ledgerSchema(ledger.service.name));
    broker.createService(consumerSchema(name, ledger.service.name, handle, { poll: 20 }));
    return broker;
  });
  await Promise.all(brokers.map((broker) => broker.start()));
  await createPersons(ledger, 200);
  await seen.until(200);
  await Promise.all(brokers.map((broker) => broker.stop()));
  expect(seen.positions).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  expect(mostActive).toBe(1);
});

test('When the source is put back to an older copy, its log is handled anew: what follows the copy is not skipped', async () => {
  await using ledger = await startLedger();
  const name = `audit-${newId()}`;
  await createPersons(ledger, 2);
  const idle = ledger.broker.createService(consumerSchema(name, 'nowhere', () => {}));
  await ledger.broker.waitForServices(name);
  const { store } = idle as unknown as Ledger['service'];
  await store
    .collection('checkpoints')
    .insert({ id: 'audit', position: 50, owner: null, leasedUntil: 0, failure: null });
  await ledger.broker.destroyService(idle);
  const seen = recorder();
  ledger.broker.createService(consumerSchema(name, ledger.service.name, seen.record));
  await seen.until(2);
  expect(seen.positions).toEqual([1, 2]);
});
