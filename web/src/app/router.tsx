import { createBrowserRouter } from 'react-router';
import { crumb } from './routes/crumb.ts';
import { entranceRoutes } from './routes/entrance-routes.ts';
import { ownRoutes } from './routes/own-routes.ts';
import { platformRoutes } from './routes/platform-routes.ts';
import { usersRoutes } from './routes/users-routes.tsx';
import { RouteError } from './shell/route-error.tsx';

/** Until the first page is loaded, which takes a moment: anything to see there would only flash. */
const HydrateFallback = () => null;

/** Each page is a chunk of its own, loaded when it is gone to. A feature that comes later adds its routes here. */
export const router = createBrowserRouter([
  { ErrorBoundary: RouteError, HydrateFallback, children: entranceRoutes },
  {
    ErrorBoundary: RouteError,
    HydrateFallback,
    lazy: async () => ({ Component: (await import('./shell/session-gate.tsx')).SessionGate }),
    children: [
      {
        ErrorBoundary: RouteError,
        children: [
          ...platformRoutes,
          usersRoutes,
          ...ownRoutes,
          {
            path: '*',
            handle: crumb('Not found'),
            lazy: async () => ({ Component: (await import('./pages/not-found-page.tsx')).NotFoundPage }),
          },
        ],
      },
    ],
  },
]);
