import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, expect, test } from '@jest/globals';
import type { Principal } from '../../../lib/principal.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Exchange } from './exchange.ts';
import { OpenStreams } from './open-streams.ts';
import type { Sessions } from './sessions.ts';

const reader: Principal = { id: 'a', roles: [], permissions: ['platform:read'] };
let principal = reader;
const tokens = { verify: async () => ({ sub: 'a', sid: 's', exp: 0 }) } as unknown as AccessTokens;
const sessions = { principalOf: async () => principal } as unknown as Sessions;
const streams = new OpenStreams(tokens, sessions);

afterEach(() => streams.endAll());

function exchange(res = new PassThrough()): Exchange {
  const route = { contract: { auth: 'platform:read' } };
  return { token: 'token', route, res: res as unknown as ServerResponse } as unknown as Exchange;
}

const endless = () => new Readable({ read: () => undefined });

test('A stream ends when its account may no longer read it', async () => {
  const stream = endless();
  streams.watch(exchange(), stream);
  principal = { ...reader, permissions: [] };
  await once(stream, 'close');
  principal = reader;
});

test('A stream whose client went away before it was made is ended', () => {
  const gone = new PassThrough();
  gone.destroy();
  const stream = endless();
  streams.watch(exchange(gone), stream);
  expect(stream.destroyed).toBe(true);
});

test('Public streams end with the process as well', () => {
  const stream = endless();
  streams.watch({ ...exchange(), token: undefined }, stream);
  streams.endAll();
  expect(stream.destroyed).toBe(true);
});
