import { defineAction } from '../../../mixins/define-action.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';

export const listKeys = defineAction(oauthContract.listKeys, async function (this: OAuthService) {
  const keys = await this.records.signingKeys.all();
  const data = keys.map(({ id, state, createdAt, activatedAt, retiredAt, removeAt }) => ({
    kid: id,
    state,
    createdAt,
    activatedAt,
    retiredAt,
    removeAt,
  }));
  return { data, meta: { nextCursor: null } };
});
