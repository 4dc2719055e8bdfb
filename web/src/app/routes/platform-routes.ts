import type { RouteObject } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { crumb } from './crumb.ts';

export const platformRoutes: RouteObject[] = [
  {
    index: true,
    handle: crumb('Overview'),
    lazy: async () => ({ Component: (await import('../pages/overview-page.tsx')).OverviewRoute }),
  },
  {
    path: paths.cluster,
    handle: crumb('Cluster'),
    lazy: async () => ({ Component: (await import('../../features/cluster/cluster-page.tsx')).ClusterPage }),
  },
  {
    path: paths.identity,
    handle: crumb('OAuth'),
    lazy: async () => ({ Component: (await import('../../features/oauth/keys/keys-page.tsx')).KeysPage }),
  },
];
