import { expect, test } from '@jest/globals';
import type { Collection } from '../../../mixins/store/store.types.ts';
import type { IdempotencyRecord } from '../console.store.ts';
import type { Exchange } from '../gateway/exchange.ts';
import { replayIdempotent } from './idempotency.ts';

function collection(): Collection<IdempotencyRecord> {
  const records = new Map<string, IdempotencyRecord>();
  return {
    async insert(record: IdempotencyRecord) {
      if (records.has(record.id)) throw Object.assign(new Error(), { type: 'store.duplicate' });
      records.set(record.id, record);
      return record;
    },
    get: async (id: string) => records.get(id) ?? null,
    remove: async (id: string) => records.delete(id),
  } as unknown as Collection<IdempotencyRecord>;
}

const request = () =>
  ({
    req: { method: 'POST', headers: { 'idempotency-key': 'once' } },
    principal: null,
    ip: '192.0.2.1',
    path: '/things',
    bodyText: '{}',
  }) as unknown as Exchange;

async function tryAgainAfter(status: number): Promise<unknown> {
  const records = collection();
  const first = request();
  await replayIdempotent(first, records);
  await first.onAnswer?.({ status, headers: {}, body: '{}' });
  return replayIdempotent(request(), records).catch((error: { type: string }) => error.type);
}

test('A key whose request got no answer in time stays taken: the request may still be going on', async () => {
  expect(await tryAgainAfter(504)).toBe('console.idempotencyInFlight');
});

test('A key whose request failed is free for another try', async () => {
  expect(await tryAgainAfter(500)).toBeNull();
});
