import { Button, Skeleton } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from 'react-router';
import { paths } from '../../../lib/paths.ts';
import { toRequest } from '../../../lib/request.ts';
import { useCan } from '../../../lib/session/use-session.ts';
import { CopyAsCurl } from '../../../ui/copy-as-curl.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Page } from '../../../ui/page.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { accountStatus } from './account.ts';
import { AccountMenu } from './account-menu.tsx';
import { AccountTabList, type AccountTabs } from './account-tabs.tsx';
import { canEditAccount } from './can-edit-account.ts';
import { accountRoute, useAccount } from './use-account.ts';

/** One account, for work. */
export function AccountPage({ moreTabs }: { moreTabs: AccountTabs }) {
  const { id = '' } = useParams();
  const { data: account, error, refetch } = useAccount(id);
  const can = useCan();
  const navigate = useNavigate();
  const canEdit = account !== undefined && canEditAccount(account, can);
  useHotkeys([['e', () => canEdit && void navigate(paths.editUser(id))]]);
  if (account === undefined) {
    return (
      <Page title="Account">
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton height={320} />}
      </Page>
    );
  }
  const { tone, label } = accountStatus(account.status);
  return (
    <Page
      title={account.name}
      beside={<StatusBadge tone={tone}>{label}</StatusBadge>}
      description={account.email}
      actions={
        <>
          <CopyAsCurl request={toRequest(accountRoute, { id })} />
          <AccountMenu account={account} />
          {canEdit && (
            <Button component={Link} to={paths.editUser(id)} leftSection={<IconPencil size={16} />}>
              Edit
            </Button>
          )}
        </>
      }
    >
      <AccountTabList account={account} moreTabs={moreTabs} />
    </Page>
  );
}
