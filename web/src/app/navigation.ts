import { type Icon, IconLayoutDashboard, IconLock, IconServer2, IconSettings, IconUsers } from '@tabler/icons-react';
import { paths } from '../lib/paths.ts';

export interface NavigationEntry {
  label: string;
  path: string;
  icon: Icon;
  /** More addresses that belong to it. */
  also?: readonly string[];
  /** Offered to those who hold it. */
  permission?: string;
  /** Service that it shows: dimmed, with the reason, while that does not run. */
  service?: string;
}

/** The rail, in groups. A feature that comes later adds its entry here. */
export const navigation: readonly (readonly NavigationEntry[])[] = [
  [
    { label: 'Overview', path: paths.overview, icon: IconLayoutDashboard },
    { label: 'Cluster', path: paths.cluster, icon: IconServer2, permission: 'platform:read', service: 'console' },
  ],
  [
    {
      label: 'Users',
      path: paths.users,
      also: [paths.roles],
      icon: IconUsers,
      permission: 'users:read',
      service: 'users',
    },
    { label: 'OAuth', path: paths.identity, icon: IconLock, permission: 'keys:rotate', service: 'oauth' },
  ],
  [{ label: 'Settings', path: paths.settings, icon: IconSettings }],
];

export function isAt({ path, also = [] }: NavigationEntry, pathname: string): boolean {
  return [path, ...also].some((base) => pathname === base || (base !== '/' && pathname.startsWith(`${base}/`)));
}
