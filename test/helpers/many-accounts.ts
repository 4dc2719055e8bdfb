import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Bytes of each, by preferences that nobody reads: so many that an answer of many thousands does not fit into sockets. */
const PADDING = 3_000;

/** Multiplies the accounts of an installation on SQLite: copies of one that is there, each with an id and address of its own. */
export function multiplyAccounts(dataDir: string, count: number): void {
  const database = new DatabaseSync(join(dataDir, 'users_db', 'users.sqlite'));
  database.exec('PRAGMA busy_timeout = 5000');
  database
    .prepare(
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?),
            model AS (SELECT * FROM accounts LIMIT 1)
       INSERT INTO accounts (id, version, doc)
       SELECT printf('copy-%08d', n), version,
              json_set(doc, '$.id', printf('copy-%08d', n), '$.email', printf('copy-%d@example.com', n),
                       '$.preferences', json_object('padding', ?))
       FROM model, numbers`,
    )
    .run(count, 'x'.repeat(PADDING));
  database.close();
}
