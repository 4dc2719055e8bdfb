import { defineMixin } from '../../../mixins/define-service.ts';
import type { OAuthService } from '../oauth-service.ts';
import { KeyRing } from './key-ring.ts';
import { ensureCurrentKey } from './rotate-keys.ts';
import { tendKeys } from './tend-keys.ts';

const TEND_INTERVAL = 60_000;

/** Keeps the signing keys of the service: there when it starts, known when others change them, rotated when it is time. */
export const keyKeeperMixin = defineMixin<OAuthService>({
  events: {
    async 'oauth.keys.changed'(this: OAuthService) {
      await this.keyRing?.reload();
    },
  },

  async started(this: OAuthService) {
    this.keyRing = new KeyRing(this.records.signingKeys);
    await ensureCurrentKey(this.records.signingKeys);
    await this.keyRing.reload();
    // The next key is made behind the start: nothing waits for it yet.
    const tend = () => {
      this.tending = tendKeys(this).catch((err) => this.logger.error({ err }, 'The signing keys could not be tended'));
    };
    tend();
    this.keyTimer = setInterval(tend, TEND_INTERVAL).unref();
  },

  async stopped(this: OAuthService) {
    clearInterval(this.keyTimer);
    await this.tending;
  },
});
