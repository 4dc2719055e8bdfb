import { expect, test } from '@jest/globals';
import { ReplayGuard } from './replay-guard.ts';

const now = 1_000_000;
const stamp = (sequence: number, changes = {}) => ({ sender: 'a', instance: '1', time: now, sequence, ...changes });

test('Frames that overtake each other pass, each once', () => {
  const guard = new ReplayGuard(now);
  const order = [1, 3, 2, 40, 39, 5000, 4999, 905];
  for (const sequence of order) expect(guard.refusal(stamp(sequence), now)).toBeNull();
  for (const sequence of order) expect(guard.refusal(stamp(sequence), now)).toBe('replayed');
});

test('A frame that is far behind is refused: whether it was here before is not known any more', () => {
  const guard = new ReplayGuard(now);
  expect(guard.refusal(stamp(10_000), now)).toBeNull();
  expect(guard.refusal(stamp(10_000 - 4096), now)).toBe('replayed');
  expect(guard.refusal(stamp(10_000 - 4095), now)).toBeNull();
});

test('Each run of each sender counts for itself', () => {
  const guard = new ReplayGuard(now);
  for (const sender of [{}, { sender: 'b' }, { instance: '2' }]) {
    expect(guard.refusal(stamp(1, sender), now)).toBeNull();
    expect(guard.refusal(stamp(1, sender), now)).toBe('replayed');
  }
});

test('A sender that was forgotten cannot be replayed: all that it signed is stale', () => {
  const guard = new ReplayGuard(now);
  expect(guard.refusal(stamp(1), now)).toBeNull();
  const later = now + 30_001;
  expect(guard.refusal(stamp(1, { sender: 'b', time: later }), later)).toBeNull();
  expect(guard.refusal(stamp(1), later)).toBe('stale');
});
