import type { RouteObject } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { crumb } from './crumb.ts';

/** Pages about the person who is logged in. */
export const ownRoutes: RouteObject[] = [
  {
    path: paths.profile,
    handle: crumb('Profile'),
    lazy: async () => ({ Component: (await import('../../features/me/profile-page.tsx')).ProfilePage }),
  },
  {
    path: paths.security,
    handle: crumb('Security'),
    lazy: async () => ({ Component: (await import('../pages/security-page.tsx')).SecurityRoute }),
  },
  {
    path: paths.settings,
    handle: crumb('Settings'),
    lazy: async () => ({ Component: (await import('../pages/settings-page.tsx')).SettingsRoute }),
  },
];
