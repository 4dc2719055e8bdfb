import type { OAuthService } from '../oauth-service.ts';
import { ensureNextKey, rotateWhenDue } from './rotate-keys.ts';

/** Done every minute by each process: rotation by schedule, the key for the next one, and what other processes changed. */
export async function tendKeys(service: OAuthService): Promise<void> {
  const { signingKeys } = service.records;
  const rotation = await rotateWhenDue(signingKeys, Date.now());
  await ensureNextKey(signingKeys);
  if (rotation?.rotated) await keysChanged(service);
  else await service.keyRing.reload();
}

/** To be called by the process that changed them. Others sign with what they know until they hear of it, which is safe. */
export async function keysChanged(service: OAuthService): Promise<void> {
  await service.keyRing.reload();
  const { kid } = service.keyRing.signer();
  service.broker.broadcast('oauth.keys.changed', { kid });
  service.logger.info({ kid }, 'A new signing key is in use');
}
