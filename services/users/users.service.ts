import { defineService } from '../../mixins/define-service.ts';
import { eventConsumerMixin } from '../../mixins/event-store/event-consumer.mixin.ts';
import { eventStoreMixin } from '../../mixins/event-store/event-store.mixin.ts';
import { healthMixin } from '../../mixins/health.mixin.ts';
import { storeMixin } from '../../mixins/store/store.mixin.ts';
import { startPurging } from './accounts/purge.ts';
import { bulkUsers } from './actions/bulk-users.ts';
import { completeSetup } from './actions/complete-setup.ts';
import { countAccounts } from './actions/count-accounts.ts';
import { createRole } from './actions/create-role.ts';
import { createUser } from './actions/create-user.ts';
import { disableUser } from './actions/disable-user.ts';
import { enableUser } from './actions/enable-user.ts';
import { eraseUser } from './actions/erase-user.ts';
import { exportUsers } from './actions/export-users.ts';
import { getPrincipal } from './actions/get-principal.ts';
import { getRole } from './actions/get-role.ts';
import { getSetup } from './actions/get-setup.ts';
import { getUser } from './actions/get-user.ts';
import { listPermissions } from './actions/list-permissions.ts';
import { listRoles } from './actions/list-roles.ts';
import { listUsers } from './actions/list-users.ts';
import { purgeDeleted } from './actions/purge-deleted.ts';
import { registerUser } from './actions/register-user.ts';
import { removeRole } from './actions/remove-role.ts';
import { removeUser } from './actions/remove-user.ts';
import { restoreUser } from './actions/restore-user.ts';
import { roleHistory } from './actions/role-history.ts';
import { setPassword } from './actions/set-password.ts';
import { updateRole } from './actions/update-role.ts';
import { updateUser } from './actions/update-user.ts';
import { userHistory } from './actions/user-history.ts';
import { verifyPassword } from './actions/verify-password.ts';
import { accountAggregate } from './domain/account.ts';
import { roleAggregate } from './domain/role.ts';
import { dummyHash } from './passwords/password-hashing.ts';
import { ensureBuiltInRoles } from './roles/built-in-roles.ts';
import { RoleCache } from './roles/role-cache.ts';
import { ensureFirstAdmin } from './setup/first-admin.ts';
import { usersPermissions } from './users.contract.ts';
import { usersCollections, usersStore } from './users.store.ts';
import type { UsersService } from './users-service.ts';

export default defineService<UsersService>({
  name: 'users',
  metadata: { description: 'Accounts, roles and their history', permissions: usersPermissions },
  mixins: [
    healthMixin,
    eventConsumerMixin<UsersService>({
      consumers: [
        {
          name: 'users-erasure',
          source: 'users',
          // Finishes what a process that died in the middle of an erasure left undone.
          async handle(event) {
            if (event.type === 'account.erased') await this.events.eraseSubject(event.stream);
          },
        },
      ],
    }),
    eventStoreMixin({ aggregates: [accountAggregate, roleAggregate] }),
    storeMixin({ collections: usersCollections }),
  ],

  actions: {
    list: listUsers,
    export: exportUsers,
    create: createUser,
    get: getUser,
    update: updateUser,
    disable: disableUser,
    enable: enableUser,
    remove: removeUser,
    restore: restoreUser,
    erase: eraseUser,
    setPassword,
    bulk: bulkUsers,
    history: userHistory,

    'roles.list': listRoles,
    'roles.create': createRole,
    'roles.get': getRole,
    'roles.update': updateRole,
    'roles.remove': removeRole,
    'roles.history': roleHistory,
    'permissions.list': listPermissions,

    'setup.status': getSetup,
    'setup.complete': completeSetup,

    register: registerUser,
    verifyPassword,
    principal: getPrincipal,
    count: countAccounts,
    purge: purgeDeleted,
  },

  events: {
    'users.roles.changed'(this: UsersService) {
      // It can come from another process before this one has started.
      this.roleCache?.forget();
    },
  },

  async started() {
    this.users = usersStore(this.store);
    this.roleCache = new RoleCache(this.users.allRoles);
    await dummyHash();
    await ensureBuiltInRoles(this);
    await ensureFirstAdmin(this);
    this.stopPurging = startPurging(this);
  },

  stopped() {
    this.stopPurging?.();
  },
});
