import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { formatCount } from '../../../lib/format/number.ts';
import { toProblem } from '../../../lib/problem.ts';
import { useCan } from '../../../lib/session/use-session.ts';
import { BulkBar } from '../../../ui/list/bulk-bar.tsx';
import type { Selection } from '../../../ui/list/use-selection.ts';
import { notifyFailure, notifyProblem } from '../../../ui/notify.tsx';
import { offerUndo } from '../../../ui/undo.tsx';
import { useRoles } from '../roles/use-roles.ts';
import type { Account } from './account.ts';
import { type BulkAction, bulkActions, failureWords, roleActions } from './bulk-actions.ts';
import { changeManyAccounts, opposite } from './change-many-accounts.ts';

/** What can be done with all selected accounts at once. */
export function AccountsBulkBar({ rows, selection }: { rows: readonly Account[]; selection: Selection }) {
  const can = useCan();
  const roles = useRoles();
  const chosen = rows.filter(({ id }) => selection.ids.has(id));

  const run = async ({ change, applies, done }: BulkAction): Promise<void> => {
    // Only those that it changes, so that taking it back touches no others.
    const affected = chosen.filter(applies).map(({ id }) => id);
    try {
      const results = await changeManyAccounts(affected, change);
      const changed = results.filter(({ ok }) => ok).map(({ id }) => id);
      const failed = results.filter(({ ok }) => !ok);
      selection.setAll(changed, false);
      if (changed.length > 0) {
        offerUndo(`${formatCount(changed.length, 'account')} ${done}.`, () =>
          changeManyAccounts(changed, opposite(change)),
        );
      }
      if (failed.length > 0)
        notifyFailure(`${formatCount(failed.length, 'account')} left as before`, failureWords(failed, rows));
    } catch (error) {
      notifyProblem('Nothing more was changed', toProblem(error));
    }
  };

  return (
    <BulkBar count={selection.ids.size} onClear={selection.clear}>
      {bulkActions
        .filter(({ permission, applies }) => can(permission) && chosen.some(applies))
        .map((action) => (
          <Button key={action.label} size="compact-sm" variant="default" onClick={() => void run(action)}>
            {action.label}
          </Button>
        ))}
      {can('users:roles') && (
        <Menu position="top">
          <Menu.Target>
            <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} />}>
              Roles
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {roleActions((roles.data ?? []).map(({ id }) => id))
              .filter(({ applies }) => chosen.some(applies))
              .map((action) => (
                <Menu.Item key={action.label} onClick={() => void run(action)}>
                  {action.label}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </BulkBar>
  );
}
