import type { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Account, Role } from './accounts.schema.ts';

/** What the bench hands over to a hand-written server. */
export interface BaselineInput {
  /** The site's own records. */
  accounts: Account[];
  roles: Role[];
  /** What its tokens are signed by. */
  key: webcrypto.JsonWebKey;
  issuer: string;
  /** Folder for database and access log. */
  folder: string;
  /** Another server in front proves who asks, writes the access log and sends the requests on to this one. */
  isBehindProxy?: boolean;
  /** The records are kept there, and not in SQLite. */
  mongo?: { url: string; database: string };
  /** Where requests are sent on to. */
  upstream?: string;
}

export const input = JSON.parse(readFileSync(String(process.env.BASELINE_INPUT), 'utf8')) as BaselineInput;
