import type { Service } from 'moleculer';
import type { Store } from '../../mixins/store/store.types.ts';
import type { KeyRing } from './keys/key-ring.ts';
import type { LoginThrottle } from './login/login-throttle.ts';
import type { OAuthStore } from './oauth.store.ts';

/** `this` in the actions. */
export interface OAuthService extends Service {
  store: Store;
  records: OAuthStore;
  keyRing: KeyRing;
  throttle: LoginThrottle;
  keyTimer: NodeJS.Timeout;
  /** What is done to the keys in the background; stopping waits for it. */
  tending: Promise<void>;
}
