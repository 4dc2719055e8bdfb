import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { publicUrl } from '../../../lib/env.ts';
import { deriveKey } from '../../../lib/secret.ts';
import type { UsersService } from '../users-service.ts';

/**
 * The token is derived from a stored nonce and the installation's secret: every start and every process prints the same
 * link, and who reads the database alone does not know it. It is used up with its nonce.
 */
export async function offerSetupLink(service: UsersService): Promise<void> {
  const nonce = await service.users.setupNonce(randomBytes(32).toString('base64url'));
  service.logger.warn(
    `There is no admin yet. Make the first one with this link: ${publicUrl()}/setup#token=${tokenOf(nonce)}`,
  );
}

export function isSetupToken(nonce: string, given: string): boolean {
  const [expected, actual] = [Buffer.from(tokenOf(nonce)), Buffer.from(given)];
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function tokenOf(nonce: string): string {
  return createHmac('sha256', deriveKey('setup-link')).update(nonce).digest('base64url');
}
