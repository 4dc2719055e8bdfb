import { writeSync } from 'node:fs';
import { newId } from '../../../lib/ids.ts';
import { type Person, personAggregate, startLedger } from './ledger.ts';

/**
 * Appends to a few streams of the ledger named on the command line until it is killed, and says what was acknowledged: one
 * line "stream version nickname" for each append, written before the next begins.
 */
const [name = '', ...streams] = process.argv.slice(2);
const { service } = await startLedger(name);
const persons = service.store.collection<Person>('persons');
const origin = { actor: newId(), ip: '203.0.113.7' };

for (let turn = 0; ; turn++) {
  const stream = streams[turn % streams.length] as string;
  const version = (await persons.get(stream))?.version ?? 0;
  const nickname = newId();
  const events =
    version === 0
      ? ([{ type: 'person.created', data: { name: nickname } }] as const)
      : ([
          { type: 'person.renamed', data: { name: nickname } },
          { type: 'person.tagged', data: { tag: 'x' } },
        ] as const);
  const state = await service.events.append(personAggregate, stream, events, origin, {
    expectedVersion: version,
    alongside: [{ insert: 'nicknames', document: { id: nickname, nickname } }],
  });
  writeSync(1, `${stream} ${state?.version} ${nickname}\n`);
}
