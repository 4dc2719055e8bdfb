import { defineMixin, defineService } from '../../mixins/define-service.ts';
import { eventConsumerMixin } from '../../mixins/event-store/event-consumer.mixin.ts';
import { healthMixin } from '../../mixins/health.mixin.ts';
import { storeMixin } from '../../mixins/store/store.mixin.ts';
import { checkSession } from './actions/check-session.ts';
import { issueForAccount } from './actions/issue-for-account.ts';
import { jwks } from './actions/jwks.ts';
import { listKeys } from './actions/list-keys.ts';
import { listSessions } from './actions/list-sessions.ts';
import { login } from './actions/login.ts';
import { logout } from './actions/logout.ts';
import { me } from './actions/me.ts';
import { refresh } from './actions/refresh.ts';
import { register } from './actions/register.ts';
import { resealKeys } from './actions/reseal-keys.ts';
import { revokeOtherSessions } from './actions/revoke-other-sessions.ts';
import { revokeSession } from './actions/revoke-session.ts';
import { rotateKeys } from './actions/rotate-keys.ts';
import { keyKeeperMixin } from './keys/key-keeper.mixin.ts';
import { loginThrottleMixin } from './login/login-throttle.mixin.ts';
import { oauthPermissions } from './oauth.permissions.ts';
import { oauthCollections, oauthStore } from './oauth.store.ts';
import type { OAuthService } from './oauth-service.ts';
import { endOnAccountChange } from './sessions/end-on-account-change.ts';

/** Before the event consumer, which uses it as soon as it starts. */
const recordsMixin = defineMixin<OAuthService>({
  started(this: OAuthService) {
    this.records = oauthStore(this.store);
  },
});

export default defineService<OAuthService>({
  name: 'oauth',
  // Moleculer starts them from the last to the first and stops them the other way round.
  mixins: [
    eventConsumerMixin<OAuthService>({
      consumers: [{ name: 'oauth-sessions', source: 'users', handle: endOnAccountChange }],
    }),
    keyKeeperMixin,
    loginThrottleMixin,
    recordsMixin,
    storeMixin({ collections: oauthCollections }),
    healthMixin,
  ],
  metadata: {
    description: 'Sessions, tokens and signing keys',
    permissions: oauthPermissions,
  },
  actions: {
    register,
    login,
    refresh,
    logout,
    me,
    'sessions.list': listSessions,
    'sessions.revoke': revokeSession,
    'sessions.revokeOthers': revokeOtherSessions,
    session: checkSession,
    issueForAccount,
    jwks,
    'keys.list': listKeys,
    'keys.rotate': rotateKeys,
    'secrets.reseal': resealKeys,
  },
});
