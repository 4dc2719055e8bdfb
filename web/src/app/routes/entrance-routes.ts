import type { RouteObject } from 'react-router';
import { paths } from '../../lib/paths.ts';

/** Pages for those who are not logged in. */
export const entranceRoutes: RouteObject[] = [
  {
    path: paths.login(),
    lazy: async () => ({ Component: (await import('../../features/entrance/login-page.tsx')).LoginPage }),
  },
  {
    path: paths.register,
    lazy: async () => ({ Component: (await import('../../features/entrance/register-page.tsx')).RegisterPage }),
  },
  {
    path: paths.setup,
    lazy: async () => ({ Component: (await import('../../features/entrance/setup-page.tsx')).SetupPage }),
  },
];
