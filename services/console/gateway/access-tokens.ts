import { createPublicKey, hash, type KeyObject, type webcrypto } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { LRUCache } from 'lru-cache';
import { publicUrl } from '../../../lib/env.ts';
import { consoleErrors } from '../console.errors.ts';

export interface AccessClaims {
  sub: string;
  sid: string;
  /** Seconds since the epoch. */
  exp: number;
}

type PublicJwk = webcrypto.JsonWebKey & { kid: string };

const CACHED_TOKENS = 10_000;
/** Least milliseconds between two looks for an unknown key: tokens with made-up key ids must not drive calls. */
const REFETCH_PAUSE = 2_000;
/** Milliseconds after which the keys are asked for again. */
const KEYS_FRESH = 60_000;

/** Verifies RFC 9068 access tokens against the oauth service's published keys. */
export class AccessTokens {
  readonly #fetchKeys: () => Promise<PublicJwk[]>;
  readonly #verified = new LRUCache<string, AccessClaims>({ max: CACHED_TOKENS });
  /** The last token of each connection, with its hash: a client sends the same one again and again. */
  readonly #hashes = new WeakMap<object, { token: string; hash: string }>();
  #keys = new Map<string, KeyObject>();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #pending: Promise<void> | undefined;
  #flushes = 0;

  constructor(fetchKeys: () => Promise<PublicJwk[]>) {
    this.#fetchKeys = fetchKeys;
  }

  /**
   * Signature, issuer, audience, type and expiry.
   * @param bearer what brings the same token again: the connection.
   * @throws console.invalidToken (401).
   */
  async verify(token: string, bearer: object): Promise<AccessClaims> {
    // By hash, so that a heap dump of the cache holds no usable token but those of open connections.
    const key = this.#hashOf(token, bearer);
    const known = this.#verified.get(key);
    if (known !== undefined) {
      if (known.exp * 1000 > Date.now()) return known;
      this.#verified.delete(key);
      throw consoleErrors.invalidToken({ detail: 'The access token has expired.' });
    }
    const flushes = this.#flushes;
    const claims = check(token, await this.#keyOf(token));
    if (flushes === this.#flushes) this.#verified.set(key, claims);
    return claims;
  }

  /** Forgets keys and verdicts: the oauth service said that its keys changed. */
  flush(): void {
    this.#flushes += 1;
    this.#verified.clear();
    this.#fetchedAt = Number.NEGATIVE_INFINITY;
  }

  #hashOf(token: string, bearer: object): string {
    const last = this.#hashes.get(bearer);
    if (last?.token === token) return last.hash;
    const fresh = { token, hash: hash('sha256', token, 'base64url') };
    this.#hashes.set(bearer, fresh);
    return fresh.hash;
  }

  async #keyOf(token: string): Promise<KeyObject> {
    const header = readHeader(token);
    // Also where the news of a change got lost: a key that was taken out in an emergency must not be trusted for long.
    const isStale = Date.now() - this.#fetchedAt > KEYS_FRESH;
    if (isStale || (!this.#keys.has(header.kid) && Date.now() - this.#fetchedAt > REFETCH_PAUSE)) {
      this.#pending ??= this.#refresh().finally(() => {
        this.#pending = undefined;
      });
      await this.#pending;
    }
    const key = this.#keys.get(header.kid);
    if (key === undefined)
      throw consoleErrors.invalidToken({ detail: 'The access token is signed with an unknown key.' });
    return key;
  }

  async #refresh(): Promise<void> {
    const flushes = this.#flushes;
    const jwks = await this.#fetchKeys();
    const keys = new Map(jwks.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]));
    if ([...this.#keys.keys()].some((kid) => !keys.has(kid))) this.#verified.clear();
    this.#keys = keys;
    // Keys that changed while these were on their way have to be asked for again.
    if (flushes === this.#flushes) this.#fetchedAt = Date.now();
  }
}

/** Type and algorithm before anything else (RFC 9068, section 4; RFC 8725, sections 3.1 and 3.11). */
function readHeader(token: string): { kid: string } {
  let header: jwt.JwtHeader | undefined;
  try {
    header = jwt.decode(token, { complete: true })?.header;
  } catch {
    header = undefined;
  }
  if (header?.typ !== 'at+jwt' || header.alg !== 'RS256' || typeof header.kid !== 'string') {
    throw consoleErrors.invalidToken({ detail: 'This is not an access token of this platform.' });
  }
  return { kid: header.kid };
}

function check(token: string, key: KeyObject): AccessClaims {
  try {
    const claims = jwt.verify(token, key, { algorithms: ['RS256'], issuer: publicUrl(), audience: publicUrl() });
    const { sub, sid, exp } = claims as jwt.JwtPayload;
    if (typeof sub === 'string' && typeof sid === 'string' && typeof exp === 'number') return { sub, sid, exp };
  } catch (error) {
    const isExpired = error instanceof jwt.TokenExpiredError;
    throw consoleErrors.invalidToken({ detail: isExpired ? 'The access token has expired.' : undefined });
  }
  throw consoleErrors.invalidToken();
}
