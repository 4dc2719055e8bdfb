import { Menu } from '@mantine/core';
import { IconBan, IconCircleCheck, IconDots, IconEraser, IconKey, IconRestore, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { paths } from '../../../lib/paths.ts';
import { toProblem } from '../../../lib/problem.ts';
import { useCan, useMe } from '../../../lib/session/use-session.ts';
import { ConfirmByName } from '../../../ui/confirm-by-name.tsx';
import { IconMenu } from '../../../ui/icon-menu.tsx';
import { notifyProblem } from '../../../ui/notify.tsx';
import type { Account } from './account.ts';
import { disableAccount, enableAccount, eraseAccount, removeAccount, restoreAccount } from './change-account-status.ts';
import { SetPasswordDialog } from './set-password-dialog.tsx';

/** What can be done with an account beside editing it. */
export function AccountMenu({ account }: { account: Account }) {
  const can = useCan();
  const me = useMe();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'password' | 'erase' | null>(null);
  const { status, name } = account;
  // Locking oneself out is not a thing for a menu.
  const isOther = account.id !== me.id;
  const run = (task: (account: Account) => Promise<void>, failure: string) => () => {
    task(account).catch((error: unknown) => notifyProblem(failure, toProblem(error)));
  };
  if (!can('users:write') && !can('users:delete')) return null;
  return (
    <>
      <IconMenu label={`More for ${name}`} icon={IconDots}>
        {can('users:write') && status !== 'deleted' && (
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => setDialog('password')}>
            Set a password…
          </Menu.Item>
        )}
        {can('users:write') && status === 'active' && isOther && (
          <Menu.Item leftSection={<IconBan size={16} />} onClick={run(disableAccount, `${name} is not disabled`)}>
            Disable
          </Menu.Item>
        )}
        {can('users:write') && status === 'disabled' && (
          <Menu.Item leftSection={<IconCircleCheck size={16} />} onClick={run(enableAccount, `${name} is not enabled`)}>
            Enable
          </Menu.Item>
        )}
        {can('users:delete') && status === 'deleted' && (
          <Menu.Item leftSection={<IconRestore size={16} />} onClick={run(restoreAccount, `${name} is not restored`)}>
            Restore
          </Menu.Item>
        )}
        {can('users:delete') && isOther && (
          <>
            <Menu.Divider />
            {status !== 'deleted' && (
              <Menu.Item leftSection={<IconTrash size={16} />} onClick={run(removeAccount, `${name} is not deleted`)}>
                Delete
              </Menu.Item>
            )}
            <Menu.Item color="var(--s-bad)" leftSection={<IconEraser size={16} />} onClick={() => setDialog('erase')}>
              Erase for ever…
            </Menu.Item>
          </>
        )}
      </IconMenu>
      <SetPasswordDialog account={account} opened={dialog === 'password'} onClose={() => setDialog(null)} />
      <ConfirmByName
        opened={dialog === 'erase'}
        onClose={() => setDialog(null)}
        title={`Erase ${name} for ever`}
        name={account.email}
        action="Erase this account"
        run={async () => {
          await eraseAccount(account);
          await navigate(paths.users);
        }}
      >
        The account, its sessions and every personal value in its history are destroyed now. Nobody can bring them back.
      </ConfirmByName>
    </>
  );
}
