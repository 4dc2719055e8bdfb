import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { Role } from '../../../../../services/users/users.contract.ts';
import { paths } from '../../../lib/paths.ts';
import { Properties } from '../../../ui/properties.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import classes from './permissions.module.css';
import { usePermissions } from './use-permissions.ts';

function describe(permission: string, known: ReadonlyMap<string, string>): string {
  if (permission === '*') return 'Everything, also what later services bring';
  if (permission.endsWith(':*')) return `Everything of ${permission.slice(0, -2)}`;
  return known.get(permission) ?? 'Of a service that is not running now';
}

export function RoleOverview({ role }: { role: Role }) {
  const known = new Map((usePermissions().data ?? []).map(({ id, description }) => [id, description]));
  return (
    <Properties
      items={[
        [
          'Allows',
          role.permissions.length > 0 && (
            <ul key="permissions" className={classes.permissions}>
              {role.permissions.map((permission) => (
                <li key={permission}>
                  {describe(permission, known)} <span className={classes.code}>{permission}</span>
                </li>
              ))}
            </ul>
          ),
        ],
        [
          'Held by',
          <Anchor key="held" component={Link} to={`${paths.users}?roles=${role.id}`}>
            Show the accounts with this role
          </Anchor>,
        ],
        ['Created', <TimeAgo key="created" at={role.createdAt} />],
        ['Changed', <TimeAgo key="changed" at={role.updatedAt} />],
      ]}
    />
  );
}
