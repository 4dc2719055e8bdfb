import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { StatusStream } from './status-stream.ts';

const frame = `: ${'x'.repeat(10_000)}\n\n`;

test('a client that does not read misses frames, and gets new ones when it reads again', async () => {
  const stream = new StatusStream(() => undefined);
  stream.on('readable', () => undefined);
  await once(stream, 'readable');
  for (let count = 0; count < 100; count += 1) stream.offer(frame);
  expect(stream.readableLength).toBeLessThan(100_000);

  while (stream.read() !== null);
  await new Promise(setImmediate);
  stream.offer(': the next\n\n');
  expect(String(stream.read())).toContain('the next');
  stream.destroy();
});

test('a stream that ended or was destroyed takes nothing more', async () => {
  const stream = new StatusStream(() => undefined);
  stream.resume();
  stream.finish();
  stream.finish();
  await once(stream, 'end');
  stream.offer(frame);
  stream.finish();

  const destroyed = new StatusStream(() => undefined).destroy();
  destroyed.offer(frame);
  destroyed.finish();
});
