import { defineAction } from '../../../mixins/define-action.ts';
import { ensureCurrentKey, rotateKeys as rotate } from '../keys/rotate-keys.ts';
import { keysChanged } from '../keys/tend-keys.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';

export const rotateKeys = defineAction(oauthContract.rotateKeys, async function (this: OAuthService) {
  const { signingKeys } = this.records;
  const before = await ensureCurrentKey(signingKeys);
  const { rotated, current, next } = await rotate(signingKeys, before);
  if (rotated) await keysChanged(this);
  const retired = rotated ? (await signingKeys.all()).find(({ id }) => id === before.id) : undefined;
  return {
    kid: current.id,
    rotated,
    nextKid: next.id,
    retiredKid: retired?.id ?? null,
    retiredUntil: retired?.removeAt ?? null,
  };
});
