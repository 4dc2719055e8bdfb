import type { Internals } from '../internals.ts';
import type { Connection } from './connection.ts';

export function readInternals(connection: Connection): Internals {
  const { database } = connection;
  const rows = (sql: string) => database.prepare(sql).all() as unknown;
  return {
    sequences: rows('SELECT name, value FROM _sequences ORDER BY name') as Internals['sequences'],
    migrations: rows('SELECT version, name, at FROM _migrations ORDER BY version') as Internals['migrations'],
  };
}

export async function writeInternals(connection: Connection, { sequences, migrations }: Internals): Promise<void> {
  const sequence = connection.prepare('INSERT OR REPLACE INTO _sequences (name, value) VALUES (?, ?)');
  const migration = connection.prepare('INSERT OR REPLACE INTO _migrations (version, name, at) VALUES (?, ?, ?)');
  await connection.write(() =>
    connection.transaction(() => {
      for (const { name, value } of sequences) sequence.run(name, value);
      for (const { version, name, at } of migrations) migration.run(version, name, at);
      connection.database.exec(`PRAGMA user_version = ${migrations.at(-1)?.version ?? 0}`);
    }),
  );
}
