import { Button, Skeleton, Stack } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { paths } from '../../../lib/paths.ts';
import { toRequest } from '../../../lib/request.ts';
import { useCan } from '../../../lib/session/use-session.ts';
import { CopyAsCurl } from '../../../ui/copy-as-curl.tsx';
import { DetailsDrawer } from '../../../ui/details-drawer.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { AccountMenu } from './account-menu.tsx';
import { AccountTabList, type AccountTabs } from './account-tabs.tsx';
import { canEditAccount } from './can-edit-account.ts';
import { accountRoute, useAccount } from './use-account.ts';

interface Props {
  id: string | null;
  onClose: () => void;
  moreTabs: AccountTabs;
}

/** A look at one account over the list. */
export function AccountDrawer({ id, onClose, moreTabs }: Props) {
  return id === null ? (
    <DetailsDrawer opened={false} onClose={onClose} title="">
      {null}
    </DetailsDrawer>
  ) : (
    <OpenDrawer id={id} onClose={onClose} moreTabs={moreTabs} />
  );
}

function OpenDrawer({ id, onClose, moreTabs }: Props & { id: string }) {
  const { data: account, error, refetch } = useAccount(id);
  const can = useCan();
  const navigate = useNavigate();
  const canEdit = account !== undefined && canEditAccount(account, can);
  useHotkeys([['e', () => canEdit && void navigate(paths.editUser(id))]]);
  return (
    <DetailsDrawer
      opened
      onClose={onClose}
      title={account?.name ?? 'Account'}
      subtitle={account?.email}
      pageAddress={paths.user(id)}
      actions={
        account && (
          <>
            {canEdit && (
              <Button component={Link} to={paths.editUser(id)} variant="default" leftSection={<IconPencil size={16} />}>
                Edit
              </Button>
            )}
            <CopyAsCurl request={toRequest(accountRoute, { id })} />
            <AccountMenu account={account} />
          </>
        )
      }
    >
      {account ? (
        <AccountTabList account={account} moreTabs={moreTabs} inset />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Stack p="lg" gap="md" aria-busy>
          {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
            <Skeleton key={key} height={20} />
          ))}
        </Stack>
      )}
    </DetailsDrawer>
  );
}
