import { defineMixin } from '../../../mixins/define-service.ts';
import type { OAuthService } from '../oauth-service.ts';
import { failureCounters } from './failure-counters.ts';
import { LoginThrottle } from './login-throttle.ts';

export const loginThrottleMixin = defineMixin<OAuthService>({
  started(this: OAuthService) {
    this.throttle = new LoginThrottle(failureCounters());
  },
});
