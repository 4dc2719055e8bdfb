import { reseal } from '../../../lib/secret.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';

export const resealKeys = defineAction(oauthContract.resealKeys, async function (this: OAuthService) {
  const { signingKeys } = this.records;
  let resealed = 0;
  for (const { id, sealedPrivateJwk: before } of await signingKeys.all()) {
    const after = before === undefined ? null : reseal('signing-keys', before, id);
    if (before !== undefined && after !== null && (await signingKeys.reseal(id, before, after))) resealed += 1;
  }
  this.logger.info({ resealed }, 'The signing keys are sealed with SITE11_SECRET.');
  return { resealed };
});
