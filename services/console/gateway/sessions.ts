import { LRUCache } from 'lru-cache';
import type { Principal } from '../../../lib/principal.ts';
import { consoleErrors } from '../console.errors.ts';
import type { AccessClaims } from './access-tokens.ts';

interface Verdict {
  userId: string;
  askedAt: number;
  answer: Promise<Principal | null>;
}

/** Milliseconds for which a verdict counts: a revocation is seen within a second also where its event got lost. */
const FRESH = 1_000;
const CACHED_SESSIONS = 10_000;

/** Whether a session still lives and what its account may do now, as the oauth service says. */
export class Sessions {
  readonly #ask: (claims: AccessClaims) => Promise<Principal | null>;
  readonly #verdicts = new LRUCache<string, Verdict>({ max: CACHED_SESSIONS });

  constructor(ask: (claims: AccessClaims) => Promise<Principal | null>) {
    this.#ask = ask;
  }

  /**
   * Callers that come together share one question.
   * @throws console.invalidToken (401) for a session that ended; whatever the question throws when nobody answers it.
   */
  async principalOf(claims: AccessClaims): Promise<Principal> {
    let verdict = this.#verdicts.get(claims.sid);
    if (verdict?.userId !== claims.sub || Date.now() - verdict.askedAt > FRESH) {
      verdict = { userId: claims.sub, askedAt: Date.now(), answer: this.#ask(claims) };
      this.#verdicts.set(claims.sid, verdict);
      verdict.answer.catch(() => this.#verdicts.delete(claims.sid));
    }
    const principal = await verdict.answer;
    if (principal === null) throw consoleErrors.invalidToken({ detail: 'The session of this access token has ended.' });
    return principal;
  }

  /** Forgets verdicts at once: an event said that these sessions or accounts changed. */
  forget({ sessionIds = [], userIds = [] }: { sessionIds?: string[]; userIds?: string[] }): void {
    for (const sessionId of sessionIds) this.#verdicts.delete(sessionId);
    if (userIds.length === 0) return;
    const changed = new Set(userIds);
    for (const [sessionId, { userId }] of this.#verdicts.entries()) {
      if (changed.has(userId)) this.#verdicts.delete(sessionId);
    }
  }
}
