import { once } from 'node:events';
import { connect, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { env } from '../../lib/env.ts';
import { temporaryFolder } from '../../test/helpers/temporary-folder.ts';
import { control, controlPath, serveControl } from './control-socket.ts';

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

test('What is no command is refused with a hint', async () => {
  env.DATA_DIR = temporaryFolder();
  const server = await serveControl(async () => {
    throw new Error('was handled');
  });
  const ask = async (line: string) => {
    const socket = connect(controlPath());
    socket.end(`${line}\n`);
    return JSON.parse(await text(socket)) as { ok: boolean; line: string };
  };
  for (const line of ['null', '{"command":"scale"}', '{"command":"roll","args":{}}', 'status']) {
    expect(await ask(line)).toEqual({ ok: false, line: expect.stringMatching(/^Not understood: send/) });
  }
  await once(server.close(), 'close');
});
