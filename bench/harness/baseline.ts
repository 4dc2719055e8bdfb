import type { webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account, Role } from '../baseline/accounts.schema.ts';
import type { BaselineInput } from '../baseline/input.ts';
import { type Server, startServer } from './servers.ts';
import { ask } from './site.ts';

/** What the hand-written servers have to know: the site's records and whom its tokens are from. */
export type Shared = Omit<BaselineInput, 'folder'>;

export async function readShared(
  site: string,
  { issuer = site, accounts, roles = [] }: { issuer?: string; accounts: Account[]; roles?: Role[] },
): Promise<Shared> {
  const { keys } = await ask<{ keys: webcrypto.JsonWebKey[] }>(site, 'GET', '/.well-known/jwks.json');
  return { accounts, roles, key: keys[0] as webcrypto.JsonWebKey, issuer };
}

/** Starts a file of bench/baseline in a folder of its own. */
export function startBaseline(parent: string, name: string, input: Shared): Promise<Server> {
  const folder = join(parent, name);
  mkdirSync(folder);
  const file = join(folder, 'input.json');
  writeFileSync(file, JSON.stringify({ ...input, folder } satisfies BaselineInput));
  const app = join(import.meta.dirname, '../baseline', `${name}.ts`);
  return startServer([process.execPath, app], { BASELINE_INPUT: file });
}
