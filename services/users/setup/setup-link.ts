import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { publicUrl } from '../../../lib/env.ts';
import { deriveKeys } from '../../../lib/secret.ts';
import type { UsersService } from '../users-service.ts';

/**
 * The token is derived from a stored nonce and the installation's secret: every start and every process prints the same
 * link, and who reads the database alone does not know it. It is used up with its nonce.
 */
export async function offerSetupLink(service: UsersService): Promise<void> {
  const nonce = await service.users.setupNonce(randomBytes(32).toString('base64url'));
  service.logger.warn(
    `There is no admin yet. Make the first one with this link: ${publicUrl()}/setup#token=${tokensOf(nonce)[0]}`,
  );
}

export function isSetupToken(nonce: string, given: string): boolean {
  const actual = Buffer.from(given);
  return tokensOf(nonce)
    .map((token) => Buffer.from(token))
    .some((expected) => expected.length === actual.length && timingSafeEqual(expected, actual));
}

/** By the installation's secret, and by the other one while it is being rotated. */
function tokensOf(nonce: string): string[] {
  return deriveKeys('setup-link').map((key) => createHmac('sha256', key).update(nonce).digest('base64url'));
}
