import type { RouteObject } from 'react-router';
import { paths } from '../../lib/paths.ts';
import { AccountCrumb } from '../shell/account-crumb.tsx';
import { crumb } from './crumb.ts';

const accounts: RouteObject = {
  path: paths.users,
  children: [
    { index: true, lazy: async () => ({ Component: (await import('../pages/account-pages.tsx')).AccountsRoute }) },
    {
      path: 'new',
      handle: crumb('New account'),
      lazy: async () => ({
        Component: (await import('../../features/users/accounts/new-account-page.tsx')).NewAccountPage,
      }),
    },
    {
      path: ':id',
      handle: crumb(
        ({ id = '' }) => <AccountCrumb id={id} />,
        ({ id = '' }) => paths.user(id),
      ),
      children: [
        { index: true, lazy: async () => ({ Component: (await import('../pages/account-pages.tsx')).AccountRoute }) },
        {
          path: 'edit',
          handle: crumb('Edit'),
          lazy: async () => ({
            Component: (await import('../../features/users/accounts/edit-account-page.tsx')).EditAccountPage,
          }),
        },
      ],
    },
  ],
};

const roles: RouteObject = {
  path: paths.roles,
  handle: crumb('Roles', paths.roles),
  children: [
    {
      index: true,
      lazy: async () => ({ Component: (await import('../../features/users/roles/roles-page.tsx')).RolesPage }),
    },
    {
      path: 'new',
      handle: crumb('New role'),
      lazy: async () => ({ Component: (await import('../../features/users/roles/new-role-page.tsx')).NewRolePage }),
    },
    {
      path: ':id',
      handle: crumb(
        ({ id = '' }) => id,
        ({ id = '' }) => paths.role(id),
      ),
      children: [
        {
          index: true,
          lazy: async () => ({ Component: (await import('../../features/users/roles/role-page.tsx')).RolePage }),
        },
        {
          path: 'edit',
          handle: crumb('Edit'),
          lazy: async () => ({
            Component: (await import('../../features/users/roles/edit-role-page.tsx')).EditRolePage,
          }),
        },
      ],
    },
  ],
};

export const usersRoutes: RouteObject = { handle: crumb('Users', paths.users), children: [accounts, roles] };
