import { once } from 'node:events';
import type { Server } from 'node:net';
import { expect, test } from '@jest/globals';
import { env } from '../../lib/env.ts';
import { temporaryFolder } from '../../test/helpers/temporary-folder.ts';
import { control, serveControl } from './control-socket.ts';

test('Of two supervisors that start at the same moment one has the socket, for as long as it runs', async () => {
  env.DATA_DIR = temporaryFolder();
  const serve = (name: string) => serveControl(async (_request, print) => print(name));
  const starts = await Promise.allSettled([serve('first'), serve('second')]);
  expect(starts).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { message: expect.stringMatching(/A supervisor runs on .* already/) } },
  ]);
  const answered: string[] = [];
  await control({ command: 'status', args: [] }, (line) => answered.push(line));
  expect(answered).toEqual(['first']);

  const { value: first } = starts[0] as PromiseFulfilledResult<Server>;
  await once(first.close(), 'close');
  const next = await serve('next');
  await once(next.close(), 'close');
});
