import { createPublicKey } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import { input } from './input.ts';

const key = createPublicKey({ key: input.key, format: 'jwk' });

/** As jsonwebtoken is used everywhere: at each request, with a KeyObject. */
export function isAuthentic(authorization: string | undefined): boolean {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '';
  try {
    jsonwebtoken.verify(token, key, { algorithms: ['RS256'], issuer: input.issuer, audience: input.issuer });
    return true;
  } catch {
    return false;
  }
}
