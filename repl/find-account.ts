import type { ServiceBroker } from 'moleculer';
import type { ActionResult } from '../lib/contract.ts';
import type { Account, usersContract } from '../services/users/users.contract.ts';
import { asSystem } from './repl-command.ts';

/** The account with this email address; null, said on the terminal, when there is none. */
export async function findAccount(broker: ServiceBroker, email: string): Promise<Account | null> {
  const { data } = await broker.call<
    ActionResult<typeof usersContract.accounts.list>,
    { filter: { email: { eq: string } } }
  >('users.list', { filter: { email: { eq: email } } }, asSystem);
  const [account] = data;
  if (account !== undefined) return account;
  console.log(`There is no account with the email address ${email}.`);
  return null;
}
