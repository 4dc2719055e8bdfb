import { defineMixin } from '../../../mixins/define-service.ts';
import type { OAuthService } from '../oauth-service.ts';
import { failureCounters } from './failure-counters.ts';
import { LoginThrottle } from './login-throttle.ts';

export const loginThrottleMixin = defineMixin<OAuthService>({
  started(this: OAuthService) {
    const { counterOf, close } = failureCounters((err) =>
      this.logger.debug({ err }, 'Failed logins are counted by this process alone'),
    );
    this.throttle = new LoginThrottle(counterOf);
    this.closeThrottle = close;
  },

  stopped(this: OAuthService) {
    this.closeThrottle?.();
  },
});
