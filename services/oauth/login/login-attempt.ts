import { createHash } from 'node:crypto';
import { clientNetwork } from '../../../lib/client-network.ts';
import type { Meta } from '../../../lib/contract.ts';

/** By what an attempt to log in is counted. Hashed: what a stranger typed is neither kept nor of any length. */
export interface LoginAttempt {
  account: string;
  network: string;
  /** The account at this network. */
  pair: string;
}

export function describeAttempt(email: string, client: Meta['client']): LoginAttempt {
  const account = digest(email.normalize('NFKC').trim().toLowerCase());
  const network = clientNetwork(client?.ip);
  return { account, network, pair: digest(`${account}@${network}`) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
