import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { ConfigurationError } from '../../../lib/env.ts';
import { newId } from '../../../lib/ids.ts';
import { deriveKey, deriveKeys, seal, unseal } from '../../../lib/secret.ts';
import type { KeyState, PublicJwk, SigningKey } from './signing-key.ts';

/** Asynchronous: the search for primes takes up to a second and runs on a thread of libuv's pool. */
const generate = promisify(generateKeyPair);

export async function generateSigningKey(state: KeyState): Promise<SigningKey> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  const kid = newId();
  const now = new Date().toISOString();
  const { n, e } = publicKey.export({ format: 'jwk' }) as Pick<PublicJwk, 'n' | 'e'>;
  return {
    id: kid,
    state,
    publicJwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e },
    sealedPrivateJwk: seal(deriveKey('signing-keys'), JSON.stringify(privateKey.export({ format: 'jwk' })), kid),
    createdAt: now,
    ...(state === 'current' && { activatedAt: now }),
  };
}

/** @throws ConfigurationError when the installation's secret is not the one that the key was sealed with. */
export function openPrivateKey(kid: string, sealed: string): KeyObject {
  let jwk: string;
  try {
    jwk = unseal(deriveKeys('signing-keys'), sealed, kid);
  } catch {
    throw new ConfigurationError(
      'The signing keys of this installation were sealed with another secret: restore DATA_DIR/secret or SITE11_SECRET.',
    );
  }
  return createPrivateKey({ format: 'jwk', key: JSON.parse(jwk) });
}
