import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Collection } from '../../../mixins/store/store.types.ts';
import { fakeDate, passTime } from '../../../test/helpers/fake-date.ts';
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
    update: async (id: string, { $set }: { $set: Partial<IdempotencyRecord> }) =>
      Object.assign(records.get(id) as IdempotencyRecord, $set),
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

/** @returns what the second request with the same key hears after the first was answered so. */
async function tryAgainAfter(status: number, { isCertain = true, wait = 0 } = {}): Promise<unknown> {
  const records = collection();
  const first = request();
  await replayIdempotent(first, records);
  await first.onAnswer?.({ status, headers: {}, body: '{}' }, isCertain);
  passTime(wait);
  return replayIdempotent(request(), records).catch((error: { type: string }) => error.type);
}

const HOUR = 3_600_000;

beforeEach(() => fakeDate());
afterEach(() => void jest.useRealTimers());

describe('A key whose request', () => {
  test.each([
    ['got no answer in time is taken, for the request may still be going on', 504, {}, 'console.idempotencyInFlight'],
    ['got no answer at all stays taken', 504, { wait: HOUR }, 'console.idempotencyUnknown'],
    ['was sent to a node that is gone stays taken', 503, { isCertain: false }, 'console.idempotencyUnknown'],
    ['failed half-way stays taken', 500, {}, 'console.idempotencyUnknown'],
    ['was refused for now is free for another try', 503, {}, null],
    ['came too early is free for another try', 429, {}, null],
  ])('%s', async (_title, status, options, expected) => {
    expect(await tryAgainAfter(status, options)).toBe(expected);
  });

  test('was never answered because its Console died stays taken', async () => {
    const records = collection();
    await replayIdempotent(request(), records);
    passTime(HOUR);
    await expect(replayIdempotent(request(), records)).rejects.toMatchObject({ type: 'console.idempotencyUnknown' });
  });
});
