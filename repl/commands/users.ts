import type { ActionParams, ActionResult } from '../../lib/contract.ts';
import type { usersContract } from '../../services/users/users.contract.ts';
import { asSystem, printTable, type ReplCommand } from '../repl-command.ts';

type ListContract = typeof usersContract.accounts.list;

export const users: ReplCommand<{ search?: string }> = {
  command: 'users [search]',
  description: 'The newest accounts, or those whose name or email address contains the search.',
  async action(broker, { search }) {
    const params = { limit: 50, count: 'exact', ...(search !== undefined && { q: search }) };
    const { data, meta } = await broker.call<ActionResult<ListContract>, ActionParams<ListContract>>(
      'users.list',
      params as ActionParams<ListContract>,
      asSystem,
    );
    printTable(
      ['email', 'name', 'status', 'roles', 'created', 'id'],
      data.map(({ email, name, status, roles, createdAt, id }) => [
        email,
        name,
        status,
        roles.join(', '),
        createdAt.slice(0, 10),
        id,
      ]),
    );
    if (meta.total !== undefined && meta.total > data.length) console.log(`… of ${meta.total}: search to see others.`);
  },
};
