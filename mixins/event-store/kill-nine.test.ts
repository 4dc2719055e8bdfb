import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { env } from '../../lib/env.ts';
import { newId } from '../../lib/ids.ts';
import { startProcess } from '../../test/helpers/server-process.ts';
import type { Person } from './testing/aggregates.ts';
import { startLedger } from './testing/ledger.ts';

const KILLS = 50;
/** Stream, version and nickname of one acknowledged append. */
const ACKNOWLEDGEMENT = /^[0-9a-f-]{36} \d+ [0-9a-f-]{36}$/;
const child = join(import.meta.dirname, 'testing/kill-nine.child.ts');

/** Runs a writer until it has acknowledged something, kills it a little later and answers every line it got out. */
async function writeUntilKilled(ledger: string, streams: string[]): Promise<string[]> {
  const writer = startProcess([process.execPath, child, ledger, ...streams], {
    DATA_DIR: env.DATA_DIR,
    ...(env.MONGO_URL !== undefined && { MONGO_URL: env.MONGO_URL }),
    // Without it most of the time goes into compiling the same files again.
    NODE_COMPILE_CACHE: join(env.DATA_DIR, 'compile-cache'),
  });
  await writer.waitForLog(/\n/, 60_000);
  await wait(Math.random() * 60);
  writer.kill('SIGKILL');
  expect((await writer.exited).signal).toBe('SIGKILL');
  // The last line may be torn: what was not said in full was not acknowledged.
  const lines = writer.log().split('\n').slice(0, -1);
  for (const line of lines) expect(line).toMatch(ACKNOWLEDGEMENT);
  return lines;
}

test(`Over ${KILLS} kills in the middle of writing no acknowledged write is lost and none is there by half`, async () => {
  const name = `ledger-${newId()}`;
  const streams = Array.from({ length: 4 }, () => newId());
  // Two writers on one database: each is killed while the other goes on.
  const lanes = [streams.slice(0, 2), streams.slice(2)].map(async (own) => {
    const lines: string[] = [];
    for (let kill = 0; kill < KILLS / 2; kill++) lines.push(...(await writeUntilKilled(name, own)));
    return lines;
  });
  const acknowledged = (await Promise.all(lanes)).flat();
  expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);

  await using ledger = await startLedger(name);
  const { events, store } = ledger.service;
  const versions = new Map<string, number>();
  const names = new Map<string, unknown>();
  let position = 0;
  for (let after = 0; ; after = position) {
    const slice = await events.read(after, 1000);
    if (slice.length === 0) break;
    for (const event of slice) {
      expect(event.position).toBe(++position);
      expect(event.version).toBe((versions.get(event.stream) ?? 0) + 1);
      versions.set(event.stream, event.version);
      if (typeof event.data.name === 'string') names.set(`${event.stream} ${event.version}`, event.data.name);
    }
  }

  const nicknames = new Set((await store.collection('nicknames').find({ limit: 1_000_000 })).map(({ id }) => id));
  for (const line of acknowledged) {
    const [stream, version, nickname] = line.split(' ') as [string, string, string];
    // An append after the first writes two events; the name is in the first of them.
    const named = version === '1' ? 1 : Number(version) - 1;
    expect(names.get(`${stream} ${named}`)).toBe(nickname);
    expect(nicknames.has(nickname)).toBe(true);
  }
  // Events and what is written alongside are there together or not at all, also for what was never acknowledged.
  expect(new Set(names.values())).toEqual(nicknames);
  for (const stream of streams) {
    expect((await store.collection<Person>('persons').get(stream))?.version).toBe(versions.get(stream));
  }
  expect((await events.rebuild({ check: true })).differing).toEqual([]);
  // A database that is asked over the network waits for what each killed process has left (mixins/store/mongo/orphans.ts).
}, 480_000);
