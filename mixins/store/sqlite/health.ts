import type { Connection } from './connection.ts';

type Health = { ok: true } | { ok: false; reason: string };

/** Whether the database can be read and, after a write failed, written again. */
export async function checkHealth(connection: Connection): Promise<Health> {
  try {
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    if (connection.writeFailure !== null) await probe(connection);
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: (error as { data?: { title?: string } }).data?.title ?? 'It cannot be read.' };
  }
}

/** A write that needs as much room as an ordinary document. */
async function probe(connection: Connection): Promise<void> {
  const statement = connection.prepare(
    'INSERT INTO _health (id, at, room) VALUES (1, ?, zeroblob(65536)) ' +
      'ON CONFLICT (id) DO UPDATE SET at = excluded.at, room = excluded.room',
  );
  await connection.write(() => statement.run(new Date().toISOString()));
}
