import type { KeyObject } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { env, publicUrl } from '../../../lib/env.ts';
import { newId } from '../../../lib/ids.ts';

/** Client id of the platform's own login; clients that others register follow with the OAuth server. */
export const FIRST_PARTY_CLIENT = 'site11';

export interface Signer {
  kid: string;
  privateKey: KeyObject;
}

export interface AccessTokenSubject {
  userId: string;
  sessionId: string;
  roles: string[];
}

/** RFC 9068: a JWT whose type and audience keep it from being taken for an ID token or for another platform's token. */
export function signAccessToken(signer: Signer, subject: AccessTokenSubject): string {
  const claims = { client_id: FIRST_PARTY_CLIENT, sid: subject.sessionId, roles: subject.roles };
  return jsonwebtoken.sign(claims, signer.privateKey, {
    algorithm: 'RS256',
    keyid: signer.kid,
    header: { alg: 'RS256', typ: 'at+jwt' },
    issuer: publicUrl(),
    audience: publicUrl(),
    subject: subject.userId,
    jwtid: newId(),
    expiresIn: env.ACCESS_TOKEN_TTL,
  });
}
