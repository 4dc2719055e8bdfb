import type { Column } from '../../../ui/list/list.types.ts';
import { ShortId } from '../../../ui/short-id.tsx';
import { StatusBadge } from '../../../ui/status-badge.tsx';
import { Tags } from '../../../ui/tag.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { type Account, accountStatus } from './account.ts';
import { AccountCell } from './account-cell.tsx';

export function accountColumns(searchWithOpen: (id: string) => string): Column<Account>[] {
  return [
    {
      id: 'name',
      header: 'Account',
      sortKey: 'name',
      fixed: true,
      cell: (account) => <AccountCell account={account} search={searchWithOpen(account.id)} />,
    },
    {
      id: 'status',
      header: 'Status',
      width: '116px',
      // The usual is quiet, so that the eye finds the exceptions.
      cell: ({ status }) => (
        <StatusBadge plain={status === 'active'} tone={accountStatus(status).tone}>
          {accountStatus(status).label}
        </StatusBadge>
      ),
    },
    {
      id: 'roles',
      header: 'Roles',
      width: '160px',
      from: 'tablet',
      cell: ({ roles }) => <Tags words={roles} most={2} />,
    },
    {
      id: 'labels',
      header: 'Labels',
      width: '168px',
      from: 'desktop',
      cell: ({ labels }) => <Tags words={labels} most={2} />,
    },
    {
      id: 'email',
      header: 'Email',
      sortKey: 'email',
      from: 'desktop',
      optional: true,
      cell: ({ email }) => email,
    },
    {
      id: 'createdAt',
      header: 'Created',
      sortKey: 'createdAt',
      width: '132px',
      from: 'tablet',
      cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
    },
    {
      id: 'updatedAt',
      header: 'Changed',
      sortKey: 'updatedAt',
      width: '132px',
      from: 'desktop',
      optional: true,
      cell: ({ updatedAt }) => <TimeAgo at={updatedAt} />,
    },
    {
      id: 'id',
      header: 'Id',
      width: '112px',
      from: 'desktop',
      cell: ({ id }) => <ShortId id={id} />,
    },
  ];
}
