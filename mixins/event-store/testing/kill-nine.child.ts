import { newId } from '../../../lib/ids.ts';
import { createAdapter } from '../../store/create-adapter.ts';
import { eventsCollection } from '../event-log.ts';
import { ServiceEventStore } from '../event-store.ts';
import { subjectKeysCollection } from '../subject-keys.ts';
import { aggregates, ledgerCollections, type Person, personAggregate } from './aggregates.ts';

/**
 * Appends to a few streams of the ledger named on the command line until it is killed, and says what was acknowledged: one
 * line "stream version nickname" for each append, written before the next begins. Without a broker, so that it starts fast.
 */
const [name = '', ...streams] = process.argv.slice(2);
const collections = [eventsCollection, subjectKeysCollection, ...ledgerCollections];
const adapter = createAdapter(name, { collections, migrations: [] });
await adapter.connect();
const events = new ServiceEventStore(adapter.store, aggregates, { async appended() {}, async subjectErased() {} });
const persons = adapter.store.collection<Person>('persons');
const AWAY = Symbol();
const origin = { actor: newId(), ip: '203.0.113.7' };

for (let turn = 0; ; turn++) {
  const stream = streams[turn % streams.length] as string;
  const version = (await persons.get(stream))?.version ?? 0;
  const nickname = newId();
  const happened =
    version === 0
      ? ([{ type: 'person.created', data: { name: nickname } }] as const)
      : ([
          { type: 'person.renamed', data: { name: nickname } },
          { type: 'person.tagged', data: { tag: 'x' } },
        ] as const);
  const state = await events
    .append(personAggregate, stream, happened, origin, {
      expectedVersion: version,
      alongside: [{ insert: 'nicknames', document: { id: nickname, nickname } }],
    })
    .catch(whenAway);
  if (state === AWAY) continue;
  // Not writeSync: a pipe that is full for a moment makes that fail.
  await new Promise((resolve) => process.stdout.write(`${stream} ${state?.version} ${nickname}\n`, resolve));
}

/** As a caller does who is told to come again. */
function whenAway(error: unknown): typeof AWAY {
  if ((error as { code?: unknown }).code === 503) return AWAY;
  throw error;
}
