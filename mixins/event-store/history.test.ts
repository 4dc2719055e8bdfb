import { expect, test } from '@jest/globals';
import { newId } from '../../lib/ids.ts';
import type { HistoryEntry } from './event-store.types.ts';
import { personAggregate } from './testing/aggregates.ts';
import { createPerson, type Ledger, startLedger, system } from './testing/ledger.ts';

async function wholeHistory(ledger: Ledger, id: string, limit: number): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await ledger.service.events.history(personAggregate, id, { limit, cursor });
    expect(page.data.length).toBeLessThanOrEqual(limit);
    entries.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return entries;
}

test('History tells, newest first, who changed what when from where, and from what to what', async () => {
  await using ledger = await startLedger();
  const { events } = ledger.service;
  const [id, actor] = [newId(), newId()];
  await createPerson(ledger, id);
  const moved = { type: 'person.moved', data: { address: { city: 'Paris', zip: '75001' } } } as const;
  await events.append(personAggregate, id, [moved], { actor, ip: '203.0.113.7' }, { expectedVersion: 1 });
  const gone = { type: 'person.gone', data: {} } as const;
  await events.append(personAggregate, id, [gone], system, { expectedVersion: 2 });

  const at = expect.any(String);
  expect(await wholeHistory(ledger, id, 100)).toEqual([
    {
      version: 3,
      type: 'person.gone',
      at,
      actor: 'system',
      changes: [
        { field: 'tags', from: [], to: null },
        { field: 'address.city', from: 'Paris', to: null },
        { field: 'address.zip', from: '75001', to: null },
        { field: 'name', from: 'Ada', to: null },
      ],
    },
    {
      version: 2,
      type: 'person.moved',
      at,
      actor,
      ip: '203.0.113.7',
      changes: [
        { field: 'address.city', from: 'London', to: 'Paris' },
        { field: 'address.zip', from: null, to: '75001' },
      ],
    },
    {
      version: 1,
      type: 'person.created',
      at,
      actor: 'system',
      changes: [
        { field: 'tags', from: null, to: [] },
        { field: 'address.city', from: null, to: 'London' },
        { field: 'name', from: null, to: 'Ada' },
      ],
    },
  ]);
});

test('History of an erased subject still tells what happened, without the personal values', async () => {
  await using ledger = await startLedger();
  const id = newId();
  await createPerson(ledger, id);
  await wholeHistory(ledger, id, 10);
  await ledger.service.events.eraseSubject(id);
  expect(JSON.stringify(await wholeHistory(ledger, id, 10))).not.toMatch(/Ada|London/);
});

test('History of a stream that does not exist is empty', async () => {
  await using ledger = await startLedger();
  expect(await wholeHistory(ledger, newId(), 10)).toEqual([]);
});

test('A cursor of another stream is refused', async () => {
  await using ledger = await startLedger();
  const { events } = ledger.service;
  const id = newId();
  await createPerson(ledger, id);
  const renamed = { type: 'person.renamed', data: { name: 'Grace' } } as const;
  await events.append(personAggregate, id, [renamed], system, { expectedVersion: 1 });
  const { nextCursor } = await events.history(personAggregate, id, { limit: 1 });
  const page = events.history(personAggregate, newId(), { limit: 1, cursor: nextCursor ?? '' });
  await expect(page).rejects.toMatchObject({ code: 422 });
});

test('The history of 10,000 events is whole page by page, and others get the event loop while it is folded', async () => {
  await using ledger = await startLedger();
  const { events } = ledger.service;
  const id = newId();
  await createPerson(ledger, id, 'N1');
  for (let version = 1; version < 10_000; version += 100) {
    const batch = Array.from({ length: version === 9901 ? 99 : 100 }, (_, index) => {
      return { type: 'person.renamed', data: { name: `N${version + index + 1}` } } as const;
    });
    await events.append(personAggregate, id, batch, system, { expectedVersion: version });
  }

  let turns = 0;
  let folding = true;
  const count = () => {
    turns += 1;
    if (folding) setImmediate(count);
  };
  setImmediate(count);
  const first = await events.history(personAggregate, id, { limit: 20 });
  folding = false;
  expect(first.data[0]).toMatchObject({ version: 10_000, changes: [{ field: 'name', from: 'N9999', to: 'N10000' }] });
  expect(turns).toBeGreaterThanOrEqual(99);

  // A page length that falls now here, now there between the snapshots.
  const history = await wholeHistory(ledger, id, 73);
  expect(history.map(({ changes }) => changes.find(({ field }) => field === 'name')?.to)).toEqual(
    Array.from({ length: 10_000 }, (_, index) => `N${10_000 - index}`),
  );
}, 240_000);
