import { describe, expect, test } from '@jest/globals';
import { HashingQueue } from './hashing-queue.ts';

describe('the hashing queue', () => {
  test('runs a few at a time, in order, and turns away whom it cannot keep waiting', async () => {
    const queue = new HashingQueue({ parallel: 2, waiting: 2, patience: 60_000 });
    const doors = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    const started: number[] = [];
    const work = doors.map((door, index) =>
      queue.run(() => {
        started.push(index);
        return door.promise;
      }),
    );
    await expect(queue.run(async () => {})).rejects.toMatchObject({ code: 503, data: { retryAfter: 2 } });
    expect(started).toEqual([0, 1]);
    for (const [index, door] of doors.entries()) {
      door.resolve();
      await work[index];
    }
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test('does not let anybody wait for ever', async () => {
    const queue = new HashingQueue({ parallel: 1, waiting: 5, patience: 20 });
    const door = Promise.withResolvers<void>();
    const first = queue.run(() => door.promise);
    await expect(queue.run(async () => {})).rejects.toMatchObject({ code: 503 });
    door.resolve();
    await first;
    await expect(queue.run(async () => 'free again')).resolves.toBe('free again');
  });

  test('goes on after work that failed', async () => {
    const queue = new HashingQueue({ parallel: 1, waiting: 1, patience: 60_000 });
    const failing = queue.run(() => Promise.reject(new Error('no')));
    const next = queue.run(async () => 'done');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('done');
    await expect(queue.run(async () => 'again')).resolves.toBe('again');
  });
});
