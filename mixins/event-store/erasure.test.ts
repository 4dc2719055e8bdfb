import { expect, test } from '@jest/globals';
import { env } from '../../lib/env.ts';
import { newId } from '../../lib/ids.ts';
import { storedText } from '../../test/helpers/stored-data.ts';
import { personAggregate, visitAggregate } from './testing/aggregates.ts';
import { createPerson, type Ledger, startLedger, system } from './testing/ledger.ts';

const NOTE = 'a-word-that-stands-nowhere-else';
const ADDRESS = '2001:db8::1234:abcd';

function readStored({ service }: Ledger): Promise<string> {
  return storedText({ dataDir: env.DATA_DIR, env: { MONGO_URL: env.MONGO_URL } }, service.name);
}

async function noteVisit(ledger: Ledger, stream: string, actor: string, expectedVersion = 0) {
  const origin = { actor, ip: ADDRESS };
  const event = { type: 'visit.noted', data: { note: { text: NOTE } } } as const;
  await ledger.service.events.append(visitAggregate, stream, [event], origin, { expectedVersion });
}

test('Personal values and addresses of events are nowhere readable in what is stored, and readable through the log', async () => {
  await using ledger = await startLedger();
  const [subject, actor] = [newId(), newId()];
  await noteVisit(ledger, subject, actor);
  const [event] = await ledger.service.events.read(0, 1);
  expect(event).toMatchObject({ data: { note: { text: NOTE } }, ip: ADDRESS });

  const stored = await readStored(ledger);
  expect(stored).toContain(subject);
  expect(stored).not.toContain(NOTE);
  expect(stored).not.toContain(ADDRESS);
});

test('Erasing a subject makes its values null for ever; its events stay, and those of others stay readable', async () => {
  await using ledger = await startLedger();
  const { events } = ledger.service;
  const [erased, other, actor] = [newId(), newId(), newId()];
  await noteVisit(ledger, erased, actor);
  await noteVisit(ledger, other, actor);
  await events.eraseSubject(erased);
  await events.eraseSubject(erased);

  const [first, second] = await events.read(0, 10);
  expect(first).toMatchObject({ stream: erased, data: { note: null }, ip: ADDRESS });
  expect(second).toMatchObject({ stream: other, data: { note: { text: NOTE } } });
});

test('Erasing who acted erases their address in the streams of others', async () => {
  await using ledger = await startLedger();
  const [subject, actor] = [newId(), newId()];
  await noteVisit(ledger, subject, actor);
  await ledger.service.events.eraseSubject(actor);
  const [event] = await ledger.service.events.read(0, 1);
  expect(event).toMatchObject({ data: { note: { text: NOTE } }, actor });
  expect(event).not.toHaveProperty('ip');
});

test('Nothing personal is recorded any more about a subject that was erased, and rebuilds see what appends saw', async () => {
  await using ledger = await startLedger();
  const { events } = ledger.service;
  const id = newId();
  await createPerson(ledger, id);
  await events.eraseSubject(id);
  const renamed = { type: 'person.renamed', data: { name: 'Grace' } } as const;
  const state = await events.append(personAggregate, id, [renamed], system, { expectedVersion: 1 });
  expect(state).toMatchObject({ version: 2, name: null });
  const [, event] = await events.read(0, 10);
  expect(event?.data).toEqual({ name: null });
});

test('A subject that is erased before it ever had a key never gets one', async () => {
  await using ledger = await startLedger();
  const subject = newId();
  await ledger.service.events.eraseSubject(subject);
  await noteVisit(ledger, subject, 'system');
  const [event] = await ledger.service.events.read(0, 1);
  expect(event?.data).toEqual({ note: null });
  expect(await readStored(ledger)).not.toContain(NOTE);
});

test('Another process forgets the key when it is told that the subject was erased', async () => {
  await using here = await startLedger(undefined, { transporter: 'Fake', nodeID: 'here' });
  const connected = new Promise((resolve) => here.broker.localBus.once('$node.connected', resolve));
  await using there = await startLedger(here.service.name, { transporter: 'Fake', nodeID: 'there' });
  await connected;
  const subject = newId();
  await noteVisit(here, subject, newId());
  expect((await there.service.events.read(0, 1))[0]?.data).toEqual({ note: { text: NOTE } });

  const forgotten = Promise.withResolvers<void>();
  const forgetSubject = there.service.events.forgetSubject.bind(there.service.events);
  there.service.events.forgetSubject = (id) => {
    forgetSubject(id);
    forgotten.resolve();
  };
  await here.service.events.eraseSubject(subject);
  await forgotten.promise;
  expect((await there.service.events.read(0, 1))[0]?.data).toEqual({ note: null });
});

test('A key that is missing without an erasure is damage: reading fails and a rebuild changes nothing', async () => {
  await using ledger = await startLedger();
  const { events, store } = ledger.service;
  const id = newId();
  const state = await createPerson(ledger, id);
  await store.collection('subject_keys').remove(id);
  events.forgetSubject(id);
  await expect(events.read(0, 1)).rejects.toMatchObject({ type: 'common.internal' });
  await expect(events.rebuild()).rejects.toMatchObject({ type: 'common.internal' });
  expect(await store.collection('persons').get(id)).toEqual(state);
});
