import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { Role } from '../../../../../services/users/users.contract.ts';
import { formatCount } from '../../../lib/format/number.ts';
import { paths } from '../../../lib/paths.ts';
import type { Column } from '../../../ui/list/list.types.ts';
import { Tag } from '../../../ui/tag.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';

function permissionWords({ permissions }: Role): string {
  if (permissions.includes('*')) return 'Everything';
  return permissions.length === 0 ? 'None' : formatCount(permissions.length, 'permission');
}

export const roleColumns: Column<Role>[] = [
  {
    id: 'id',
    header: 'Role',
    sortKey: 'id',
    cell: ({ id }) => (
      <Anchor component={Link} to={paths.role(id)} c="var(--s-text)" fw={500} underline="never" tabIndex={-1}>
        {id}
      </Anchor>
    ),
  },
  { id: 'description', header: 'Description', from: 'tablet', cell: ({ description }) => description },
  { id: 'permissions', header: 'Permissions', width: '140px', cell: permissionWords },
  {
    id: 'builtIn',
    header: 'Kind',
    width: '112px',
    from: 'tablet',
    cell: ({ builtIn }) => <Tag>{builtIn ? 'built in' : 'your own'}</Tag>,
  },
  {
    id: 'updatedAt',
    header: 'Changed',
    width: '132px',
    from: 'desktop',
    cell: ({ updatedAt }) => <TimeAgo at={updatedAt} />,
  },
];
